import { expect, test } from 'vitest';
import { splitKeys } from './split-keys.ts';

test('shows keys one by one, with signs where there are some', () => {
  expect(splitKeys('Ctrl+Shift+F', false)).toEqual(['Ctrl', 'Shift', 'F']);
  expect(splitKeys('Ctrl+Enter', false)).toEqual(['Ctrl', '↵']);
  expect(splitKeys('Ctrl++', false)).toEqual(['Ctrl', '+']);
});

test('shows ⌘ on macOS, except with Tab', () => {
  expect(splitKeys('Ctrl+K', true)).toEqual(['⌘', 'K']);
  expect(splitKeys('Ctrl+Tab', true)).toEqual(['Ctrl', 'Tab']);
});
