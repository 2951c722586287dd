import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import type { Menu } from '../../src-preload/contract/shell.ts';
import { acceleratorOf, menuTemplate } from './menu-template.ts';

const MENUS: readonly Menu[] = [
  {
    id: 'file',
    label: 'File',
    entries: [
      { kind: 'command', id: 'file.open', label: 'Open', keys: 'Ctrl+O', isOff: false, isChecked: null },
      { kind: 'separator' },
      { kind: 'command', id: 'view.sidebar', label: 'Sidebar', keys: null, isOff: true, isChecked: true },
      { kind: 'role', role: 'quit' },
    ],
  },
];
const EDIT: Menu = { id: 'edit', label: 'Edit', entries: [{ kind: 'role', role: 'paste' }] };
const WINDOW: Menu = { id: 'window', label: 'Window', entries: [{ kind: 'role', role: 'minimize' }] };

function make(menus: readonly Menu[], platform: NodeJS.Platform) {
  const chosen: string[] = [];
  const template = menuTemplate({ menus, platform, onCommand: (id) => chosen.push(id) });
  return { template, chosen, names: template.map(({ label, role }) => label ?? role) };
}

test('entries of the page are items that tell which command was chosen', () => {
  const { template, chosen } = make(MENUS, 'linux');
  const items = template[0]?.submenu as MenuItemConstructorOptions[];
  expect(items).toMatchObject([
    {
      id: 'file.open',
      label: 'Open',
      enabled: true,
      accelerator: 'CommandOrControl+O',
      registerAccelerator: false,
    },
    { type: 'separator' },
    { id: 'view.sidebar', label: 'Sidebar', enabled: false, type: 'checkbox', checked: true },
    { role: 'quit' },
  ]);
  expect(items[2]).not.toHaveProperty('accelerator');
  const click = items[0]?.click as unknown as (() => void) | undefined;
  click?.();
  expect(chosen).toEqual(['file.open']);
});

test('macOS always has the menu of the program; Edit and Window are added where the page has none', () => {
  expect(make([], 'darwin').names).toEqual(['Cairn', 'editMenu', 'windowMenu']);
  expect(make([], 'linux').names).toEqual(['editMenu', 'windowMenu']);
  expect(make([...MENUS, EDIT, WINDOW], 'darwin').names).toEqual(['Cairn', 'File', 'Edit', 'Window']);
  expect(make([...MENUS, EDIT], 'win32').names).toEqual(['File', 'Edit', 'windowMenu']);
});

test('on macOS what is in the menu of the program is not repeated, and leaves no line behind', () => {
  const menu: Menu = {
    id: 'file',
    label: 'File',
    entries: [
      { kind: 'role', role: 'about' },
      { kind: 'separator' },
      { kind: 'command', id: 'a', label: 'A', keys: null, isOff: false, isChecked: null },
      { kind: 'separator' },
      { kind: 'role', role: 'quit' },
    ],
  };
  expect(make([menu], 'darwin').template[1]?.submenu).toMatchObject([{ label: 'A' }]);
  expect(make([menu], 'linux').template[0]?.submenu).toHaveLength(5);
});

test('a name with & in it is shown as it is', () => {
  const entry = {
    kind: 'command',
    id: 'a',
    label: 'Close R&D.db',
    keys: null,
    isOff: false,
    isChecked: null,
  } as const;
  const { template } = make([{ id: 'file', label: 'File', entries: [entry] }], 'linux');
  expect(template[0]?.submenu).toMatchObject([{ label: 'Close R&&D.db' }]);
});

test.each([
  ['Ctrl+Shift+F', 'linux', 'CommandOrControl+Shift+F'],
  ['Ctrl+Tab', 'linux', 'CommandOrControl+Tab'],
  ['Ctrl+Tab', 'darwin', 'Control+Tab'],
  ['Ctrl+Shift+Tab', 'darwin', 'Control+Shift+Tab'],
  ['Alt+Left', 'win32', 'Alt+Left'],
  ['Ctrl++', 'win32', 'CommandOrControl+Plus'],
  ['Ctrl+/', 'darwin', 'CommandOrControl+/'],
  ['F2', 'linux', 'F2'],
] as const)('%s on %s is %s', (keys, platform, accelerator) => {
  expect(acceleratorOf(keys, platform)).toBe(accelerator);
});
