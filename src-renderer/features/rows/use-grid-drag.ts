import type { RefObject } from 'react';
import { extendRows, extendTo, type GridBounds, type GridSelection } from '../../lib/grid/selection.ts';
import { type DragBox, type DragPoint, useDragSelect } from '../../lib/grid/use-drag-select.ts';
import type { GridScroll } from '../../lib/grid/use-grid-scroll.ts';
import { columnAt } from './stretched-columns.ts';
import type { Columns } from './use-columns.ts';

export interface GridDragOptions {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly scroll: GridScroll;
  readonly columns: Columns;
  /** Of the row numbers and the pinned columns. */
  readonly fixedWidth: number;
  readonly selection: GridSelection;
  readonly bounds: GridBounds;
  readonly onSelection: (selection: GridSelection) => void;
}

/** Extends the selection while cells or row numbers are dragged over. */
export function useGridDrag(options: GridDragOptions): {
  readonly dragRows: (start: DragPoint) => void;
  readonly dragCells: (start: DragPoint) => void;
} {
  const { scroller, scroll, columns, fixedWidth, selection, bounds, onSelection } = options;
  const { map } = scroll;

  function boxOf(): DragBox | null {
    const element = scroller.current;
    if (element === null) return null;
    const { left, top } = element.getBoundingClientRect();
    const bottom = top + element.clientHeight - scroll.heightBelow;
    return { left: left + fixedWidth, right: left + scroll.width, top: bottom - map.viewport, bottom };
  }
  function scrollBy(x: number, y: number): void {
    if (y !== 0) scroll.setOffset(scroll.offsetNow() + y);
    if (x !== 0 && scroller.current !== null) scroller.current.scrollLeft += x;
  }
  function rowAt(y: number, box: DragBox): number {
    const row = Math.floor((scroll.offsetNow() + y - box.top) / map.rowHeight);
    return Math.min(Math.max(0, row), bounds.rowCount - 1);
  }
  const dragRows = useDragSelect({
    box: boxOf,
    onScroll: (_, y) => scrollBy(0, y),
    onPoint: ({ y }) => {
      const box = boxOf();
      const row = box === null ? selection.cursor.row : rowAt(y, box);
      if (row !== selection.cursor.row) onSelection(extendRows(selection, row, bounds));
    },
  });
  const dragCells = useDragSelect({
    box: () => {
      const box = boxOf();
      // Pinned columns are part of it once nothing is left to scroll to behind them.
      if (box === null || (scroller.current?.scrollLeft ?? 0) > 0) return box;
      return { ...box, left: box.left - columns.pinnedWidth };
    },
    onScroll: scrollBy,
    onPoint: ({ x, y }) => {
      const box = boxOf();
      if (box === null) return;
      const row = rowAt(y, box);
      const column = columnAt(columns, x - box.left, scroller.current?.scrollLeft ?? 0);
      const { cursor } = selection;
      if (row !== cursor.row || column !== cursor.column) onSelection(extendTo(selection, { row, column }));
    },
  });
  return { dragRows, dragCells };
}
