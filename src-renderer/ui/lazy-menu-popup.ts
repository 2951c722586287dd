import { lazyPart } from '../lib/lazy-part.tsx';

const popup = lazyPart(() => import('./menu-popup.tsx').then(({ MenuPopup }) => MenuPopup));

/** The popup of menus. Only who opens one needs its code. */
export const LazyMenuPopup = popup.Part;

/** Loads it before it is needed. */
export const preloadMenuPopup = popup.preload;
