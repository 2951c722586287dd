import { expect, test } from 'vitest';
import type { FindMatch } from '../../../src-preload/contract/rows.ts';
import { findLines, matchesByColumn } from './find-order.ts';

const found = (row: number, column: string): FindMatch => ({
  key: [row],
  row,
  column,
  path: null,
  before: '',
  match: 'x',
  after: '',
});
const matches = [
  found(1, 'payload'),
  found(1, 'note'),
  found(4, 'note'),
  found(9, 'payload'),
  found(9, 'note'),
];

test('columns are counted, those with the most matches first', () => {
  expect(matchesByColumn(matches)).toEqual([
    { column: 'note', count: 3 },
    { column: 'payload', count: 2 },
  ]);
  expect(matchesByColumn([])).toEqual([]);
});

test('by row the matches stay in their order', () => {
  expect(findLines(matches, 'row')).toEqual(matches.map((_, index) => ({ kind: 'match', index })));
});

test('by column each column has a line, and its matches stay in the order of the rows', () => {
  expect(findLines(matches, 'column')).toEqual([
    { kind: 'column', column: 'note', count: 3 },
    { kind: 'match', index: 1 },
    { kind: 'match', index: 2 },
    { kind: 'match', index: 4 },
    { kind: 'column', column: 'payload', count: 2 },
    { kind: 'match', index: 0 },
    { kind: 'match', index: 3 },
  ]);
});
