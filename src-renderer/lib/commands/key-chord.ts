/** What of a key event a chord looks at. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** AltGr is held: the key types a character. */
  readonly isAltGraph?: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ' ': 'Space',
  '+': 'Plus',
};
const HOLDING = new Set([
  'Control',
  'Shift',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'Fn',
  'Process',
]);

/**
 * The combination of a key press, written like the keys of commands: `Ctrl+Shift+F`; null for a key that is only
 * held, for AltGr, and for the control key of macOS.
 *
 * - Ctrl is ⌘ on macOS, except with Tab.
 * - A key goes by what it types. Where that is no Latin letter (another alphabet, Alt on macOS, a dead key), letters
 *   and digits go by the place of the key.
 * - A sign goes by itself, however it is typed: `Ctrl+/` is Ctrl, Shift and 7 on a German keyboard.
 */
export function chordOf(press: KeyPress, apple: boolean): string | null {
  if (press.isAltGraph === true || HOLDING.has(press.key)) return null;
  const isTab = press.key === 'Tab';
  if (apple && press.ctrlKey && !isTab) return null;
  if (!apple && press.metaKey) return null;
  const isControl = apple && !isTab ? press.metaKey : press.ctrlKey;
  const key = keyName(press);
  if (key === null) return null;
  const isSign = key.length === 1 ? !/[A-Z0-9]/.test(key) : key === 'Plus';
  const isShift = press.shiftKey && !isSign;
  return [isControl && 'Ctrl', press.altKey && 'Alt', isShift && 'Shift', key]
    .filter((part) => part !== false)
    .join('+');
}

function keyName({ key, code, altKey, shiftKey }: KeyPress): string | null {
  const named = NAMES[key];
  if (named !== undefined) return named;
  const place = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1];
  if (key === 'Dead' || key === 'Unidentified') return place ?? null;
  if (key.length > 1 && !isOneCharacter(key)) return key;
  if (/^[a-zA-Z0-9]$/.test(key)) return key.toUpperCase();
  const isAscii = /^[!-~]$/.test(key);
  // Digits that are typed with Shift (French), and what Alt makes of a key (macOS).
  const isDigitPlace = /^[0-9]$/.test(place ?? '') && !shiftKey;
  if (place !== undefined && (!isAscii || isDigitPlace || altKey)) return place;
  return isAscii ? key : key.trim() === '' ? null : key.toUpperCase();
}

function isOneCharacter(key: string): boolean {
  return [...key].length === 1;
}

/** The parts of a chord. */
export interface ChordParts {
  readonly isControl: boolean;
  readonly isAlt: boolean;
  readonly isShift: boolean;
  readonly key: string;
}

/** Takes a chord apart. */
export function chordParts(chord: string): ChordParts {
  const parts = chord.split('+');
  const held = parts.slice(0, -1);
  return {
    isControl: held.includes('Ctrl'),
    isAlt: held.includes('Alt'),
    isShift: held.includes('Shift'),
    key: parts.at(-1) ?? '',
  };
}

/** Whether a chord is a key without Ctrl and Alt, which types or moves; keys such as F5 are not. */
export function isBareChord(chord: string): boolean {
  const { isControl, isAlt, key } = chordParts(chord);
  return !isControl && !isAlt && !isFunctionKey(key);
}

/** F1 to F24. */
export function isFunctionKey(key: string): boolean {
  return /^F\d{1,2}$/.test(key);
}

const EDITS = new Set(['A', 'C', 'V', 'X', 'Y', 'Z', 'Left', 'Right', 'Up', 'Down', 'Home', 'End']);
const EDITS_ALONE = new Set(['Backspace', 'Delete', 'Insert']);

/** Whether a text field needs a chord for itself: typing, moving the caret, the clipboard, undoing. */
export function isTextChord(chord: string, apple: boolean): boolean {
  const { isControl, isAlt, isShift, key } = chordParts(chord);
  if (isBareChord(chord)) return key !== 'Escape';
  if (isAlt) return apple && !isControl;
  if (!isControl) return false;
  return EDITS_ALONE.has(key) || (EDITS.has(key) && (!isShift || key !== 'C'));
}
