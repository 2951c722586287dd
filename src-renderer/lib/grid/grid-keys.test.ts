import { expect, test } from 'vitest';
import { typedText } from './grid-keys.ts';

const press = (key: string, modifiers: { readonly ctrlKey?: boolean } = {}) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...modifiers,
});

test('a key that types begins an edit; Space is text once one has begun', () => {
  expect(typedText(press('a'), false)).toBe('a');
  expect(typedText(press(' '), false)).toBeNull();
  expect(typedText(press(' '), true)).toBe(' ');
  expect(typedText(press(' ', { ctrlKey: true }), true)).toBeNull();
  expect(typedText(press('Enter'), true)).toBeNull();
  expect(typedText(press('Dead'), false)).toBe('');
});
