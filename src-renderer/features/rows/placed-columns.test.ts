import { expect, test } from 'vitest';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { emptyLayout } from './column-layout.ts';
import { placeColumns } from './placed-columns.ts';

const named = (name: string, isHidden = false): RowColumn => ({
  name,
  path: null,
  declaredType: 'TEXT',
  isNumeric: false,
  primaryKeyPosition: 0,
  isNotNull: false,
  isIndexed: false,
  isUnique: false,
  isGenerated: false,
  isHidden,
  references: null,
});
const columns = [named('a'), named('b'), named('c', true), named('d')];
const width = (_: RowColumn, index: number) => 100 + index;

test('columns stand in the order of the table, those that its module hides left out', () => {
  const { shown, pinnedCount, centerWidth } = placeColumns(columns, emptyLayout, width);
  expect(shown.map(({ column, start }) => [column.name, start])).toEqual([
    ['a', 0],
    ['b', 100],
    ['d', 201],
  ]);
  expect({ pinnedCount, centerWidth }).toEqual({ pinnedCount: 0, centerWidth: 304 });
});

test('pinned columns come first, in the order of their pinning, and begin anew', () => {
  const layout = { ...emptyLayout, order: ['d', 'a', 'b', 'c'], pinned: ['b', 'gone', 'a'], hidden: ['c'] };
  const { shown, pinnedCount, pinnedWidth, centerWidth } = placeColumns(columns, layout, width);
  expect(shown.map(({ column, start, isPinned }) => [column.name, start, isPinned])).toEqual([
    ['b', 0, true],
    ['a', 101, true],
    ['d', 0, false],
  ]);
  expect({ pinnedCount, pinnedWidth, centerWidth }).toEqual({
    pinnedCount: 2,
    pinnedWidth: 201,
    centerWidth: 103,
  });
});

test('a column that is hidden and pinned is not shown', () => {
  const layout = { ...emptyLayout, order: ['a', 'b', 'c', 'd'], pinned: ['a'], hidden: ['a'] };
  expect(placeColumns(columns, layout, width).shown.map(({ column }) => column.name)).toEqual([
    'b',
    'c',
    'd',
  ]);
});
