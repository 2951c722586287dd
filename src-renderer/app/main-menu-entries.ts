import type { Commands } from '../lib/commands/command-context.tsx';
import { isCommandId } from '../lib/commands/command-specs.ts';
import type { MenuEntry } from '../ui/menu-entry.ts';
import { nativeMenus } from './native-menus.ts';

/** The menus of the window as the page shows them: the same commands, without what only the system can do. */
export function mainMenuEntries(commands: Commands): readonly MenuEntry[] {
  const { center } = commands;
  return nativeMenus(commands).map(({ label, entries }) => ({
    kind: 'submenu',
    label,
    entries: withoutEnds(
      entries.flatMap((entry): readonly MenuEntry[] => {
        if (entry.kind === 'role') return [];
        if (entry.kind === 'separator') return [{ kind: 'separator' }];
        const { id, isOff: isDisabled, isChecked, keys } = entry;
        const run = () => isCommandId(id) && center.run(id);
        return isChecked === null
          ? [{ label: entry.label, keys: keys ?? undefined, isDisabled, onSelect: run }]
          : [{ kind: 'check', label: entry.label, isChecked, isDisabled, onChange: run }];
      }),
    ),
  }));
}

/** Without a separator that has nothing on one of its sides. */
function withoutEnds(entries: readonly MenuEntry[]): readonly MenuEntry[] {
  const isSeparator = (entry: MenuEntry | undefined) => entry?.kind === 'separator';
  const start = entries.findIndex((entry) => !isSeparator(entry));
  const end = entries.findLastIndex((entry) => !isSeparator(entry));
  return start === -1 ? [] : entries.slice(start, end + 1);
}
