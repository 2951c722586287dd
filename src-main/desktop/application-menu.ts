import { app, type BrowserWindow, Menu } from 'electron';
import type { Menu as MenuModel } from '../../src-preload/contract/shell.ts';
import type { ClientLinks } from './client-links.ts';
import { menuTemplate } from './menu-template.ts';

/** The menu bar of the system: that of the window in front. */
export interface ApplicationMenu {
  /** Gives a window these menus. */
  show(window: BrowserWindow, menus: readonly MenuModel[]): void;
}

/** Shows the standard menus, until a page gives its own. Once the app is ready. */
export function createApplicationMenu(links: ClientLinks): ApplicationMenu {
  const menusByWindow = new WeakMap<BrowserWindow, readonly MenuModel[]>();
  let inFront: BrowserWindow | undefined;

  const set = (window: BrowserWindow | undefined) => {
    inFront = window;
    const template = menuTemplate({
      menus: (window && menusByWindow.get(window)) ?? [],
      platform: process.platform,
      onCommand: (id) => {
        if (window !== undefined && !window.isDestroyed()) {
          links.tell(window.webContents, 'shell.command', { id });
        }
      },
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate([...template]));
  };

  set(undefined);
  app.on('browser-window-focus', (_event, window) => set(window));
  return {
    show(window, menus) {
      menusByWindow.set(window, menus);
      // A start without focus, as behind another program's window: its menus are shown all the same.
      if (inFront === undefined || inFront.isDestroyed() || inFront === window || window.isFocused())
        set(window);
    },
  };
}
