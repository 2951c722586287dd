import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyChord } from '../../../src-preload/contract/preferences.ts';
import { splitKeys } from '../split-keys.ts';
import { chordOf, chordParts, isTextChord, type KeyPress } from './key-chord.ts';

function press(key: string, code: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}
const ctrl = { ctrlKey: true };

describe('a combination', () => {
  test.each([
    ['F', 'KeyF', { ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+F'],
    ['k', 'KeyK', ctrl, 'Ctrl+K'],
    ['ArrowLeft', 'ArrowLeft', { altKey: true }, 'Alt+Left'],
    ['F6', 'F6', { shiftKey: true }, 'Shift+F6'],
    [' ', 'Space', {}, 'Space'],
    ['+', 'NumpadAdd', ctrl, 'Ctrl+Plus'],
    // The keyboard has another order: what is typed counts.
    ['k', 'KeyV', ctrl, 'Ctrl+K'],
    // Another alphabet types no Latin letter: the place counts.
    ['л', 'KeyK', ctrl, 'Ctrl+K'],
    ['Dead', 'KeyE', { altKey: true }, 'Alt+E'],
    // French digits need Shift, signs do not.
    ['&', 'Digit1', ctrl, 'Ctrl+1'],
    // The sign of Ctrl+/ is Shift and 7 in German, the key beside the right Shift in English.
    ['/', 'Digit7', { ctrlKey: true, shiftKey: true }, 'Ctrl+/'],
    ['/', 'Slash', ctrl, 'Ctrl+/'],
    ['?', 'Slash', { ctrlKey: true, shiftKey: true }, 'Ctrl+?'],
  ] as const)('of %s at %s is %s', (key, code, held, chord) => {
    expect(chordOf(press(key, code, held), false)).toBe(chord);
  });

  test('goes by the place of the key where Alt changes what it types on macOS', () => {
    expect(chordOf(press('∑', 'KeyW', { altKey: true }), true)).toBe('Alt+W');
  });

  test('has ⌘ for Ctrl on macOS, except with Tab; its control key is none', () => {
    expect(chordOf(press('k', 'KeyK', { metaKey: true }), true)).toBe('Ctrl+K');
    expect(chordOf(press('Tab', 'Tab', { ctrlKey: true }), true)).toBe('Ctrl+Tab');
    expect(chordOf(press('k', 'KeyK', { ctrlKey: true }), true)).toBeNull();
    expect(chordOf(press('k', 'KeyK', { metaKey: true }), false)).toBeNull();
  });

  test('is none with AltGr, which types, nor for a key that is only held', () => {
    expect(chordOf(press('@', 'KeyQ', { ctrlKey: true, altKey: true, isAltGraph: true }), false)).toBeNull();
    expect(chordOf(press('Control', 'ControlLeft', ctrl), false)).toBeNull();
    expect(chordOf(press('Shift', 'ShiftLeft', { shiftKey: true }), false)).toBeNull();
  });

  test('of any press can be kept, shown and taken apart', () => {
    const presses = fc.record({
      key: fc.oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        fc.constantFrom('Enter', 'ArrowUp', 'F12', 'Delete', '+', ' '),
      ),
      code: fc.constantFrom('KeyA', 'Digit5', 'Slash', 'Space', ''),
      ctrlKey: fc.boolean(),
      metaKey: fc.boolean(),
      altKey: fc.boolean(),
      shiftKey: fc.boolean(),
    });
    fc.assert(
      fc.property(presses, fc.boolean(), (one, apple) => {
        const chord = chordOf(one, apple);
        if (chord === null) return;
        expect(keyChord.safeParse(chord).success, chord).toBe(true);
        const { isControl, isAlt, key } = chordParts(chord);
        expect(key).not.toBe('');
        expect(isAlt).toBe(one.altKey);
        if (!apple) expect(isControl).toBe(one.ctrlKey);
        expect(splitKeys(chord, apple).length).toBe(chord.split('+').length);
      }),
    );
  });
});

test('text fields keep typing, the caret, the clipboard and undoing', () => {
  for (const chord of ['A', 'Shift+A', 'Enter', 'Left', 'Ctrl+C', 'Ctrl+V', 'Ctrl+Left', 'Ctrl+Shift+Z'])
    expect(isTextChord(chord, false), chord).toBe(true);
  for (const chord of ['Ctrl+K', 'F3', 'Alt+Left', 'Ctrl+Shift+F', 'Ctrl+Shift+C', 'Escape'])
    expect(isTextChord(chord, false), chord).toBe(false);
  // Alt types on macOS.
  expect(isTextChord('Alt+F', true)).toBe(true);
});
