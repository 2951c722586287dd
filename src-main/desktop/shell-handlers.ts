import type { BrowserWindow } from 'electron';
import type { EngineHost, ShellHandlers } from '../host/engine-host.ts';
import { ShellRefusal } from '../host/shell-refusal.ts';
import { platformName } from '../platform-name.ts';
import type { AppWindows } from './app-windows.ts';
import { showAppearance } from './appearance.ts';
import type { ApplicationMenu } from './application-menu.ts';
import { chooseFiles } from './dialogs.ts';
import { reveal } from './reveal.ts';
import type { WindowStateFile } from './window-state.ts';

export interface DesktopShellOptions {
  readonly version: string;
  readonly folders: { readonly data: string; readonly cache: string };
  /** The folder that a start of Cairn named last: its dialogs begin there. */
  readonly startFolderOf: () => string | undefined;
  readonly windows: AppWindows;
  readonly menu: ApplicationMenu;
  readonly memory: WindowStateFile;
  /** Asked for late: the host is made with these handlers. */
  readonly hostOf: () => EngineHost;
}

/** What the desktop shell answers itself. */
export function createShellHandlers(options: DesktopShellOptions): ShellHandlers {
  const { version, folders, startFolderOf, windows, menu, memory, hostOf } = options;
  const windowOf = (client: number): BrowserWindow => {
    const window = windows.ofClient(client);
    if (window === undefined) {
      throw new ShellRefusal({ code: 'CANCELLED', message: 'The window has been closed. Nothing was done.' });
    }
    return window;
  };
  return {
    async info(_, { client }) {
      return {
        version,
        platform: platformName(),
        capabilities: {
          shell: 'desktop',
          nativeDialogs: true,
          revealInFolder: true,
          nativeMenu: true,
          newWindow: true,
          windowControls: process.platform === 'darwin' ? 'left' : 'right',
          reservedKeys: [],
        },
        filesAtStart: [...windows.filesAtStart(client)],
        folders,
      };
    },
    async chooseFiles(_, { client }) {
      const paths = await chooseFiles(windowOf(client), startFolderOf());
      hostOf().allow(paths);
      return { paths: [...paths] };
    },
    async reveal({ path }) {
      await reveal(path);
      return null;
    },
    async showAppearance({ theme, titleBar }, { client }) {
      showAppearance(windowOf(client), { theme, titleBar });
      memory.remember({ theme, titleBar });
      return null;
    },
    async showMenu({ menus }, { client }) {
      menu.show(windowOf(client), menus);
      return null;
    },
    async newWindow() {
      windows.open();
      return null;
    },
  };
}
