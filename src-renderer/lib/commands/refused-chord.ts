import type { DeclaredCommand } from './command-specs.ts';
import { chordParts, isBareChord, isFunctionKey, isTextChord } from './key-chord.ts';

/** Not 0: it sets NULL, and the zoom is reset by a command. */
const ZOOM = new Set(['Plus', '-', '=']);
const SYSTEM = new Set(['Alt+F4', 'Alt+Tab', 'Ctrl+Q', 'F11', 'F12', 'Ctrl+Shift+I', 'Ctrl+Shift+J']);
const MOVES = new Set(['Tab', 'Escape']);

export interface RefusalOptions {
  readonly reserved: readonly string[];
  readonly isApple: boolean;
  readonly specs: readonly DeclaredCommand[];
}

/** Why a chord cannot be the key of a command, as a sentence; null if it can. */
export function refusedChord(
  chord: string,
  spec: DeclaredCommand,
  { reserved, isApple, specs }: RefusalOptions,
): string | null {
  const { isControl, isAlt, isShift, key } = chordParts(chord);
  if (reserved.includes(chord)) return 'The browser keeps this key for itself: it never reaches Cairn.';
  if (SYSTEM.has(chord)) return 'The system or the browser needs this key.';
  if (MOVES.has(key) && !isControl && !isAlt) return `${key} always moves or closes, wherever it is pressed.`;
  if (isControl && !isAlt && ZOOM.has(key)) return 'This key changes the zoom.';
  if (isControl && isAlt && key.length === 1 && !isApple)
    return 'On many keyboards Ctrl and Alt with a letter is AltGr, which types a character.';
  if (isBareChord(chord) && key.length === 1) return 'This key types a character. Hold Ctrl or Alt as well.';
  if (isBareChord(chord) && spec.where !== 'grid' && spec.where !== 'tree' && !isFunctionKey(key))
    return 'This key types or moves. Hold Ctrl or Alt as well.';
  const isShared = spec.yieldsToText === true && spec.keys?.includes(chord) === true;
  if (spec.where !== 'grid' && spec.where !== 'tree' && !isShared && isTextChord(chord, isApple))
    return 'Text fields need this key.';
  const fixed = specs.find(
    (other) =>
      other.isFixed === true && other.where === spec.where && other.keys?.includes(plain(chord, isShift)),
  );
  return fixed === undefined ? null : `Here this key always means: ${fixed.label}.`;
}

/** Shift with a key that moves selects, so it belongs to the same. */
function plain(chord: string, isShift: boolean): string {
  const { key } = chordParts(chord);
  const moves = ['Up', 'Down', 'Left', 'Right', 'Home', 'End', 'PageUp', 'PageDown'].includes(key);
  return isShift && moves ? chord.replace('Shift+', '') : chord;
}
