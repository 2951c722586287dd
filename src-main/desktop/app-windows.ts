import { BrowserWindow, type WebContents } from 'electron';
import type { ClientLinks } from './client-links.ts';
import { type OpenWindowOptions, openWindow } from './open-window.ts';

/** The windows of this run. */
export interface AppWindows {
  /** Opens one more; its page opens these files when it is there. */
  open(files?: readonly string[]): void;
  /** The window that is in front, else the one that was opened last; undefined without windows. */
  front(): BrowserWindow | undefined;
  /** Has files opened: by the window in front, which comes to the front of the screen, or by a new one. */
  give(files: readonly string[]): void;
  /** What a page opens at its start. From then on it hears of files as they come. */
  filesAtStart(client: number): readonly string[];
  /** The window of a client; undefined when it has gone. */
  ofClient(client: number): BrowserWindow | undefined;
}

export interface AppWindowsOptions extends Omit<OpenWindowOptions, 'beside'> {
  readonly links: ClientLinks;
}

/** Files for a window, and whether its page has asked for them. */
interface Start {
  readonly files: string[];
  hasAsked: boolean;
}

/** Makes the set of windows, empty. */
export function createAppWindows({ links, ...options }: AppWindowsOptions): AppWindows {
  const starts = new Map<WebContents, Start>();
  const windows = new Set<BrowserWindow>();
  const front = () => BrowserWindow.getFocusedWindow() ?? [...windows].at(-1);

  const open = (files: readonly string[] = []) => {
    const window = openWindow({ ...options, beside: front() });
    const { webContents } = window;
    windows.add(window);
    starts.set(webContents, { files: [...files], hasAsked: false });
    const tellFullScreen = () =>
      links.tell(webContents, 'shell.window', { isFullScreen: window.isFullScreen() });
    window.on('enter-full-screen', tellFullScreen);
    window.on('leave-full-screen', tellFullScreen);
    // The page that comes next has heard of nothing.
    webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      const start = starts.get(webContents);
      if (start !== undefined && isMainFrame && !isSameDocument) start.hasAsked = false;
    });
    window.once('closed', () => {
      windows.delete(window);
      starts.delete(webContents);
    });
  };

  return {
    open,
    front,
    give(files) {
      const window = front();
      if (window === undefined) return open(files);
      if (window.isMinimized()) window.restore();
      window.focus();
      const start = starts.get(window.webContents);
      if (files.length === 0) return;
      if (start?.hasAsked === false) start.files.push(...files);
      else links.tell(window.webContents, 'shell.files', { paths: [...files] });
    },
    filesAtStart(client) {
      const contents = links.contentsOf(client);
      const start = contents && starts.get(contents);
      if (start === undefined) return [];
      start.hasAsked = true;
      return start.files;
    },
    ofClient(client) {
      const contents = links.contentsOf(client);
      return (contents && BrowserWindow.fromWebContents(contents)) ?? undefined;
    },
  };
}
