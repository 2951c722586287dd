import type { CommandGroup, CommandRegion } from '../../lib/commands/command-spec.ts';
import { type CommandId, commandSpec, commandSpecs } from '../../lib/commands/command-specs.ts';
import type { KeyMap } from '../../lib/commands/key-map.ts';
import { keysMatch } from '../../lib/commands/keys-match.ts';

/** What is said of a command beside its keys. */
export interface KeyConflict {
  readonly words: string;
  /** It has lost the key; else another one has lost it to this. */
  readonly isLoser: boolean;
}

/** A row of the table of keys. */
export interface KeyRow {
  readonly id: CommandId;
  readonly label: string;
  readonly where: string;
  readonly keys: readonly string[];
  readonly isChanged: boolean;
  readonly conflicts: readonly KeyConflict[];
}

export interface KeyTable {
  readonly groups: readonly { readonly group: CommandGroup; readonly rows: readonly KeyRow[] }[];
  readonly commands: number;
  readonly changed: number;
  readonly conflicts: number;
}

const WHERE: Readonly<Record<CommandRegion, string>> = {
  everywhere: 'everywhere',
  table: 'table',
  grid: 'grid',
  console: 'console',
  tree: 'sidebar',
  tabs: 'tabs',
  find: 'find bar',
};

/** The commands whose keys can be changed, by group; those that the text finds. */
export function keyTable(keys: KeyMap, text: string): KeyTable {
  const own = commandSpecs.filter((spec) => spec.isFixed !== true);
  const conflicts = new Map<CommandId, KeyConflict[]>();
  const say = (id: CommandId, conflict: KeyConflict): void => {
    conflicts.set(id, [...(conflicts.get(id) ?? []), conflict]);
  };
  let lost = 0;
  for (const { id, label } of own) {
    for (const { chord, to } of keys.lostBy(id)) {
      lost += 1;
      say(id, { isLoser: true, words: `${chord} belongs to ${commandSpec(to).label}` });
      say(to, { isLoser: false, words: `${label} lost ${chord}` });
    }
  }
  const groups = new Map<CommandGroup, KeyRow[]>();
  for (const { id, label, group, where } of own) {
    const row: KeyRow = {
      id,
      label,
      where: WHERE[where],
      keys: keys.keysOf(id),
      isChanged: keys.isChanged(id),
      conflicts: conflicts.get(id) ?? [],
    };
    if (keysMatch(row, text)) groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return {
    groups: [...groups].map(([group, rows]) => ({ group, rows })),
    commands: own.length,
    changed: own.filter(({ id }) => keys.isChanged(id)).length,
    conflicts: lost,
  };
}
