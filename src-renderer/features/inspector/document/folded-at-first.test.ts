import { expect, test } from 'vitest';
import { foldedAtFirst } from './folded-at-first.ts';

test('a small document begins open', () => {
  expect(foldedAtFirst('{"a":{"b":[{"c":1}]},"d":[]}').size).toBe(0);
});

test('of a large one the first groups begin open, and those after enough fields folded', () => {
  const group = { name: 'n', items: Array.from({ length: 100 }, () => ({ a: 1, b: 2, c: 3 })) };
  const text = JSON.stringify(Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`g${at}`, group])));
  const folded = foldedAtFirst(text);
  expect(folded.has('["g0"]')).toBe(false);
  expect(folded.has('["g0","items"]')).toBe(false);
  expect(folded.has('["g8"]')).toBe(false);
  // Nine groups of 31 values each.
  expect(folded.has('["g9"]')).toBe(true);
  expect(folded.has('["g49"]')).toBe(true);
});

test('what is long or deep is folded anyway, and draws nothing', () => {
  const long = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`k${at}`, at]));
  expect(foldedAtFirst(JSON.stringify({ long, after: { a: 1 } })).size).toBe(0);
});
