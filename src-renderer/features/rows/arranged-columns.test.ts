import { expect, test } from 'vitest';
import { tableLayout } from '../../../src-preload/contract/preferences.ts';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { arrangedColumns } from './arranged-columns.ts';

const columns = ['id', '__proto__', '', 'price'].map((name) => ({ name, isHidden: false }) as RowColumn);
const arrange = (layout: Parameters<typeof tableLayout.parse>[0]) =>
  arrangedColumns(columns, tableLayout.parse(layout), (_, index) => 100 + index);

test('stand where the table has them, one after the other', () => {
  const { shown, pinnedCount, pinnedWidth, centerWidth } = arrange({});
  expect(shown.map(({ index, start, width }) => [index, start, width])).toEqual([
    [0, 0, 100],
    [1, 100, 101],
    [2, 201, 102],
    [3, 303, 103],
  ]);
  expect([pinnedCount, pinnedWidth, centerWidth]).toEqual([0, 0, 406]);
});

test('are moved, hidden and pinned by their names, whatever these are; names that are gone are ignored', () => {
  const layout = {
    order: ['price', 'gone', '', 'id'],
    hidden: ['id', 'gone'],
    pinned: ['', 'gone'],
    widths: {},
  };
  const { shown, pinnedCount, pinnedWidth, centerWidth } = arrange(layout);
  expect(shown.map(({ column, start, isPinned }) => [column.name, start, isPinned])).toEqual([
    ['', 0, true],
    ['price', 0, false],
    ['__proto__', 103, false],
  ]);
  expect([pinnedCount, pinnedWidth, centerWidth]).toEqual([1, 102, 204]);
});

test('a pinned column that is hidden is not shown', () => {
  const { shown, pinnedCount } = arrange({ order: ['id'], hidden: ['id'], pinned: ['id'] });
  expect(shown.map(({ index }) => index)).not.toContain(0);
  expect(pinnedCount).toBe(0);
});
