import { expect, test } from 'vitest';
import { fieldLines, hasLines, keepLineEnds } from './line-ends.ts';

test('line ends stay those of the text', () => {
  expect(keepLineEnds('a\nb\nc', 'a\r\nb')).toBe('a\r\nb\r\nc');
  expect(keepLineEnds('a\nb\nc', 'a\rb')).toBe('a\rb\rc');
  expect(keepLineEnds('a\nb', 'a\nb')).toBe('a\nb');
  expect(keepLineEnds('a\nb', 'a\r\nb\nc')).toBe('a\nb');
  expect(keepLineEnds('a', '')).toBe('a');
});

test('lines as a field has them', () => {
  expect(fieldLines('a\r\nb\rc\nd')).toBe('a\nb\nc\nd');
  expect([hasLines('a\rb'), hasLines('ab')]).toEqual([true, false]);
});
