import type { MenuItemConstructorOptions } from 'electron';
import type { Menu, MenuEntry } from '../../src-preload/contract/shell.ts';

export interface MenuTemplateOptions {
  readonly menus: readonly Menu[];
  readonly platform: NodeJS.Platform;
  /** An entry that is a command was chosen. */
  readonly onCommand: (id: string) => void;
}

const APP_MENU_ROLES: readonly string[] = ['about', 'hide', 'hideOthers', 'unhide', 'quit'];

/** Keys that Electron's accelerators call otherwise than the commands of the page do. */
const KEY_NAMES: Readonly<Record<string, string>> = { Ctrl: 'CommandOrControl', '+': 'Plus' };

/**
 * The menu bar in Electron's terms. The page acts on keys itself, so they are shown and not registered. Without
 * menus of a page, and on macOS always, there are the standard ones, by which text fields are cut, copied and
 * pasted and windows closed.
 */
export function menuTemplate(options: MenuTemplateOptions): readonly MenuItemConstructorOptions[] {
  const { menus, platform } = options;
  const own = menus.map(({ label, entries }) => ({
    label: plainLabel(label),
    submenu: withoutEmptyGroups(
      entries.filter((entry) => platform !== 'darwin' || entry.kind !== 'role' || !isOfAppMenu(entry.role)),
    ).map((entry) => itemOf(entry, options)),
  }));
  const hasRole = (role: string) =>
    menus.some(({ entries }) => entries.some((entry) => entry.kind === 'role' && entry.role === role));
  return [
    ...(platform === 'darwin' ? [appMenu()] : []),
    ...own,
    ...(hasRole('paste') ? [] : [{ role: 'editMenu' as const }]),
    ...(hasRole('minimize') ? [] : [{ role: 'windowMenu' as const }]),
  ];
}

/** What every program of macOS has under its name. */
function appMenu(): MenuItemConstructorOptions {
  return {
    label: 'Cairn',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}

/** macOS has these under the name of the program, and nowhere else. */
function isOfAppMenu(role: string): boolean {
  return APP_MENU_ROLES.includes(role);
}

/** The entries without separators that separate nothing. */
function withoutEmptyGroups(entries: readonly MenuEntry[]): readonly MenuEntry[] {
  return entries.filter(({ kind }, index) => {
    if (kind !== 'separator') return true;
    const next = entries[index + 1];
    const isFirst = entries.slice(0, index).every((entry) => entry.kind === 'separator');
    return !isFirst && next !== undefined && next.kind !== 'separator';
  });
}

/** In Electron a single & marks the letter after it as a key. */
function plainLabel(label: string): string {
  return label.replaceAll('&', '&&');
}

function itemOf(entry: MenuEntry, { onCommand, platform }: MenuTemplateOptions): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'role':
      // Its own key, Ctrl+0, sets NULL.
      return entry.role === 'resetZoom' ? { role: entry.role, accelerator: '' } : { role: entry.role };
    case 'command':
      return {
        id: entry.id,
        label: plainLabel(entry.label),
        enabled: !entry.isOff,
        ...(entry.isChecked === null ? {} : { type: 'checkbox', checked: entry.isChecked }),
        ...(entry.keys === null
          ? {}
          : { accelerator: acceleratorOf(entry.keys, platform), registerAccelerator: false }),
        click: () => onCommand(entry.id),
      };
  }
}

/** `Ctrl+Shift+F` in Electron's words. Ctrl is Command on macOS, except with Tab, as for the page. */
export function acceleratorOf(keys: string, platform: NodeJS.Platform): string {
  const parts = keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys.split('+');
  const isControlItself = platform === 'darwin' && parts.at(-1) === 'Tab';
  return parts
    .map((part) => (part === 'Ctrl' && isControlItself ? 'Control' : (KEY_NAMES[part] ?? part)))
    .join('+');
}
