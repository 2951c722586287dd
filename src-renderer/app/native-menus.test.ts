import { expect, test } from 'vitest';
import { menu } from '../../src-preload/contract/shell.ts';
import { CommandCenter, type CommandHandlers } from '../lib/commands/command-center.ts';
import { commandSpecs } from '../lib/commands/command-specs.ts';
import { keyMap } from '../lib/commands/key-map.ts';
import { nativeMenus } from './native-menus.ts';

function menusOf(handlers: CommandHandlers, changes = {}) {
  const center = new CommandCenter();
  center.add({ handlers, root: () => null });
  return nativeMenus({ center, keys: keyMap(commandSpecs, { isApple: false, reserved: [], changes }) });
}

test('the menus are as the contract wants them, each command in one place', () => {
  const menus = menusOf({});
  for (const one of menus) expect(menu.safeParse(one).success, one.label).toBe(true);
  expect(menus.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Go', 'Help']);
  const ids = menus.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.kind === 'command' ? [entry.id] : [])),
  );
  expect(new Set(ids).size).toBe(ids.length);
  // What only some shells can do has no line where nobody does it.
  expect(ids).not.toContain('window.new');
  for (const { entries } of menus) {
    expect(entries[0]?.kind).not.toBe('separator');
    expect(entries.at(-1)?.kind).not.toBe('separator');
  }
});

test('a line says what can be done now, with the key in force', () => {
  const run = () => undefined;
  const menus = menusOf(
    {
      'view.sidebar': { run, isChecked: true },
      'file.close': { run, label: 'Close a.db' },
      'go.back': { run, isOff: true },
      'window.new': { run },
    },
    { 'view.sidebar': ['Ctrl+M'] },
  );
  const line = (id: string) =>
    menus.flatMap(({ entries }) => entries).find((entry) => entry.kind === 'command' && entry.id === id);
  expect(line('view.sidebar')).toMatchObject({ keys: 'Ctrl+M', isOff: false, isChecked: true });
  expect(line('file.close')).toMatchObject({ label: 'Close a.db', isOff: false, isChecked: null });
  expect(line('go.back')).toMatchObject({ isOff: true, keys: 'Alt+Left' });
  expect(line('table.find')).toMatchObject({ isOff: true });
  expect(line('window.new')).toMatchObject({ isOff: false });
});
