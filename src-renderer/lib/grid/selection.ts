import type { RowRange } from '../../../src-preload/contract/rows.ts';

/** A place in the grid: row number and index among the shown columns. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/**
 * What is selected: ranges of rows by a span of columns. `cursor` is the cell with the focus; `anchor` is where a
 * range that is being extended began. Ranges are in order, apart and never empty.
 */
export interface GridSelection {
  readonly cursor: CellPlace;
  readonly anchor: CellPlace;
  readonly ranges: readonly RowRange[];
  readonly firstColumn: number;
  readonly lastColumn: number;
}

export interface GridBounds {
  readonly rowCount: number;
  readonly columnCount: number;
}

/** One cell. */
export function selectCell(place: CellPlace): GridSelection {
  return {
    cursor: place,
    anchor: place,
    ranges: [{ firstRow: place.row, lastRow: place.row }],
    firstColumn: place.column,
    lastColumn: place.column,
  };
}

/** The rectangle from the anchor to a cell, which becomes the cursor. */
export function extendTo(selection: GridSelection, cursor: CellPlace): GridSelection {
  const { anchor } = selection;
  return {
    cursor,
    anchor,
    ranges: [{ firstRow: Math.min(anchor.row, cursor.row), lastRow: Math.max(anchor.row, cursor.row) }],
    firstColumn: Math.min(anchor.column, cursor.column),
    lastColumn: Math.max(anchor.column, cursor.column),
  };
}

/** Moves the cursor by rows and columns, stopping at the edges; `isExtending` keeps the anchor. */
export function moveBy(
  selection: GridSelection,
  rows: number,
  columns: number,
  isExtending: boolean,
  bounds: GridBounds,
): GridSelection {
  const place = clampPlace(
    { row: selection.cursor.row + rows, column: selection.cursor.column + columns },
    bounds,
  );
  return isExtending ? extendTo(selection, place) : selectCell(place);
}

/** A whole row, as by a click on its number. */
export function selectRow(row: number, column: number, bounds: GridBounds): GridSelection {
  return {
    ...wholeRows([{ firstRow: row, lastRow: row }], bounds),
    cursor: { row, column },
    anchor: { row, column },
  };
}

/** Whole rows from the anchor to this one. */
export function extendRows(selection: GridSelection, row: number, bounds: GridBounds): GridSelection {
  const { anchor } = selection;
  const range = { firstRow: Math.min(anchor.row, row), lastRow: Math.max(anchor.row, row) };
  return { ...wholeRows([range], bounds), anchor, cursor: { row, column: selection.cursor.column } };
}

/** Adds a whole row to the selected ones, or takes it out. The last one cannot be taken out. */
export function toggleRow(selection: GridSelection, row: number, bounds: GridBounds): GridSelection {
  const place = { row, column: selection.cursor.column };
  const isIn = selection.ranges.some(({ firstRow, lastRow }) => row >= firstRow && row <= lastRow);
  const isWhole = selection.firstColumn === 0 && selection.lastColumn === bounds.columnCount - 1;
  const ranges =
    isIn && isWhole
      ? selection.ranges.flatMap((range) => withoutRow(range, row))
      : normalizeRanges([...selection.ranges, { firstRow: row, lastRow: row }]);
  if (ranges.length === 0) return { ...selection, cursor: place, anchor: place };
  return { ...wholeRows(ranges, bounds), cursor: place, anchor: place };
}

/** A whole column; with `isExtending` from the anchor's column on. */
export function selectColumn(
  selection: GridSelection,
  column: number,
  isExtending: boolean,
  bounds: GridBounds,
): GridSelection {
  const from = isExtending ? selection.anchor.column : column;
  return {
    cursor: { row: selection.cursor.row, column },
    anchor: { row: selection.cursor.row, column: from },
    ranges: [{ firstRow: 0, lastRow: Math.max(0, bounds.rowCount - 1) }],
    firstColumn: Math.min(from, column),
    lastColumn: Math.max(from, column),
  };
}

/** Everything; the cursor stays. */
export function selectAll(selection: GridSelection, bounds: GridBounds): GridSelection {
  return {
    ...wholeRows([{ firstRow: 0, lastRow: Math.max(0, bounds.rowCount - 1) }], bounds),
    cursor: selection.cursor,
    anchor: selection.anchor,
  };
}

/** The same rows after they have moved by a number of rows. */
export function shiftRows(selection: GridSelection, by: number, bounds: GridBounds): GridSelection {
  const moved = (place: CellPlace): CellPlace => ({ ...place, row: Math.max(0, place.row + by) });
  return clampSelection(
    {
      ...selection,
      cursor: moved(selection.cursor),
      anchor: moved(selection.anchor),
      ranges: selection.ranges
        .filter(({ lastRow }) => lastRow + by >= 0)
        .map(({ firstRow, lastRow }) => ({ firstRow: Math.max(0, firstRow + by), lastRow: lastRow + by })),
    },
    bounds,
  );
}

/** Fits a selection into a grid that has become smaller. */
export function clampSelection(selection: GridSelection, bounds: GridBounds): GridSelection {
  const cursor = clampPlace(selection.cursor, bounds);
  const ranges = selection.ranges
    .filter(({ firstRow }) => firstRow < bounds.rowCount)
    .map(({ firstRow, lastRow }) => ({ firstRow, lastRow: Math.min(lastRow, bounds.rowCount - 1) }));
  const lastColumn = Math.min(selection.lastColumn, Math.max(0, bounds.columnCount - 1));
  if (ranges.length === 0 || selection.firstColumn > lastColumn) return selectCell(cursor);
  return { ...selection, cursor, anchor: clampPlace(selection.anchor, bounds), ranges, lastColumn };
}

/** Whether a row has a selected cell. */
export function isRowSelected(selection: GridSelection, row: number): boolean {
  return selection.ranges.some(({ firstRow, lastRow }) => row >= firstRow && row <= lastRow);
}

/** Number of selected rows. */
export function selectedRowCount(selection: GridSelection): number {
  return selection.ranges.reduce((sum, { firstRow, lastRow }) => sum + lastRow - firstRow + 1, 0);
}

/** Whether more than one cell is selected. */
export function isRange(selection: GridSelection): boolean {
  return selectedRowCount(selection) > 1 || selection.lastColumn > selection.firstColumn;
}

/** Ranges in order, joined where they touch. */
export function normalizeRanges(ranges: readonly RowRange[]): readonly RowRange[] {
  const joined: RowRange[] = [];
  for (const range of [...ranges].sort((one, other) => one.firstRow - other.firstRow)) {
    const last = joined.at(-1);
    if (last !== undefined && range.firstRow <= last.lastRow + 1) {
      joined[joined.length - 1] = {
        firstRow: last.firstRow,
        lastRow: Math.max(last.lastRow, range.lastRow),
      };
    } else {
      joined.push(range);
    }
  }
  return joined;
}

function wholeRows(ranges: readonly RowRange[], bounds: GridBounds) {
  return { ranges, firstColumn: 0, lastColumn: Math.max(0, bounds.columnCount - 1) };
}

function withoutRow(range: RowRange, row: number): readonly RowRange[] {
  if (row < range.firstRow || row > range.lastRow) return [range];
  return [
    { firstRow: range.firstRow, lastRow: row - 1 },
    { firstRow: row + 1, lastRow: range.lastRow },
  ].filter(({ firstRow, lastRow }) => firstRow <= lastRow);
}

function clampPlace(place: CellPlace, { rowCount, columnCount }: GridBounds): CellPlace {
  return {
    row: Math.min(Math.max(0, place.row), Math.max(0, rowCount - 1)),
    column: Math.min(Math.max(0, place.column), Math.max(0, columnCount - 1)),
  };
}
