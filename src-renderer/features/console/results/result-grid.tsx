// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid with fixed columns cannot be laid out as a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell.

import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { gridActionOf } from '../../../lib/grid/grid-keys.ts';
import { gutterWidth, placeAt } from '../../../lib/grid/grid-places.ts';
import { offsetToReveal } from '../../../lib/grid/scroll-map.ts';
import {
  type CellPlace,
  extendRows,
  extendTo,
  type GridSelection,
  isRange,
  isRowSelected,
  moveBy,
  selectCell,
  selectRow,
} from '../../../lib/grid/selection.ts';
import { useDragSelect } from '../../../lib/grid/use-drag-select.ts';
import { useGridScroll } from '../../../lib/grid/use-grid-scroll.ts';
import { ContextMenu } from '../../../ui/context-menu.tsx';
import type { MenuEntry } from '../../../ui/menu-entry.ts';
import type { ResultSet } from '../runs/result-set.ts';
import type { KeptWidths } from './kept-widths.ts';
import { clampWidth, shownColumns, sortedColumns } from './result-columns.ts';
import styles from './result-grid.module.css';
import { ResultHead } from './result-head.tsx';
import { ResultRow, resultCellId } from './result-row.tsx';

export interface ResultGridProps {
  readonly gridId: string;
  readonly label: string;
  readonly result: ResultSet;
  readonly selection: GridSelection;
  readonly onSelection: (selection: GridSelection) => void;
  readonly menu: () => readonly MenuEntry[];
  readonly onOpen: () => void;
  /** Widths that were set by hand before, also in a result of an earlier run. */
  readonly widths: KeptWidths;
  readonly ref?: Ref<HTMLDivElement>;
}

const ROWS_AHEAD = 6;

/** The rows of a result: only what is seen is in the document. */
export function ResultGrid(props: ResultGridProps) {
  const { gridId, label, result, selection, onSelection, menu } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  useImperativeHandle(props.ref, () => scroller.current as HTMLDivElement, []);
  const { columns, rows, count, sql, id } = result;
  const [widths, setWidths] = useState<ReadonlyMap<number, number>>(() => props.widths.of(columns));
  const setWidth = (index: number, width: number | null) => {
    const next = new Map(widths);
    if (width === null) next.delete(index);
    else next.set(index, clampWidth(width));
    props.widths.keep(columns, next);
    setWidths(next);
  };
  const scroll = useGridScroll(scroller, head, probe, count, 0);
  const { map, offset, setOffset } = scroll;
  const gutter = gutterWidth(count);
  // The first rows decide on the widths, once.
  const hasSample = count > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are added behind the ones that are looked at.
  const shown = useMemo(
    () => shownColumns(columns, rows, sortedColumns(sql, columns), widths),
    [id, columns, sql, widths, hasSample],
  );
  const last = shown.at(-1);
  const totalWidth = last === undefined ? 0 : last.start + last.width;
  const virtual = useVirtualizer({
    horizontal: true,
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => shown[index]?.width ?? 0,
    overscan: 2,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths are read by the callback above.
  useLayoutEffect(() => virtual.measure(), [shown]);
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? -1;
  const drawn = useMemo(() => shown.slice(from, to + 1), [shown, from, to]);
  const bounds = { rowCount: count, columnCount: shown.length };
  const firstDrawn = Math.max(0, scroll.first - ROWS_AHEAD);
  const lastDrawn = Math.min(count - 1, scroll.last + ROWS_AHEAD);

  function reveal({ row, column }: CellPlace): void {
    setOffset(offsetToReveal(map, offset, row));
    revealColumn(column);
  }
  function revealColumn(column: number): void {
    const cell = shown[column];
    const element = scroller.current;
    if (cell === undefined || element === null) return;
    const room = element.clientWidth - gutter;
    if (cell.start < element.scrollLeft || cell.width > room) element.scrollLeft = cell.start;
    else if (cell.start + cell.width > element.scrollLeft + room) {
      element.scrollLeft = cell.start + cell.width - room;
    }
  }
  function press(event: KeyboardEvent): void {
    if (event.target !== scroller.current || count === 0) return;
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      props.onOpen();
      return;
    }
    const action = gridActionOf(event);
    if (action === null || action.kind === 'escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (action.kind === 'menu') openMenu();
    else if (action.kind === 'page') {
      const step = Math.max(1, Math.floor(map.viewport / map.rowHeight) - 1) * action.direction;
      setOffset(offset + step * map.rowHeight);
      onSelection(moveBy(selection, step, 0, action.isExtending, bounds));
    } else if (action.kind === 'move') {
      const next = moveBy(selection, action.rows, action.columns, action.isExtending, bounds);
      onSelection(next);
      reveal(next.cursor);
    }
  }
  function openMenu(): void {
    const cell = active === undefined ? null : document.getElementById(active);
    if (cell === null) return;
    const { left, bottom } = cell.getBoundingClientRect();
    const place = { clientX: left + 8, clientY: bottom };
    cell.dispatchEvent(new MouseEvent('contextmenu', { ...place, bubbles: true, cancelable: true }));
  }
  const box = () => {
    const element = scroller.current;
    if (element === null) return null;
    const { left, top } = element.getBoundingClientRect();
    const bottom = top + element.clientHeight;
    return { left: left + gutter, right: left + scroll.width, top: bottom - map.viewport, bottom };
  };
  const drag = useDragSelect({
    box,
    onScroll: (x, y) => {
      if (y !== 0) setOffset(scroll.offsetNow() + y);
      if (x !== 0 && scroller.current !== null) scroller.current.scrollLeft += x;
    },
    onPoint: ({ x, y }) => {
      const edges = box();
      if (edges === null) return;
      const row = Math.floor((scroll.offsetNow() + y - edges.top) / map.rowHeight);
      const at = x - edges.left + (scroller.current?.scrollLeft ?? 0);
      const column = shown.findLastIndex(({ start }) => start <= at);
      const place = { row: Math.min(Math.max(0, row), count - 1), column: Math.max(0, column) };
      const { cursor } = selection;
      if (place.row !== cursor.row || place.column !== cursor.column) onSelection(extendTo(selection, place));
    },
  });
  function pointerDown(event: PointerEvent): void {
    const place = placeAt(event.target);
    if (place === null) return;
    if (event.button === 2 && isRowSelected(selection, place.row)) return;
    scroller.current?.focus({ preventScroll: true });
    if (place.column < 0) {
      onSelection(
        event.shiftKey
          ? extendRows(selection, place.row, bounds)
          : selectRow(place.row, Math.max(0, selection.cursor.column), bounds),
      );
      return;
    }
    onSelection(event.shiftKey ? extendTo(selection, place) : selectCell(place));
    if (event.button === 0) drag({ x: event.clientX, y: event.clientY });
  }

  const { cursor } = selection;
  const cursorColumn = shown[cursor.column];
  const isCursorDrawn = cursor.row >= firstDrawn && cursor.row <= lastDrawn;
  const active =
    cursorColumn === undefined || !isCursorDrawn
      ? undefined
      : resultCellId(gridId, cursor.row, cursorColumn.index);
  const hasRange = isRange(selection);
  const slots = Math.ceil(map.viewport / map.rowHeight) + 2 * ROWS_AHEAD + 2;
  const numbers = Array.from({ length: Math.max(0, lastDrawn - firstDrawn + 1) }, (_, at) => firstDrawn + at);
  return (
    <ContextMenu entries={(target) => (placeAt(target) === null ? [] : menu())}>
      <div
        ref={scroller}
        id={gridId}
        role="grid"
        data-command-region="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-colcount={shown.length + 1}
        aria-multiselectable
        aria-busy={result.state === 'running'}
        aria-activedescendant={active}
        tabIndex={0}
        className={styles.scroller}
        style={{ '--gutter': `${gutter}px` } as CSSProperties}
        onKeyDown={press}
        onPointerDown={pointerDown}
        onDoubleClick={(event) => placeAt(event.target) !== null && props.onOpen()}
      >
        <ResultHead
          head={head}
          columns={drawn}
          columnCount={shown.length}
          totalWidth={totalWidth}
          gutter={gutter}
          onWidth={setWidth}
          onFit={(index) => setWidth(index, null)}
          onReveal={revealColumn}
          onLeave={() => scroller.current?.focus({ preventScroll: true })}
        />
        <div
          className={styles.spacer}
          style={{ height: map.spacerHeight, width: gutter + totalWidth }}
          role="rowgroup"
        >
          <div
            className={styles.window}
            style={{ transform: `translateY(${scroll.windowTop}px)` }}
            role="presentation"
          >
            {numbers.map((number) => {
              const isSelected = isRowSelected(selection, number);
              return (
                <ResultRow
                  key={number % slots}
                  gridId={gridId}
                  number={number}
                  top={(number - scroll.windowRow) * map.rowHeight}
                  cells={rows.at(number) ?? []}
                  columns={drawn}
                  width={totalWidth}
                  isSelected={isSelected}
                  cursorColumn={number === cursor.row ? cursor.column : -1}
                  firstSelected={isSelected && hasRange ? selection.firstColumn : -1}
                  lastSelected={isSelected && hasRange ? selection.lastColumn : -1}
                />
              );
            })}
          </div>
        </div>
        <div ref={probe} className={styles.probe} aria-hidden="true" />
      </div>
    </ContextMenu>
  );
}
