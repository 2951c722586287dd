/** Whether the keys are shown with the signs of macOS. */
export const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

const SIGNS: Readonly<Record<string, string>> = {
  Enter: '↵',
  Left: '←',
  Right: '→',
  Up: '↑',
  Down: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
  Plus: '+',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};
const APPLE_SIGNS: Readonly<Record<string, string>> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥' };

/**
 * The keys of a combination as they are shown, one each: `Ctrl+Shift+F` becomes Ctrl, Shift, F. On macOS Ctrl is ⌘,
 * except with Tab.
 */
export function splitKeys(combination: string, apple: boolean = isApple): readonly string[] {
  const parts = combination.split(/\+(?=.)/);
  const keepsControl = parts.includes('Tab');
  return parts.map((part) => {
    if (apple && !(part === 'Ctrl' && keepsControl)) {
      const sign = APPLE_SIGNS[part];
      if (sign !== undefined) return sign;
    }
    return SIGNS[part] ?? part;
  });
}
