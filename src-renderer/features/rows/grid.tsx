// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid with fixed columns cannot be laid out as a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell.

import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type ClipboardEvent,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import type { EditRules } from '../../../src-preload/contract/edits.ts';
import type { FilterTerm } from '../../../src-preload/contract/rows.ts';
import type { MarkedText } from '../../lib/cells/cell-value.tsx';
import { classNames } from '../../lib/class-names.ts';
import type { ObjectEdits } from '../../lib/edits/object-edits.ts';
import { type GridAction, gridActionOf, typedText } from '../../lib/grid/grid-keys.ts';
import { gutterWidth, isInEditor, placeAt } from '../../lib/grid/grid-places.ts';
import { offsetToReveal } from '../../lib/grid/scroll-map.ts';
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
  shiftRows,
  toggleRow,
} from '../../lib/grid/selection.ts';
import { useGridScroll } from '../../lib/grid/use-grid-scroll.ts';
import { ContextMenu } from '../../ui/context-menu.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import styles from './grid.module.css';
import { GridHead } from './grid-head.tsx';
import { cellId, GridRow } from './grid-row.tsx';
import { InsertedRows, useInsertedWindow } from './inserted-rows.tsx';
import type { Labels } from './labels.ts';
import type { CachedRow } from './row-cache.ts';
import type { RowsSession } from './rows-session.ts';
import type { RowsState } from './rows-state.ts';
import { useStretched } from './stretched-columns.ts';
import type { Columns, ShownColumn } from './use-columns.ts';
import { useGridDrag } from './use-grid-drag.ts';

export interface GridProps {
  readonly gridId: string;
  /** What the grid shows, for screen readers. */
  readonly label: string;
  readonly session: RowsSession;
  readonly state: RowsState;
  readonly columns: Columns;
  readonly labels: Labels;
  readonly marked: MarkedText | null;
  readonly selection: GridSelection;
  readonly onSelection: (selection: GridSelection) => void;
  readonly isFilterOpen: boolean;
  /** Column and words of a filter that the engine refused. */
  readonly filterProblem: { readonly column: string; readonly message: string } | null;
  readonly onFilter: (term: FilterTerm) => void;
  readonly onSort: (column: string, isAdding: boolean) => void;
  readonly onWidth: (column: ShownColumn, width: number) => void;
  readonly onFit: (column: ShownColumn) => void;
  readonly onMove: (column: string, target: string) => void;
  readonly columnMenu: (column: ShownColumn) => readonly MenuEntry[];
  readonly cellMenu: () => readonly MenuEntry[];
  /** Esc. True: it stopped or closed something. */
  readonly onEscape: () => boolean;
  /** What is staged, drawn over the rows of the file. */
  readonly edits: ObjectEdits;
  readonly rules: EditRules | null;
  /** Stands in the cell with the cursor while it is edited. */
  readonly editor: ReactNode;
  /** Grows when the cell with the cursor is to be brought into sight. */
  readonly revealed: number;
  /** A double click. */
  readonly onOpen: () => void;
  /** A key that types: its text begins an edit. Empty for the first key of a composed character. */
  readonly onType: (text: string) => void;
  /** Whether an edit has begun: its editor may be on its way. */
  readonly isEditing: () => boolean;
  readonly onPaste: (text: string) => void;
  readonly onFollow: (place: CellPlace) => void;
  readonly onVisible: (first: number, last: number) => void;
}

const ROWS_AHEAD = 6;
const MENU_INSET = 8;
/** What a new row has of the file. */
const NO_ROW: CachedRow = { cells: [], key: [] };

/** The grid of rows: only what is seen is in the document, however many rows and columns there are. */
export function Grid(props: GridProps) {
  const { gridId, session, state, selection, onSelection, onVisible } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  const { rowCount } = state;
  const isLoading = state.info === null;
  const { inserted } = props.edits;
  const below = useInsertedWindow(isLoading ? 0 : inserted.length, selection.cursor.row - rowCount);
  const scroll = useGridScroll(scroller, head, probe, rowCount, below.count);
  const { map, offset, setOffset } = scroll;
  const gutter = gutterWidth(rowCount);
  const columns = useStretched(props.columns, scroll.width - gutter);
  const pinned = useMemo(
    () => columns.shown.slice(0, columns.pinnedCount),
    [columns.shown, columns.pinnedCount],
  );
  const center = useMemo(
    () => columns.shown.slice(columns.pinnedCount),
    [columns.shown, columns.pinnedCount],
  );
  const virtual = useVirtualizer({
    horizontal: true,
    count: center.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => center[index]?.width ?? 0,
    overscan: 2,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths are read by the callback above.
  useLayoutEffect(() => virtual.measure(), [center]);
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? -1;
  const drawn = useMemo(() => center.slice(from, to + 1), [center, from, to]);
  const bounds = { rowCount: rowCount + inserted.length, columnCount: columns.shown.length };
  const fixedWidth = gutter + columns.pinnedWidth;
  const totalWidth = fixedWidth + columns.centerWidth;
  const firstDrawn = Math.max(0, scroll.first - ROWS_AHEAD);
  const lastDrawn = isLoading
    ? Math.floor(map.viewport / map.rowHeight) - 1
    : Math.min(rowCount - 1, scroll.last + ROWS_AHEAD);

  useEffect(() => {
    if (isLoading) return;
    session.see(scroll.first, Math.max(scroll.first, scroll.last));
    onVisible(firstDrawn, lastDrawn);
  }, [session, isLoading, scroll.first, scroll.last, onVisible, firstDrawn, lastDrawn]);

  function reveal(place: CellPlace): void {
    if (place.row < rowCount) setOffset(offsetToReveal(map, offset, place.row));
    revealColumn(place.column);
  }
  function revealColumn(place: number): void {
    const shown = columns.shown[place];
    const element = scroller.current;
    if (shown === undefined || shown.isPinned || element === null) return;
    const room = element.clientWidth - fixedWidth;
    const { start, width } = shown;
    if (start < element.scrollLeft || width > room) element.scrollLeft = start;
    else if (start + width > element.scrollLeft + room) element.scrollLeft = start + width - room;
  }
  function select(next: GridSelection): void {
    onSelection(next);
    reveal(next.cursor);
  }

  const { revealed } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is brought into sight once.
  useLayoutEffect(() => {
    if (revealed > 0) reveal(selection.cursor);
  }, [revealed]);
  const { seek } = state;
  const sought = useRef(0);
  useLayoutEffect(() => {
    if (seek === null || seek.serial === sought.current || rowCount === 0) return;
    sought.current = seek.serial;
    const row = Math.min(seek.row, rowCount - 1);
    setOffset(offsetToReveal(map, offset, row, seek.place));
    const shift = session.takeShift();
    if (seek.left !== null && scroller.current !== null) scroller.current.scrollLeft = seek.left;
    if (seek.cursor === null) {
      if (shift !== 0) onSelection(shiftRows(selection, shift, bounds));
      return;
    }
    const cursor = Math.min(seek.cursor, rowCount - 1);
    const at = columns.shown.findIndex(({ column }) => column.name === seek.column);
    if (at >= 0 && seek.left === null) revealColumn(at);
    onSelection(selectCell({ row: cursor, column: at < 0 ? selection.cursor.column : at }));
  });

  function press(event: KeyboardEvent): void {
    if (event.target !== scroller.current) return;
    const action = gridActionOf(event);
    if (columns.shown.length === 0) return;
    if (action === null) {
      const text = typedText(event, props.isEditing());
      if (text === null || active === undefined) return;
      // A composed character goes on in the editor.
      if (text !== '') event.preventDefault();
      props.onType(text);
      return;
    }
    if (!perform(action)) return;
    event.preventDefault();
    event.stopPropagation();
  }
  /** The keyboard's menu: the focus is on the grid, so the browser would not say which cell is meant. */
  function openMenu(): boolean {
    const cell = active === undefined ? null : document.getElementById(active);
    if (cell === null) return false;
    const { left, bottom } = cell.getBoundingClientRect();
    const place = { clientX: left + MENU_INSET, clientY: bottom };
    cell.dispatchEvent(new MouseEvent('contextmenu', { ...place, bubbles: true, cancelable: true }));
    return true;
  }
  function perform(action: GridAction): boolean {
    switch (action.kind) {
      case 'move':
        select(moveBy(selection, action.rows, action.columns, action.isExtending, bounds));
        return true;
      case 'page': {
        const rows = Math.max(1, Math.floor(map.viewport / map.rowHeight) - 1) * action.direction;
        setOffset(offset + rows * map.rowHeight);
        onSelection(moveBy(selection, rows, 0, action.isExtending, bounds));
        return true;
      }
      case 'menu':
        return openMenu();
      case 'escape':
        return props.onEscape();
    }
  }

  const { dragRows, dragCells } = useGridDrag({
    scroller,
    scroll,
    columns,
    fixedWidth,
    selection,
    bounds,
    onSelection,
  });
  function pointerDown(event: PointerEvent): void {
    const place = placeAt(event.target);
    if (place === null || isInEditor(event.target)) return;
    const isAdding = event.ctrlKey || event.metaKey;
    if (event.button === 2) {
      if (!isRowSelected(selection, place.row))
        onSelection(selectCell({ ...place, column: Math.max(0, place.column) }));
      return;
    }
    if (event.button !== 0) return;
    scroller.current?.focus({ preventScroll: true });
    if (place.column < 0) {
      if (isAdding) onSelection(toggleRow(selection, place.row, bounds));
      else if (event.shiftKey) onSelection(extendRows(selection, place.row, bounds));
      else onSelection(selectRow(place.row, Math.max(0, selection.cursor.column), bounds));
      if (place.row < rowCount) dragRows({ x: event.clientX, y: event.clientY });
      return;
    }
    onSelection(event.shiftKey ? extendTo(selection, place) : selectCell(place));
    const isArrow = event.target instanceof Element && event.target.closest('[data-follow]') !== null;
    if (isArrow || isAdding) props.onFollow(place);
    else if (place.row < rowCount) dragCells({ x: event.clientX, y: event.clientY });
  }
  function doubleClick(event: MouseEvent): void {
    const place = placeAt(event.target);
    if (place !== null && place.column >= 0 && !isInEditor(event.target)) props.onOpen();
  }

  function paste(event: ClipboardEvent): void {
    if (event.target !== scroller.current) return;
    event.preventDefault();
    props.onPaste(event.clipboardData.getData('text/plain'));
  }

  const hasRange = isRange(selection);
  const cursorColumn = columns.shown[selection.cursor.column];
  const { row: cursorRow } = selection.cursor;
  const isNew = cursorRow >= rowCount && cursorRow < bounds.rowCount;
  const isCursorDrawn = isNew || (cursorRow >= firstDrawn && cursorRow <= lastDrawn);
  const active =
    cursorColumn !== undefined && isCursorDrawn ? cellId(gridId, cursorRow, cursorColumn.index) : undefined;
  // Elements are taken over by the rows that come into sight, which is cheaper than making new ones.
  const slots = Math.ceil(map.viewport / map.rowHeight) + 2 * ROWS_AHEAD + 2;
  const numbering = isLoading ? 'none' : state.progress?.positions === 'estimated' ? 'about' : 'exact';
  const rowProps = (number: number) => {
    const isSelected = isRowSelected(selection, number);
    const hasCursor = number === cursorRow;
    return {
      gridId,
      number,
      pinned,
      center: drawn,
      centerWidth: columns.centerWidth,
      centerOffset: columns.pinnedCount + from,
      isSelected,
      cursorColumn: hasCursor ? selection.cursor.column : -1,
      firstSelected: isSelected && hasRange ? selection.firstColumn : -1,
      lastSelected: isSelected && hasRange ? selection.lastColumn : -1,
      editor: hasCursor ? props.editor : undefined,
      marked: props.marked,
      labels: props.labels,
    };
  };
  const rows: ReactNode[] = [];
  // A row that is edited stays in the document, out of sight too: what was typed is in it.
  const isEdited = props.editor !== undefined && cursorRow < rowCount;
  const numbers = Array.from({ length: Math.max(0, lastDrawn - firstDrawn + 1) }, (_, at) => firstDrawn + at);
  if (isEdited && !isCursorDrawn) numbers.push(cursorRow);
  for (const number of numbers) {
    const row = session.row(number);
    rows.push(
      <GridRow
        key={isEdited && number === cursorRow ? 'edited' : number % slots}
        {...rowProps(number)}
        numbering={numbering}
        top={(number - scroll.windowRow) * map.rowHeight}
        row={row}
        staged={row === undefined ? undefined : props.edits.ofKey(row.key)}
        rules={null}
      />,
    );
  }
  const newRows = inserted.slice(below.first, below.first + below.count).map((staged, at) => {
    const number = rowCount + below.first + at;
    return (
      <GridRow
        key={number}
        {...rowProps(number)}
        numbering="exact"
        top={at * map.rowHeight}
        row={NO_ROW}
        staged={staged}
        rules={props.rules}
      />
    );
  });
  return (
    <ContextMenu entries={(target) => (placeAt(target) === null ? [] : props.cellMenu())}>
      <div
        ref={scroller}
        id={gridId}
        role="grid"
        data-command-region="grid"
        aria-label={props.label}
        aria-rowcount={state.isCountExact ? bounds.rowCount + 1 : -1}
        aria-colcount={columns.shown.length + 1}
        aria-multiselectable
        aria-busy={state.busySince !== null}
        aria-activedescendant={active}
        tabIndex={0}
        className={classNames(styles.scroller, isLoading && styles.loading)}
        style={{ '--gutter': `${gutter}px` } as CSSProperties}
        onKeyDown={press}
        onPointerDown={pointerDown}
        onDoubleClick={doubleClick}
        onPaste={paste}
      >
        <GridHead
          head={head}
          grid={props}
          columnCount={columns.shown.length}
          pinned={pinned}
          center={drawn}
          centerOffset={columns.pinnedCount + from}
          centerWidth={columns.centerWidth}
          totalWidth={totalWidth}
          onReveal={revealColumn}
          onLeave={() => scroller.current?.focus({ preventScroll: true })}
        />
        <div
          className={styles.spacer}
          style={{ height: map.spacerHeight, width: totalWidth }}
          role="rowgroup"
        >
          <div
            className={styles.window}
            style={{ transform: `translateY(${scroll.windowTop}px)` }}
            role="presentation"
          >
            {rows}
          </div>
        </div>
        {newRows.length > 0 && (
          <InsertedRows inserted={below} rowHeight={map.rowHeight} width={totalWidth}>
            {newRows}
          </InsertedRows>
        )}
        <div ref={probe} className={styles.probe} aria-hidden="true" />
      </div>
    </ContextMenu>
  );
}
