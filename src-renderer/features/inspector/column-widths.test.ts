import { expect, test } from 'vitest';
import { columnWidths } from './column-widths.ts';

test('short columns get what they need, long ones share the rest', () => {
  expect(
    columnWidths([
      ['sku', 'a very long name of a thing'],
      ['qty', '1'],
      ['price', '24.99', '1204.50'],
    ]),
  ).toEqual([null, 5, 7]);
});

test('where all are short, the widest takes the rest, so that the table is as wide as its place', () => {
  expect(columnWidths([['id', '411'], ['city', 'Galway'], ['total']])).toEqual([5, null, 5]);
});

test('a table without columns has no widths', () => {
  expect(columnWidths([])).toEqual([]);
});
