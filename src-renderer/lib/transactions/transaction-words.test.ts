import { expect, test } from 'vitest';
import { changedRows, changedWords, durationWords, millisecondWords } from './transaction-words.ts';

test('a duration is told in at most two units, seconds only below ten minutes', () => {
  const words = [-5, 900, 42_000, 60_000, 102_000, 599_999, 720_999, 3_600_000, 7_500_000].map(durationWords);
  expect(words).toEqual([
    '0 s',
    '0 s',
    '42 s',
    '1 min',
    '1 min 42 s',
    '9 min 59 s',
    '12 min',
    '1 h',
    '2 h 5 min',
  ]);
});

test('time in SQLite has one digit below 100 ms', () => {
  expect([0.06, 11.34, 1204.4].map(millisecondWords)).toEqual(['0.1 ms', '11.3 ms', '1,204 ms']);
});

test('what would be written names its rows once', () => {
  expect(changedWords({ updated: 4, inserted: 1, deleted: 1 })).toBe('4 rows updated, 1 inserted, 1 deleted');
  expect(changedWords({ updated: 0, inserted: 1, deleted: 0 })).toBe('1 row inserted');
  expect(changedWords({ updated: 0, inserted: 0, deleted: 1200 })).toBe('1,200 rows deleted');
  expect(changedWords({ updated: 0, inserted: 0, deleted: 0 })).toBe('nothing changed yet');
});

test('rows of a table that the transaction changed', () => {
  expect(changedRows(null, 'orders')).toBe(0);
});
