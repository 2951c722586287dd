import { expect, test } from 'vitest';
import { moveOf } from './editor-props.ts';

const press = (key: string, held: Partial<Parameters<typeof moveOf>[0]> = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

test('Enter goes down, Tab to the right, with Shift back', () => {
  expect(moveOf(press('Enter'), false)).toBe('down');
  expect(moveOf(press('Enter', { shiftKey: true }), false)).toBe('up');
  expect(moveOf(press('Tab'), false)).toBe('right');
  expect(moveOf(press('Tab', { shiftKey: true }), false)).toBe('left');
});

test('arrows leave a cell that was typed over, and stay in one that keeps its text', () => {
  expect(moveOf(press('ArrowDown'), true)).toBe('down');
  expect(moveOf(press('ArrowDown'), false)).toBeUndefined();
  expect(moveOf(press('ArrowLeft'), true)).toBeUndefined();
});

test('with Ctrl or Alt a key is none of these', () => {
  expect(moveOf(press('Enter', { ctrlKey: true }), false)).toBeUndefined();
  expect(moveOf(press('Enter', { altKey: true }), false)).toBeUndefined();
});
