import { expect, test } from 'vitest';
import { extendTo, selectCell } from '../../../lib/grid/selection.ts';
import { planPaste } from './paste-plan.ts';

const at = (row: number, column: number) => selectCell({ row, column });
const range = (row: number, column: number, toRow: number, toColumn: number) =>
  extendTo(at(row, column), { row: toRow, column: toColumn });
const cells = [
  ['a', 'b'],
  ['c', 'd'],
];

test('a text goes to the right and down from the cursor, however large it is', () => {
  const plan = planPaste(cells, at(3, 1), 5);
  expect(plan).toMatchObject({ firstRow: 3, rows: 2, firstColumn: 1, columns: 2, lostColumns: 0 });
  expect([plan.textAt(0, 1), plan.textAt(1, 0)]).toEqual(['b', 'c']);
});

test('one cell fills the whole selection', () => {
  const plan = planPaste([['x']], range(5, 2, 2, 1), 5);
  expect(plan).toMatchObject({ firstRow: 2, rows: 4, firstColumn: 1, columns: 2 });
  expect(plan.textAt(3, 1)).toBe('x');
});

test('a selection that is a multiple is tiled, any other is not', () => {
  const tiled = planPaste(cells, range(0, 0, 3, 1), 5);
  expect(tiled).toMatchObject({ rows: 4, columns: 2 });
  expect(tiled.textAt(3, 0)).toBe('c');
  expect(planPaste(cells, range(0, 0, 2, 2), 5)).toMatchObject({ rows: 2, columns: 2 });
});

test('columns beyond the last one are counted', () => {
  expect(planPaste(cells, at(0, 4), 5)).toMatchObject({ columns: 1, lostColumns: 1 });
});

test('short rows are filled with empty text', () => {
  expect(planPaste([['a', 'b'], ['c']], at(0, 0), 5).textAt(1, 1)).toBe('');
});
