import { expect, test } from 'vitest';
import { remembered } from './remembered.ts';

test('a fact is made once in its time, for each key', async () => {
  let now = 0;
  const made: string[] = [];
  const fact = remembered(
    1000,
    async (key: string) => {
      made.push(key);
      return `${key}${made.length}`;
    },
    () => now,
  );
  expect(await Promise.all([fact('a'), fact('a'), fact('b')])).toEqual(['a1', 'a1', 'b2']);
  now = 999;
  expect(await fact('a')).toBe('a1');
  now = 1000;
  expect(await fact('a')).toBe('a3');
  now = 1999;
  expect([await fact('a'), await fact('b')]).toEqual(['a3', 'b4']);
  expect(made).toEqual(['a', 'b', 'a', 'b']);
});
