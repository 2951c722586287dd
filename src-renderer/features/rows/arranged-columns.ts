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

export interface ArrangedColumns {
  /** Pinned ones first. */
  readonly shown: readonly ShownColumn[];
  readonly pinnedCount: number;
  readonly pinnedWidth: number;
  readonly centerWidth: number;
}

/** The columns that a layout shows, pinned ones in the order in which they were pinned. */
export function arrangedColumns(
  columns: readonly RowColumn[],
  layout: TableLayout,
  widthOf: (column: RowColumn, index: number) => number,
): ArrangedColumns {
  const indexes = new Map(columns.map(({ name }, index) => [name, index]));
  const hidden = hiddenNames(layout, columns);
  const isShown = (name: string) => indexes.has(name) && !hidden.has(name);
  const pinnedNames = layout.pinned.filter(isShown);
  const pinned = new Set(pinnedNames);
  const centerNames = orderedNames(layout, columns).filter((name) => isShown(name) && !pinned.has(name));
  const place = (names: readonly string[], isPinned: boolean) => {
    let start = 0;
    const shown = names.flatMap((name): readonly ShownColumn[] => {
      const index = indexes.get(name) ?? -1;
      const column = columns[index];
      if (column === undefined) return [];
      const width = widthOf(column, index);
      start += width;
      return [{ column, index, width, start: start - width, isPinned }];
    });
    return { shown, width: start };
  };
  const first = place(pinnedNames, true);
  const center = place(centerNames, false);
  return {
    shown: [...first.shown, ...center.shown],
    pinnedCount: first.shown.length,
    pinnedWidth: first.width,
    centerWidth: center.width,
  };
}
