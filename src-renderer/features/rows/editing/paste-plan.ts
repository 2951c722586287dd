import type { GridSelection } from '../../../lib/grid/selection.ts';

/** Where the cells of a paste go. */
export interface PastePlan {
  readonly firstRow: number;
  readonly rows: number;
  readonly firstColumn: number;
  /** Columns that are there; those beyond the last are left out. */
  readonly columns: number;
  /** Columns of the pasted text that have no place. */
  readonly lostColumns: number;
  readonly textAt: (row: number, column: number) => string;
}

/**
 * Plans a paste at the upper left of the selection. A selection that is a whole number of times as large is filled
 * with copies; any other size goes by the text.
 */
export function planPaste(
  cells: readonly (readonly string[])[],
  selection: GridSelection,
  columnCount: number,
): PastePlan {
  const height = cells.length;
  const width = Math.max(1, ...cells.map((row) => row.length));
  const [only] = selection.ranges;
  const firstRow = only?.firstRow ?? selection.cursor.row;
  const { firstColumn } = selection;
  const isBlock = selection.ranges.length === 1 && only !== undefined;
  const selectedRows = isBlock ? only.lastRow - only.firstRow + 1 : 1;
  const selectedColumns = selection.lastColumn - firstColumn + 1;
  const rows = selectedRows > height && selectedRows % height === 0 ? selectedRows : height;
  const wanted = selectedColumns > width && selectedColumns % width === 0 ? selectedColumns : width;
  const columns = Math.min(wanted, columnCount - firstColumn);
  return {
    firstRow,
    rows,
    firstColumn,
    columns,
    lostColumns: wanted - columns,
    textAt: (row, column) => cells[row % height]?.[column % width] ?? '',
  };
}
