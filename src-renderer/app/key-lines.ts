import type { CommandGroup } from '../lib/commands/command-spec.ts';
import { type CommandId, commandSpec, commandSpecs } from '../lib/commands/command-specs.ts';
import type { KeyMap } from '../lib/commands/key-map.ts';
import { keysMatch } from '../lib/commands/keys-match.ts';

/** A line of the key help. */
export interface KeyLine {
  readonly id: CommandId;
  readonly label: string;
  readonly keys: readonly string[];
}

export interface KeyLines {
  readonly group: CommandGroup;
  readonly lines: readonly KeyLine[];
}

/** In this order four columns are of nearly the same height, without a group that is torn apart. */
const ORDER: readonly CommandGroup[] = [
  'General',
  'Files',
  'View',
  'Table',
  'Grid',
  'Tabs',
  'Editing',
  'Console',
  'Transaction',
  'Tree',
  'Columns',
  'Find',
];

/** What goes back and forth, or is done with two halves of one thing: one line, as long as each has one key. */
const PAIRS: readonly (readonly [CommandId, CommandId, string])[] = [
  ['region.next', 'region.previous', 'Next, previous region'],
  ['go.back', 'go.forward', 'Back, forward'],
  ['tab.next', 'tab.previous', 'Next, previous tab'],
  ['view.sidebar', 'view.inspector', 'Sidebar, inspector'],
  ['table.findNext', 'table.findPrevious', 'Next, previous match'],
  ['edit.nextProblem', 'edit.previousProblem', 'Next, previous problem or conflict'],
  ['edit.review', 'edit.commit', 'Review, commit changes'],
  ['grid.selectRow', 'grid.selectColumn', 'Select row, column'],
  ['grid.copy', 'grid.copyJson', 'Copy cells, rows as JSON'],
];

/** Everything that has a key, by group, as the key help shows it; of that what a text finds by name or key. */
export function keyLines(keys: KeyMap, text: string): readonly KeyLines[] {
  const pairs = PAIRS.filter(([first, second]) =>
    [first, second].every((id) => keys.keysOf(id).length === 1),
  );
  const seconds = new Set<CommandId>(pairs.map(([, second]) => second));
  const groups = new Map<CommandGroup, KeyLine[]>();
  for (const { id, label, group } of commandSpecs) {
    const own = keys.keysOf(id);
    // The nine keys of the first nine tabs are one line, unless one was changed.
    const isOneOfNine = /^tab\.[1-9]$/.test(id) && !keys.isChanged(id);
    if (own.length === 0 || seconds.has(id) || (isOneOfNine && id !== 'tab.1')) continue;
    const pair = pairs.find(([first]) => first === id);
    const line: KeyLine =
      pair !== undefined
        ? { id, label: pair[2], keys: [...own, ...keys.keysOf(pair[1])] }
        : isOneOfNine
          ? { id, label: 'That tab', keys: own.map((chord) => chord.replace(/1$/, '1…9')) }
          : { id, label, keys: own };
    if (isFound(line, text, [label, ...(pair === undefined ? [] : [commandSpec(pair[1]).label])]))
      groups.set(group, [...(groups.get(group) ?? []), line]);
  }
  return ORDER.flatMap((group) => {
    const lines = groups.get(group);
    return lines === undefined ? [] : [{ group, lines }];
  });
}

/** By the words of the line, or by the names that its commands have elsewhere. */
function isFound(line: KeyLine, text: string, names: readonly string[]): boolean {
  return [line.label, ...names].some((label) => keysMatch({ label, keys: line.keys }, text));
}
