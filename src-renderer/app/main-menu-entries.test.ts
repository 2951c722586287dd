import { expect, test } from 'vitest';
import { CommandCenter } from '../lib/commands/command-center.ts';
import { commandSpecs } from '../lib/commands/command-specs.ts';
import { keyMap } from '../lib/commands/key-map.ts';
import type { MenuSubmenuEntry } from '../ui/menu-entry.ts';
import { mainMenuEntries } from './main-menu-entries.ts';

const keys = keyMap(commandSpecs, { isApple: false, reserved: [], changes: {} });

function menusOf(center: CommandCenter): readonly MenuSubmenuEntry[] {
  return mainMenuEntries({ center, keys }) as readonly MenuSubmenuEntry[];
}

test('every command that has a place in a menu is there, and separators separate', () => {
  const menus = menusOf(new CommandCenter());
  expect(menus.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Go', 'Help']);
  const labels = menus.flatMap(({ entries }) =>
    entries.flatMap((each) => ('label' in each ? [each.label] : [])),
  );
  for (const spec of commandSpecs) {
    // Only where the shell can.
    if (spec.menu === undefined || spec.id === 'window.new' || spec.id === 'file.reveal') continue;
    expect(labels).toContain(spec.label);
  }
  for (const { entries } of menus) {
    expect(entries.at(0)?.kind).not.toBe('separator');
    expect(entries.at(-1)?.kind).not.toBe('separator');
  }
});

test('an entry runs its command, is off without one, and a switch shows its state', () => {
  const center = new CommandCenter();
  const ran: string[] = [];
  center.add({
    root: () => null,
    handlers: {
      keys: { run: () => ran.push('keys') },
      'view.sidebar': { isChecked: true, run: () => ran.push('sidebar') },
    },
  });
  const [file, , view, , help] = menusOf(center);
  const find = (menu: MenuSubmenuEntry | undefined, label: string) =>
    menu?.entries.find((entry) => 'label' in entry && entry.label === label);
  const open = find(help, 'All keys');
  expect(open).toMatchObject({ keys: 'Ctrl+/', isDisabled: false });
  if (open !== undefined && 'onSelect' in open) open.onSelect();
  const sidebar = find(view, 'Sidebar');
  expect(sidebar).toMatchObject({ kind: 'check', isChecked: true });
  if (sidebar?.kind === 'check') sidebar.onChange(false);
  expect(ran).toEqual(['keys', 'sidebar']);
  expect(find(file, 'Open a file')).toMatchObject({ isDisabled: true });
});
