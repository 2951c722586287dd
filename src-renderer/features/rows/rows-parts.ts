import { lazyPart } from '../../lib/lazy-part.tsx';

/* What rows do not need to be shown. Loaded when nothing else is to be done, so that even the first use waits for nothing. */
const findBar = lazyPart(() => import('./find-bar.tsx').then(({ FindBar }) => FindBar));
const findMatches = lazyPart(() => import('./find-matches.tsx').then(({ FindMatches }) => FindMatches));
const goToRow = lazyPart(() => import('./go-to-row.tsx').then(({ GoToRow }) => GoToRow));

export const FindBar = findBar.Part;
export const FindMatches = findMatches.Part;
export const GoToRow = goToRow.Part;

/** Loads all parts. Failures show when a part is drawn. */
export async function preloadRowsParts(): Promise<void> {
  for (const part of [findBar, findMatches, goToRow]) await part.preload().catch(() => null);
}
