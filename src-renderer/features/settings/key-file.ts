import type { KeyChanges } from '../../../src-preload/contract/preferences.ts';
import { commandSpec, commandSpecs, isCommandId } from '../../lib/commands/command-specs.ts';
import { refusedChord } from '../../lib/commands/refused-chord.ts';
import { MOST_KEYS } from './recorded-keys.ts';

/** Characters; a file with a line for every command has a tenth of it. */
export const MOST_KEY_FILE = 100_000;

const CHORD = /^(?:Ctrl\+)?(?:Alt\+)?(?:Shift\+)?[^\s+]+$/u;

/** What a file of keys says, or why it is none. */
export type KeyFile =
  | { readonly ok: true; readonly keys: KeyChanges }
  | { readonly ok: false; readonly problem: string };

/** The text of a file with changed keys. */
export function writeKeyFile(keys: KeyChanges): string {
  return `${JSON.stringify({ app: 'Cairn', kind: 'keys', keys }, null, 2)}\n`;
}

/** Reads a file that `writeKeyFile` made. A file that is wrong in one place is refused as a whole. */
export function readKeyFile(text: string, isApple: boolean): KeyFile {
  if (text.length > MOST_KEY_FILE) return refuse('It is too large to be a file of keys.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('It is no JSON.');
  }
  if (!isRecord(value) || value.kind !== 'keys' || !isRecord(value.keys))
    return refuse('It is no file of keys: it was not exported here.');
  const keys: [string, string[]][] = [];
  for (const [id, chords] of Object.entries(value.keys)) {
    if (!isCommandId(id) || commandSpec(id).isFixed === true)
      return refuse(`It names the command ${id.slice(0, 60)}, which cannot have keys here.`);
    if (!isListOfText(chords) || chords.length > MOST_KEYS)
      return refuse(`The keys of ${id} are no list of at most ${MOST_KEYS} keys.`);
    for (const chord of chords) {
      const reason = CHORD.test(chord) && chord.length <= 40 ? reasonOf(chord, id, isApple) : 'It is no key.';
      if (reason !== null) return refuse(`${chord.slice(0, 40)} for ${id}: ${reason}`);
    }
    keys.push([id, [...chords]]);
  }
  return { ok: true, keys: Object.fromEntries(keys) };
}

/** Keys that another shell reserves are taken: they are in force there. */
function reasonOf(chord: string, id: Parameters<typeof commandSpec>[0], isApple: boolean): string | null {
  return refusedChord(chord, commandSpec(id), { reserved: [], isApple, specs: commandSpecs });
}

function refuse(problem: string): KeyFile {
  return { ok: false, problem };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
