import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampSelection,
  extendRows,
  extendTo,
  type GridBounds,
  type GridSelection,
  isRowSelected,
  moveBy,
  normalizeRanges,
  selectAll,
  selectCell,
  selectColumn,
  selectedRowCount,
  selectRow,
  toggleRow,
} from './selection.ts';

const bounds: GridBounds = { rowCount: 30, columnCount: 7 };
const row = fc.nat(bounds.rowCount - 1);
const place = fc.record({ row, column: fc.nat(bounds.columnCount - 1) });
type Step = (selection: GridSelection) => GridSelection;
const step: fc.Arbitrary<Step> = fc.oneof(
  place.map(
    (at): Step =>
      () =>
        selectCell(at),
  ),
  place.map(
    (at): Step =>
      (selection) =>
        extendTo(selection, at),
  ),
  row.map(
    (at): Step =>
      (selection) =>
        toggleRow(selection, at, bounds),
  ),
  row.map(
    (at): Step =>
      (selection) =>
        selectRow(at, selection.cursor.column, bounds),
  ),
  row.map(
    (at): Step =>
      (selection) =>
        extendRows(selection, at, bounds),
  ),
  fc.boolean().map(
    (isExtending): Step =>
      (selection) =>
        selectColumn(selection, 3, isExtending, bounds),
  ),
  fc.constant<Step>((selection) => selectAll(selection, bounds)),
  fc
    .record({
      rows: fc.constantFrom(-Infinity, -20, -1, 0, 1, 20, Infinity),
      columns: fc.constantFrom(-Infinity, -1, 0, 1, Infinity),
      isExtending: fc.boolean(),
    })
    .map(
      ({ rows, columns, isExtending }): Step =>
        (selection) =>
          moveBy(selection, rows, columns, isExtending, bounds),
    ),
);

describe('selection', () => {
  it('stays inside the grid, in order and apart, whatever is done', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let selection = selectCell({ row: 0, column: 0 });
        for (const next of steps) {
          selection = next(selection);
          expect(selection.ranges.length).toBeGreaterThan(0);
          expect(selection.firstColumn).toBeLessThanOrEqual(selection.lastColumn);
          expect(selection.lastColumn).toBeLessThan(bounds.columnCount);
          let end = -2;
          for (const { firstRow, lastRow } of selection.ranges) {
            expect(firstRow).toBeGreaterThan(end + 1);
            expect(lastRow).toBeGreaterThanOrEqual(firstRow);
            end = lastRow;
          }
          expect(end).toBeLessThan(bounds.rowCount);
          expect(selection.cursor.row).toBeLessThan(bounds.rowCount);
          expect(selection.cursor.column).toBeLessThan(bounds.columnCount);
        }
      }),
    );
  });

  it('toggles whole rows like a set', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        let selection = selectRow(0, 2, bounds);
        const expected = new Set([0]);
        for (const at of rows) {
          if (expected.has(at) && expected.size > 1) expected.delete(at);
          else expected.add(at);
          selection = toggleRow(selection, at, bounds);
        }
        const found = Array.from({ length: bounds.rowCount }, (_, at) => at).filter((at) =>
          isRowSelected(selection, at),
        );
        expect(new Set(found)).toEqual(expected);
        expect(selectedRowCount(selection)).toBe(expected.size);
      }),
    );
  });

  it('joins ranges without changing what they hold', () => {
    const range = fc.tuple(row, row).map(([one, other]) => ({
      firstRow: Math.min(one, other),
      lastRow: Math.max(one, other),
    }));
    fc.assert(
      fc.property(fc.array(range), (ranges) => {
        const joined = normalizeRanges(ranges);
        for (let at = 0; at < bounds.rowCount; at += 1) {
          const holds = (list: typeof joined) =>
            list.some(({ firstRow, lastRow }) => at >= firstRow && at <= lastRow);
          expect(holds(joined)).toBe(holds(ranges));
        }
      }),
    );
  });

  it('fits into a grid that became smaller', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 10 }),
        fc.nat(30),
        fc.nat(7),
        (steps, rowCount, columnCount) => {
          const selection = steps.reduce((before, next) => next(before), selectCell({ row: 0, column: 0 }));
          const fitted = clampSelection(selection, { rowCount, columnCount });
          expect(fitted.cursor.row).toBeLessThan(Math.max(1, rowCount));
          expect(fitted.lastColumn).toBeLessThan(Math.max(1, columnCount));
          expect(fitted.ranges.at(-1)?.lastRow).toBeLessThan(Math.max(1, rowCount));
        },
      ),
    );
  });
});
