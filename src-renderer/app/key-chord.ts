/** What of a key event a chord looks at. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ' ': 'Space',
};

/**
 * The combination of a key press, written like the keys of commands: `Ctrl+Shift+F`. Ctrl is ⌘ on macOS, except
 * with Tab. Letters and digits go by the key's place when Alt changes what it types.
 */
export function chordOf(press: KeyPress, apple: boolean): string {
  const isControl = apple && press.key !== 'Tab' ? press.metaKey : press.ctrlKey;
  const place = /^(?:Key|Digit)(.)$/.exec(press.code)?.[1];
  const typed = NAMES[press.key] ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key);
  const key = press.altKey && place !== undefined ? place : typed;
  return [isControl && 'Ctrl', press.altKey && 'Alt', press.shiftKey && 'Shift', key]
    .filter((part) => part !== false)
    .join('+');
}
