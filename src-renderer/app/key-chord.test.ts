import { describe, expect, test } from 'vitest';
import { commandFor, keysOf } from './commands.ts';
import { chordOf, type KeyPress } from './key-chord.ts';

function press(key: string, code: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('a combination', () => {
  test('is written like the keys of commands', () => {
    expect(chordOf(press('F', 'KeyF', { ctrlKey: true, shiftKey: true }), false)).toBe('Ctrl+Shift+F');
    expect(chordOf(press('k', 'KeyK', { ctrlKey: true }), false)).toBe('Ctrl+K');
    expect(chordOf(press('ArrowLeft', 'ArrowLeft', { altKey: true }), false)).toBe('Alt+Left');
    expect(chordOf(press('F6', 'F6', { shiftKey: true }), false)).toBe('Shift+F6');
  });

  test('goes by the place of the key where Alt changes what it types', () => {
    expect(chordOf(press('∑', 'KeyW', { altKey: true }), true)).toBe('Alt+W');
  });

  test('has ⌘ for Ctrl on macOS, except with Tab', () => {
    expect(chordOf(press('k', 'KeyK', { metaKey: true }), true)).toBe('Ctrl+K');
    expect(chordOf(press('Tab', 'Tab', { ctrlKey: true }), true)).toBe('Ctrl+Tab');
    expect(chordOf(press('k', 'KeyK', { ctrlKey: true }), true)).toBe('K');
  });
});

describe('a command', () => {
  const close = { id: 'close', label: 'Close', keys: 'Ctrl+W', browserKeys: 'Alt+W', run: () => {} };

  test('has other keys where the shell keeps its own for itself', () => {
    expect(keysOf(close, [])).toBe('Ctrl+W');
    expect(keysOf(close, ['Ctrl+W'])).toBe('Alt+W');
    expect(commandFor([close], 'Ctrl+W', ['Ctrl+W'])).toBeUndefined();
    expect(commandFor([close], 'Alt+W', ['Ctrl+W'])).toBe(close);
  });

  test('that is off does nothing', () => {
    expect(commandFor([{ ...close, isOff: true }], 'Ctrl+W', [])).toBeUndefined();
  });
});
