import { expect, test } from 'vitest';
import { relativeTime } from './relative-time.ts';

const now = new Date(2026, 10, 25, 14, 0).getTime();
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime();

test.each([
  ['just now', now - 20_000],
  ['12 min ago', now - 12 * 60_000],
  ['2 h ago', now - 2 * 3_600_000],
  ['yesterday', at(2026, 10, 24, 23, 50)],
  ['14 Nov', at(2026, 10, 14, 9, 0)],
  ['3 Mar 2024', at(2024, 2, 3, 9, 0)],
])('says %s', (words, time) => {
  expect(relativeTime(time, now)).toBe(words);
});
