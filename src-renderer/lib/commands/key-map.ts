import type { KeyChanges } from '../../../src-preload/contract/preferences.ts';
import type { CommandRegion } from './command-spec.ts';
import type { CommandId, DeclaredCommand } from './command-specs.ts';

/** What decides which keys are in force. */
export interface KeyMapOptions {
  readonly isApple: boolean;
  /** Keys that never reach the page. */
  readonly reserved: readonly string[];
  /** By the id of the command; a later one wins over an earlier one and over every default. */
  readonly changes: KeyChanges;
}

/** A key that a command asks for and does not have. */
export interface LostKey {
  readonly chord: string;
  readonly to: CommandId;
}

/** The keys in force. */
export interface KeyMap {
  /** The keys of a command, the first is the one that is shown. */
  keysOf(id: CommandId): readonly string[];
  /** The commands of a chord, by region. */
  at(region: CommandRegion, chord: string): CommandId | undefined;
  /** Keys that were given to another command. */
  lostBy(id: CommandId): readonly LostKey[];
  /** Whether the keys of a command are not those by default. */
  isChanged(id: CommandId): boolean;
  /** Before any change. */
  defaultsOf(id: CommandId): readonly string[];
}

/** Works the keys in force out. In one region a chord means one command. */
export function keyMap(specs: readonly DeclaredCommand[], options: KeyMapOptions): KeyMap {
  const { changes } = options;
  const defaults = new Map(specs.map((spec) => [spec.id, defaultKeys(spec, options)]));
  const order = Object.keys(changes);
  const rank = new Map(order.map((id, index) => [id, index]));
  const changed = specs
    .filter((spec) => spec.isFixed !== true && rank.has(spec.id))
    .sort((a, b) => (rank.get(b.id) ?? 0) - (rank.get(a.id) ?? 0));
  const taken = new Map<string, CommandId>();
  const keys = new Map<CommandId, string[]>();
  const lost = new Map<CommandId, LostKey[]>();
  const give = (spec: DeclaredCommand, wanted: readonly string[]): void => {
    const own: string[] = [];
    for (const chord of wanted) {
      if (options.reserved.includes(chord) || own.includes(chord)) continue;
      const place = `${spec.where} ${chord}`;
      const holder = taken.get(place);
      if (holder === undefined) {
        taken.set(place, spec.id);
        own.push(chord);
      } else lost.set(spec.id, [...(lost.get(spec.id) ?? []), { chord, to: holder }]);
    }
    keys.set(spec.id, own);
  };
  // What belongs to a widget cannot be taken; then the newest wish first.
  for (const spec of specs) if (spec.isFixed === true) give(spec, defaults.get(spec.id) ?? []);
  for (const spec of changed) give(spec, changes[spec.id] ?? []);
  for (const spec of specs) if (!keys.has(spec.id)) give(spec, defaults.get(spec.id) ?? []);
  return {
    keysOf: (id) => keys.get(id) ?? [],
    at: (region, chord) => taken.get(`${region} ${chord}`),
    lostBy: (id) => lost.get(id) ?? [],
    isChanged: (id) => rank.has(id),
    defaultsOf: (id) => defaults.get(id) ?? [],
  };
}

function defaultKeys(spec: DeclaredCommand, { isApple, reserved }: KeyMapOptions): readonly string[] {
  const wanted = (isApple ? spec.appleKeys : undefined) ?? spec.keys ?? [];
  const left = wanted.filter((chord) => !reserved.includes(chord));
  return left.length < wanted.length ? [...left, ...(spec.browserKeys ?? [])] : left;
}

/**
 * The changes after a command was given these keys; it comes last, so it has them. Keys equal to those by default
 * are no change, unless another change would take them.
 */
export function withKeys(changes: KeyChanges, id: CommandId, keys: readonly string[] | null): KeyChanges {
  const { [id]: _, ...others } = changes;
  return keys === null ? others : { ...others, [id]: [...keys] };
}
