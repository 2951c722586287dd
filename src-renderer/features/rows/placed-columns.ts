import type { TableLayout } from '../../../src-preload/contract/preferences.ts';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { hiddenNames, orderedNames } from './column-layout.ts';

/** A column as it is shown. */
export interface ShownColumn {
  readonly column: RowColumn;
  /** Index in the cells of a row. */
  readonly index: number;
  readonly width: number;
  /** Pixels from the start of its group, pinned or not. */
  readonly start: number;
  readonly isPinned: boolean;
}

/** Columns in their places. */
export interface PlacedColumns {
  /** Pinned ones first. */
  readonly shown: readonly ShownColumn[];
  readonly pinnedCount: number;
  readonly pinnedWidth: number;
  readonly centerWidth: number;
}

/** Puts the columns of a view into the order of a layout, pinned ones first, hidden ones left out. */
export function placeColumns(
  columns: readonly RowColumn[],
  layout: TableLayout,
  widthOf: (column: RowColumn, index: number) => number,
): PlacedColumns {
  const indexes = new Map(columns.map(({ name }, index) => [name, index]));
  const hidden = hiddenNames(layout, columns);
  const pinned = layout.pinned.filter((name) => indexes.has(name) && !hidden.has(name));
  const isPinned = new Set(pinned);
  const others = orderedNames(layout, columns).filter((name) => !isPinned.has(name) && !hidden.has(name));
  const shown: ShownColumn[] = [];
  const placeAll = (names: Iterable<string>, areaIsPinned: boolean): number => {
    let start = 0;
    for (const name of names) {
      const index = indexes.get(name) ?? -1;
      const column = columns[index];
      if (column === undefined) continue;
      const width = widthOf(column, index);
      shown.push({ column, index, width, start, isPinned: areaIsPinned });
      start += width;
    }
    return start;
  };
  const pinnedWidth = placeAll(isPinned, true);
  const pinnedCount = shown.length;
  const centerWidth = placeAll(others, false);
  return { shown, pinnedCount, pinnedWidth, centerWidth };
}
