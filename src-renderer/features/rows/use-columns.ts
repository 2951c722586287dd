import {
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { TableLayout } from '../../../src-preload/contract/preferences.ts';
import type { RowColumn, ViewInfo } from '../../../src-preload/contract/rows.ts';
import { DEFAULT_WIDTH, emptyLayout, fittedWidth, hiddenNames, orderedNames } from './column-layout.ts';
import type { CachedRow } from './row-cache.ts';

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

export interface Columns {
  /** Pinned ones first. */
  readonly shown: readonly ShownColumn[];
  readonly pinnedCount: number;
  readonly pinnedWidth: number;
  readonly centerWidth: number;
  readonly layout: TableLayout;
  readonly isReady: boolean;
  readonly changeLayout: (change: (layout: TableLayout) => TableLayout) => void;
}

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
});
const NO_ROWS: CachedRow[] = [];
const NO_COLUMNS: readonly RowColumn[] = [];
const SAVE_AFTER = 400;
const SAMPLE = 60;

/**
 * The columns of a view in the order, visibility, pinning and width that are remembered for its table, kept by
 * TanStack's table as the state of columns. Ids are numbers, since names may be anything.
 */
export function useColumns(
  client: Client,
  info: ViewInfo | null,
  sample: (row: number) => CachedRow | undefined,
): Columns {
  const [layout, setLayout] = useState<TableLayout | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const unsaved = useRef<(() => void) | null>(null);
  const fitted = useRef(new Map<string, number>());
  const file = info?.file;
  const object = info?.object;

  useEffect(() => {
    if (file === undefined || object === undefined) return;
    const controller = new AbortController();
    fitted.current = new Map();
    client.preferences.layout({ file, object }, { signal: controller.signal }).then(
      (found) => setLayout(found),
      () => {
        if (!controller.signal.aborted) setLayout(emptyLayout);
      },
    );
    return () => controller.abort();
  }, [client, file, object]);

  // A page that is left or loaded again keeps what was changed just before.
  useEffect(() => {
    const leave = () => unsaved.current?.();
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, []);

  const changeLayout = useCallback(
    (change: (layout: TableLayout) => TableLayout) => {
      setLayout((before) => {
        const next = change(before ?? emptyLayout);
        clearTimeout(timer.current);
        const save = () => {
          unsaved.current = null;
          if (file === undefined || object === undefined) return;
          client.preferences.changeLayout({ file, object, layout: next }).catch(() => {
            // The layout is still used; it is only not remembered.
          });
        };
        unsaved.current = save;
        timer.current = setTimeout(save, SAVE_AFTER);
        return next;
      });
    },
    [client, file, object],
  );

  const columns = info?.columns ?? NO_COLUMNS;
  const current = layout ?? emptyLayout;
  const hasSample = sample(0) !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sample is looked at once it is there.
  const state = useMemo(() => {
    const ids = new Map(columns.map((column, index) => [column.name, `c${index}`]));
    const toIds = (names: Iterable<string>) => [...names].flatMap((name) => ids.get(name) ?? []);
    return {
      columnOrder: toIds(orderedNames(current, columns)),
      columnPinning: { start: toIds(current.pinned), end: [] },
      columnVisibility: Object.fromEntries(toIds(hiddenNames(current, columns)).map((id) => [id, false])),
      columnSizing: Object.fromEntries(
        columns.map((column, index) => [
          `c${index}`,
          widthOf(column, index, current, fitted.current, sample),
        ]),
      ),
    };
  }, [columns, current, hasSample]);
  const definitions = useMemo(
    () =>
      columns.map((column, index) => ({
        id: `c${index}`,
        accessorFn: (row: CachedRow) => row.cells[index],
        header: column.name,
        size: DEFAULT_WIDTH,
        minSize: 0,
        maxSize: 4000,
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: NO_ROWS,
    state,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the table answers from its state.
  const { next, pinnedCount, pinnedWidth, centerWidth } = useMemo(() => {
    const place = (column: { id: string; getSize: () => number }, isPinned: boolean, start: number) => {
      const index = Number(column.id.slice(1));
      const described = columns[index];
      return described === undefined
        ? []
        : [{ column: described, index, width: column.getSize(), start, isPinned }];
    };
    const next: ShownColumn[] = [];
    let pinnedWidth = 0;
    let centerWidth = 0;
    for (const column of table.getStartVisibleLeafColumns()) {
      next.push(...place(column, true, pinnedWidth));
      pinnedWidth += column.getSize();
    }
    const pinnedCount = next.length;
    for (const column of table.getCenterVisibleLeafColumns()) {
      next.push(...place(column, false, centerWidth));
      centerWidth += column.getSize();
    }
    return { next, pinnedCount, pinnedWidth, centerWidth };
  }, [state, columns]);
  // The same array while nothing changed, so that rows need not be drawn again.
  const shown = useRef<readonly ShownColumn[]>([]);
  if (!isSame(shown.current, next)) shown.current = next;
  return {
    shown: shown.current,
    pinnedCount,
    pinnedWidth,
    centerWidth,
    layout: current,
    isReady: layout !== null && info !== null,
    changeLayout,
  };
}

function widthOf(
  column: RowColumn,
  index: number,
  layout: TableLayout,
  fitted: Map<string, number>,
  sample: (row: number) => CachedRow | undefined,
): number {
  const set = Object.hasOwn(layout.widths, column.name) ? layout.widths[column.name] : undefined;
  if (set !== undefined) return set;
  const before = fitted.get(column.name);
  if (before !== undefined) return before;
  const cells = Array.from({ length: SAMPLE }, (_, row) => sample(row)).flatMap((row) =>
    row === undefined ? [] : [row.cells[index] ?? null],
  );
  const width = fittedWidth(column, cells);
  if (cells.length > 0) fitted.set(column.name, width);
  return width;
}

function isSame(one: readonly ShownColumn[], other: readonly ShownColumn[]): boolean {
  return (
    one.length === other.length &&
    one.every((column, at) => {
      const against = other[at];
      return (
        against !== undefined &&
        column.column === against.column &&
        column.width === against.width &&
        column.start === against.start &&
        column.isPinned === against.isPinned
      );
    })
  );
}
