import type { MenuEntry } from '../../ui/menu-entry.ts';
import type { CommandHandlers } from './command-center.ts';
import { commandIcon } from './command-icon.tsx';
import type { ContextPlace } from './command-spec.ts';
import { commandSpecs } from './command-specs.ts';
import type { KeyMap } from './key-map.ts';

/**
 * The menu of one thing: the commands that are declared for its place and that `handlers` has, by section, with the
 * keys in force.
 */
export function commandMenu(
  place: ContextPlace,
  handlers: CommandHandlers,
  keys: KeyMap,
): readonly MenuEntry[] {
  const entries: MenuEntry[] = [];
  let last: number | undefined;
  const found = commandSpecs.flatMap((spec) => {
    const section = spec.context?.find((other) => other.place === place)?.section;
    const handler = handlers[spec.id];
    return section === undefined || handler === undefined ? [] : [{ spec, section, handler }];
  });
  found.sort((a, b) => a.section - b.section);
  for (const { spec, section, handler } of found) {
    if (last !== undefined && last !== section) entries.push({ kind: 'separator' });
    last = section;
    entries.push({
      label: handler.label ?? spec.label,
      icon: commandIcon(spec.id),
      keys: keys.keysOf(spec.id)[0],
      isDisabled: handler.isOff === true,
      onSelect: () => handler.run(),
    });
  }
  return entries;
}
