import { type BrowserWindow, nativeTheme } from 'electron';
import type { Appearance } from '../../src-preload/contract/shell.ts';
import type { KnownWindowState } from './window-state.ts';

/** Height of the drawn title bar, in pixels: the system's buttons are laid over it. */
export const TITLE_BAR_HEIGHT = 40;

/** The tokens `--bg-app` and `--text-2` of the page, for a window whose page has not said anything yet. */
const FIRST_COLORS = {
  light: { background: '#f1f2f4', symbols: '#454d57' },
  dark: { background: '#141619', symbols: '#b6bdc7' },
} as const;

/** The colours that a window opens with. Those of last time may be of the system's other theme. */
export function firstColors({ theme = 'system', titleBar }: KnownWindowState): Appearance['titleBar'] {
  nativeTheme.themeSource = theme;
  const ofTheme = FIRST_COLORS[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'];
  return theme === 'system' ? ofTheme : (titleBar ?? ofTheme);
}

/** Gives a window the colours of its page, and everything that the system draws for it the theme. */
export function showAppearance(window: BrowserWindow, { theme, titleBar }: Appearance): void {
  nativeTheme.themeSource = theme;
  window.setBackgroundColor(titleBar.background);
  // macOS draws its lights alone.
  if (process.platform !== 'darwin') {
    window.setTitleBarOverlay({
      color: titleBar.background,
      symbolColor: titleBar.symbols,
      height: TITLE_BAR_HEIGHT,
    });
  }
}
