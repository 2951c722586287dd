import { join } from 'node:path';
import { BrowserWindow, dialog, screen } from 'electron';
import type { InstalledFolders } from '../places.ts';
import { firstColors, TITLE_BAR_HEIGHT } from './appearance.ts';
import { PAGE_ADDRESS } from './page-address.ts';
import { besideBounds, SMALLEST_WINDOW, startBounds } from './window-bounds.ts';
import type { WindowStateFile } from './window-state.ts';

/** Centres the lights of macOS in the title bar. */
const LIGHTS = { x: 14, y: 13 } as const;

/** Milliseconds after which a page that crashes again is loaded again without a question. */
const CRASH_AGAIN = 10_000;

export interface OpenWindowOptions {
  readonly folders: Pick<InstalledFolders, 'preload' | 'resources'>;
  readonly memory: WindowStateFile;
  /** The window that is in front: the new one opens beside it. */
  readonly beside: BrowserWindow | undefined;
}

/**
 * Opens a window on the page, with the title bar that the page draws and the system's buttons laid over it. Where
 * it lies is remembered from then on.
 */
export function openWindow({ folders, memory, beside }: OpenWindowOptions): BrowserWindow {
  const { bounds, isMaximized = false } = memory.state;
  const colors = firstColors(memory.state);
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const window = new BrowserWindow({
    ...startBounds(
      beside === undefined ? bounds : besideBounds(beside.getNormalBounds()),
      [primary, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: SMALLEST_WINDOW.width,
    minHeight: SMALLEST_WINDOW.height,
    title: 'Cairn',
    // What is seen until the page has drawn itself.
    backgroundColor: colors.background,
    // Windows and macOS take it from the program.
    ...(process.platform === 'linux' ? { icon: join(folders.resources, 'icons', '512x512.png') } : {}),
    autoHideMenuBar: true,
    titleBarStyle: 'hidden',
    ...(process.platform === 'darwin'
      ? { trafficLightPosition: LIGHTS }
      : {
          titleBarOverlay: {
            color: colors.background,
            symbolColor: colors.symbols,
            height: TITLE_BAR_HEIGHT,
          },
        }),
    webPreferences: {
      preload: join(folders.preload, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  if (isMaximized && beside === undefined) window.maximize();
  rememberPlace(window, memory);
  reviveAfterCrash(window);
  window.loadURL(PAGE_ADDRESS).catch((error: unknown) => {
    // Closed while it was loading.
    if (!window.isDestroyed()) console.error('The page could not be loaded:', error);
  });
  return window;
}

function rememberPlace(window: BrowserWindow, memory: WindowStateFile): void {
  const remember = () => {
    if (window.isMinimized() || window.isFullScreen()) return;
    memory.remember({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  };
  window.on('resize', remember);
  window.on('move', remember);
  window.on('maximize', remember);
  window.on('unmaximize', remember);
  window.on('close', remember);
}

/** The page keeps what it shows, so that loading it again brings it back. */
function reviveAfterCrash(window: BrowserWindow): void {
  let lastCrash = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', async (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    console.error(`The page has ended: ${reason}.`);
    const isAgain = performance.now() - lastCrash < CRASH_AGAIN;
    lastCrash = performance.now();
    if (isAgain) {
      const { response } = await dialog.showMessageBox(window, {
        type: 'error',
        message: 'This window of Cairn has crashed twice',
        detail: 'Your files are as they were. What was shown comes back when the window is loaded again.',
        buttons: ['Load again', 'Close the window'],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      });
      if (window.isDestroyed()) return;
      if (response === 1) return window.destroy();
    }
    window.webContents.reload();
  });
}
