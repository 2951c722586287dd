import type { MenuItemConstructorOptions } from 'electron';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { notEnforced, notImplemented, StrictEmitter } from './strict.ts';

type Template = readonly (MenuItemConstructorOptions | MenuItem)[];

/** Roles that have a menu of their own. */
const ROLE_MENUS: Readonly<Record<string, Template>> = {
  editmenu: ['undo', 'redo', 'separator', 'cut', 'copy', 'paste', 'delete', 'separator', 'selectAll'].map(
    itemOf,
  ),
  windowmenu: ['minimize', 'close'].map(itemOf),
};

const ROLE_LABELS: Readonly<Record<string, string>> = { editmenu: 'Edit', windowmenu: 'Window' };

/** What is done by a role. Others can stand in a menu and throw when they are chosen. */
const ROLE_ACTIONS: Readonly<Record<string, (window: BrowserWindow | null) => void>> = {
  quit: () => app.quit(),
  close: (window) => window?.close(),
  minimize: (window) => window?.minimize(),
  togglefullscreen: (window) => window?.setFullScreen(!window.isFullScreen()),
  reload: (window) => window?.reload(),
  ...Object.fromEntries(
    ['undo', 'redo', 'cut', 'copy', 'paste', 'delete', 'selectAll'].map((command) => [
      command.toLowerCase(),
      (window: BrowserWindow | null) => window?.webContents._edit(command),
    ]),
  ),
};

const MODIFIERS = /^(Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)$/;

function itemOf(role: string): MenuItemConstructorOptions {
  return role === 'separator'
    ? { type: 'separator' }
    : { role: role as NonNullable<MenuItemConstructorOptions['role']> };
}

/** An item of a menu. */
export class MenuItem extends StrictEmitter {
  readonly id: string | undefined;
  readonly role: string | undefined;
  readonly type: string;
  readonly submenu: Menu | undefined;
  readonly accelerator: string | undefined;
  readonly registerAccelerator: boolean;
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly click: (event?: object, window?: BrowserWindow) => void;

  constructor(options: MenuItemConstructorOptions) {
    super();
    const role = options.role?.toLowerCase();
    const template = options.submenu ?? (role === undefined ? undefined : ROLE_MENUS[role]);
    this.id = options.id;
    this.role = role;
    this.submenu =
      template === undefined
        ? undefined
        : template instanceof Menu
          ? template
          : Menu.buildFromTemplate(template as Template);
    this.type = options.type ?? (this.submenu === undefined ? 'normal' : 'submenu');
    this.accelerator = options.accelerator;
    this.registerAccelerator = options.registerAccelerator ?? true;
    // An empty one takes the key of a role away: Electron reads no key from it and registers none.
    if (this.accelerator !== undefined && this.accelerator !== '')
      checkAccelerator(this.accelerator, this.registerAccelerator);
    this.label = options.label ?? ROLE_LABELS[role ?? ''] ?? options.role ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.click = (event = {}, window = BrowserWindow.getFocusedWindow() ?? undefined) => {
      if (!this.enabled) return;
      if (this.type === 'checkbox') this.checked = !this.checked;
      if (role !== undefined) {
        const act = ROLE_ACTIONS[role];
        if (act === undefined) throw notImplemented(`the menu role ${options.role}`);
        act(window ?? null);
        return;
      }
      options.click?.(this as never, window as never, event as never);
    };
  }
}

/** Throws for what is no accelerator, as Electron does. */
function checkAccelerator(accelerator: string, isRegistered: boolean): void {
  const keys = accelerator.split('+');
  const key = keys.pop() ?? '';
  if (key === '' || !keys.every((name) => MODIFIERS.test(name)) || MODIFIERS.test(key)) {
    throw new TypeError(`Invalid accelerator string: ${accelerator}`);
  }
  if (isRegistered) notEnforced('accelerators of the menu: keys go to the page only');
}

/** A menu. There is no menu bar to look at: specs ask for items by their id and click them. */
export class Menu extends StrictEmitter {
  static #application: Menu | null = null;
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: Template): Menu {
    const menu = new Menu();
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item));
    return menu;
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }
  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item);
  }
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found !== null) return found;
    }
    return null;
  }
}
