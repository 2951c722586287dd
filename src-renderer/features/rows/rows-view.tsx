import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { BridgeFailure } from '../../../src-preload/client.ts';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { CopyFormat, FilterTerm, SortTerm } from '../../../src-preload/contract/rows.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { cellFilter } from '../../lib/cells/cell-filter.ts';
import { cellView } from '../../lib/cells/cell-view.ts';
import type { InspectorWish } from '../../lib/cells/focused-row.ts';
import { referencePlace } from '../../lib/cells/reference-place.ts';
import { useCommands } from '../../lib/commands/command-context.tsx';
import { SplitHandle } from '../../ui/split-handle.tsx';
import { showToast } from '../../ui/toasts.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import type { ColumnActions } from './column-commands.ts';
import { fittedWidth, withMoved, withWidth } from './column-layout.ts';
import { nextSort, withFilter } from './filter-value.ts';
import { findFilter } from './find-filter.ts';
import { goToText } from './go-to-text.ts';
import { Grid } from './grid.tsx';
import type { RowsViewProps } from './props.ts';
import { type RowsActions, RowsCommands, rowsHandlers } from './rows-commands.tsx';
import { cellMenu, columnMenu, shownColumnsMenu } from './rows-menus.tsx';
import { BusyBar, NoRows, RowsFailed, RowsFailedBar, RowsStopped, RowsStoppedBar } from './rows-message.tsx';
import { FindBar, FindMatches, GoToRow } from './rows-parts.ts';
import { RowsToolbar } from './rows-toolbar.tsx';
import styles from './rows-view.module.css';
import { type CellPlace, clampSelection, selectCell, selectedRowCount } from './selection.ts';
import { findStatusOf, statusOf } from './status.ts';
import { type ShownColumn, useColumns } from './use-columns.ts';
import { useCopy } from './use-copy.ts';
import { useElapsed } from './use-elapsed.ts';
import { useFind } from './use-find.ts';
import { useLabels } from './use-labels.ts';
import { useRowsSession } from './use-rows-session.ts';
import { useSummary } from './use-summary.ts';
import { useTablePlace } from './use-table-place.ts';
import { useWantedColumn } from './use-wanted-column.ts';

/** Milliseconds that nothing is said of rows that are awaited. */
const SHOW_LOADING_AFTER = 100;
const START = selectCell({ row: 0, column: 0 });
/** Pixels of the pane while it lists matches. */
const LIST_WIDTH = 288;

/** The rows of a table, view or collection: tool bar, find bar, grid, and the pane beside it. */
export function RowsView(props: RowsViewProps) {
  const { client, file, object, onStatus, onOpenObject, isInspectorOpen } = props;
  const gridId = useId();
  const view = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { keys } = useCommands();
  const findField = useRef<HTMLInputElement>(null);
  const { session, state } = useRowsSession(props);
  const { info, rowCount, filter, sort } = state;
  const known = info ?? state.coming;
  const all = known?.columns ?? [];
  const columns = useColumns(client, known, (row) => session?.row(row));
  const isLong = useElapsed(state.busySince, SHOW_LOADING_AFTER);
  const { labels, want } = useLabels(client, info, session, state.revision);
  const [before] = useState(props.place);
  const [selected, setSelected] = useState(START);
  const columnCount = columns.shown.length;
  const selection = useMemo(
    () => clampSelection(selected, { rowCount, columnCount }),
    [selected, rowCount, columnCount],
  );
  session?.setCursor(selection.cursor.row);
  const [isFilterOpen, setFilterOpen] = useState(
    before?.isFilterOpen ?? (props.initial?.filter?.length ?? 0) > 0,
  );
  const [wish, setWish] = useState<InspectorWish>({ serial: 0, view: null });
  const [isFindOpen, setFindOpen] = useState(false);
  const [isGoToOpen, setGoToOpen] = useState(false);
  const find = useFind(client, info?.view, (match) => {
    if (match.row !== null) session?.goTo(match.row, 'middle', true, match.column);
    else void session?.goToKey(match.key, match.column);
  });
  const workSince = state.busySince ?? state.waitingSince;
  const copying = useCopy(client);
  const isCollection = object.kind === 'collection' && props.initial?.asTable !== true;
  const { shown: shownColumns } = columns;
  const selectedColumns = useMemo(
    () =>
      shownColumns.slice(selection.firstColumn, selection.lastColumn + 1).map(({ column }) => column.name),
    [shownColumns, selection.firstColumn, selection.lastColumn],
  );
  const summary = useSummary(client, info?.view, selection, selectedColumns);
  const left = statusOf(state, isCollection, selectedRowCount(selection), summary);
  const leftKey = [...findStatusOf(find.state, rowCount), ...left].join('\n');
  useEffect(() => {
    onStatus({ left: leftKey === '' ? [] : leftKey.split('\n') });
  }, [onStatus, leftKey]);

  const gridElement = useCallback(() => body.current?.querySelector<HTMLElement>('[role="grid"]'), []);
  const focusGrid = useCallback(() => gridElement()?.focus(), [gridElement]);
  const { see, shownView, onView } = useTablePlace({
    session,
    state,
    isFilterOpen,
    column: columns.shown[selection.cursor.column]?.column.name ?? before?.column ?? null,
    before,
    left: () => gridElement()?.scrollLeft,
    onPlace: props.onPlace,
    onLeave: props.onLeave,
    onVisible: want,
  });
  useWantedColumn(props.wanted, session, state, columns, selection.cursor.row, focusGrid);

  if (session === null) return <div className={styles.view} />;

  const change = (nextSortTerms: readonly SortTerm[], nextFilter: readonly FilterTerm[]) =>
    session.change(nextSortTerms, nextFilter);
  const setFilter = (term: FilterTerm) => change(sort, withFilter(filter, term));
  function openFilter(name: string | undefined): void {
    setFilterOpen(true);
    requestAnimationFrame(() => {
      const fields = body.current?.querySelectorAll<HTMLInputElement>('[data-filter]') ?? [];
      const field = Array.from(fields).find((candidate) => candidate.dataset.filter === name) ?? fields[0];
      field?.focus();
    });
  }
  async function follow(place: CellPlace): Promise<void> {
    const shown = columns.shown[place.column];
    const row = session?.row(place.row);
    if (shown === undefined || row === undefined || info === null) return;
    const target = await referencePlace(client, info, row.cells, shown.column.name);
    if (target !== null) onOpenObject(target);
  }
  function filterByValue(): void {
    const shown = columns.shown[selection.cursor.column];
    const cell = shown === undefined ? undefined : session?.row(selection.cursor.row)?.cells[shown.index];
    if (shown === undefined || cell === undefined) return;
    const text = cellFilter(cell);
    if (text === null) {
      showToast({ kind: 'info', title: 'This value is too long to filter by' });
      return;
    }
    setFilterOpen(true);
    setFilter({ column: shown.column.name, text });
  }
  function copy(format: CopyFormat, withHeader: boolean): void {
    if (info === null || rowCount === 0) return;
    void copying.copy(
      { view: info.view, ranges: selection.ranges, columns: selectedColumns, format, withHeader },
      selectedRowCount(selection),
    );
  }
  function fit(shown: ShownColumn): void {
    const cells = [];
    for (let row = Math.max(0, selection.cursor.row - 200); row < selection.cursor.row + 200; row += 1) {
      const found = session?.row(row);
      if (found !== undefined) cells.push(found.cells[shown.index] ?? null);
    }
    const width = fittedWidth(shown.column, cells, 800);
    columns.changeLayout((layout) => withWidth(layout, shown.column.name, width));
  }
  function openFind(): void {
    setFindOpen(true);
    findField.current?.focus();
    findField.current?.select();
  }
  function closeFind(): void {
    find.clear();
    setFindOpen(false);
    focusGrid();
  }
  function filterByFound(column: string): void {
    const { query } = find.state;
    if (query === null) return;
    closeFind();
    setFilterOpen(true);
    setFilter({ column, text: findFilter(query) });
  }
  function inspect(): void {
    if (!isInspectorOpen) props.onToggleInspector();
  }
  function open(): void {
    setWish((before) => ({ serial: before.serial + 1, view: wishOf(cursorCell) }));
    inspect();
  }
  function leave(): boolean {
    if (workSince !== null) session?.stop();
    else if (copying.state !== null) copying.stop();
    else if (find.state.isRunning) find.stop();
    else if (isFindOpen) closeFind();
    else return false;
    return true;
  }
  function goToRow(text: string | undefined): void {
    if (text === undefined) setGoToOpen(true);
    else if (session !== null) void goToText(session, text);
  }
  function step(by: -1 | 1): void {
    const row = Math.min(Math.max(0, selection.cursor.row + by), rowCount - 1);
    session?.goTo(row, 'nearest', true, columns.shown[selection.cursor.column]?.column.name ?? null);
  }

  const cursorColumn = columns.shown[selection.cursor.column];
  const cursorRow = session.row(selection.cursor.row);
  const cursorCell = cursorColumn === undefined ? undefined : cursorRow?.cells[cursorColumn.index];
  const columnActions: ColumnActions = {
    columns,
    all,
    onSort: (terms) => change(terms, filter),
    onFilter: openFilter,
    onFit: fit,
    onCopyName: (name) => void navigator.clipboard.writeText(name),
  };
  const actions: RowsActions = {
    selection,
    bounds: { rowCount, columnCount },
    onSelection: setSelected,
    column: cursorColumn,
    cell: cursorCell,
    sort,
    hasFilter: filter.length > 0,
    columnActions,
    onCopy: copy,
    onFind: openFind,
    onFindStep: (by) => (isFindOpen ? find.step(by) : openFind()),
    onGoToRow: goToRow,
    onRefresh: () => void session.refresh(),
    onFollow: () => void follow(selection.cursor),
    onFilterByValue: filterByValue,
    onInspect: inspect,
    onOpen: open,
    onClearFilter: () => change(sort, []),
  };
  const isEmpty = info !== null && rowCount === 0 && state.isCountExact && state.busySince === null;
  const filterProblem = problemOf(state.error);
  const hasMatches = isFindOpen && find.state.query !== null;
  const isRelated = shownView === 'related';
  const paneWidth = isRelated ? props.relatedWidth : props.inspectorWidth;
  return (
    <div ref={view} className={styles.view} data-command-region="table">
      <RowsCommands handlers={rowsHandlers(actions)} root={view} />
      {workSince !== null && <BusyBar since={workSince} onStop={() => session.stop()} />}
      {copying.state !== null && (
        <BusyBar since={copying.state.since} onStop={copying.stop}>
          Copying, {formatCount(copying.state.rows)} of {formatCount(copying.state.total)} rows
        </BusyBar>
      )}
      {state.isStopped && info !== null && <RowsStoppedBar onRead={() => session.retry()} />}
      {state.error !== null && info !== null && filterProblem === null && (
        <RowsFailedBar error={state.error} onRetry={() => session.retry()} />
      )}
      <RowsToolbar
        start={props.toolbarStart}
        sort={sort}
        filter={filter}
        columns={all}
        shownCount={columns.shown.length}
        isCollection={isCollection}
        isFilterOpen={isFilterOpen}
        isInspectorOpen={isInspectorOpen}
        columnEntries={shownColumnsMenu(columns.layout, all, columns.changeLayout)}
        onToggleFilter={() => setFilterOpen(!isFilterOpen)}
        onRemoveFilter={(column) => setFilter({ column, text: '' })}
        onClearSort={() => change([], filter)}
        onFind={openFind}
        onRefresh={() => void session.refresh()}
        onToggleInspector={props.onToggleInspector}
      />
      {isFindOpen && (
        <FindBar
          field={findField}
          state={find.state}
          columns={all}
          rowCount={rowCount}
          isCountExact={state.isCountExact}
          onFind={(query) => void find.start(query)}
          onStep={find.step}
          onStop={find.stop}
          onClose={closeFind}
        />
      )}
      <div ref={body} className={styles.body}>
        {info === null && state.isStopped ? (
          <RowsStopped onRead={() => session.retry()} />
        ) : info === null && state.error !== null ? (
          <RowsFailed error={state.error} onRetry={() => session.retry()} />
        ) : (
          <div className={styles.frame} data-region="grid">
            {columns.isReady && (info !== null || isLong) && (
              <Grid
                gridId={gridId}
                label={`${isCollection ? 'Documents' : 'Rows'} of ${object.name}`}
                session={session}
                state={state}
                columns={columns}
                labels={labels}
                marked={isFindOpen ? find.state.query : null}
                selection={selection}
                onSelection={setSelected}
                isFilterOpen={isFilterOpen}
                filterProblem={filterProblem}
                onFilter={setFilter}
                onSort={(column, isAdding) => change(nextSort(sort, column, isAdding), filter)}
                onWidth={(shown, width) =>
                  columns.changeLayout((layout) => withWidth(layout, shown.column.name, width))
                }
                onFit={fit}
                onMove={(column, target) =>
                  columns.changeLayout((layout) => withMoved(layout, all, column, target))
                }
                columnMenu={(shown) => columnMenu(shown, columnActions, keys)}
                cellMenu={() => cellMenu(actions, keys)}
                onEscape={leave}
                onOpen={open}
                onFollow={(place) => void follow(place)}
                onVisible={see}
              />
            )}
            {isEmpty && (
              <div className={isFilterOpen ? styles.underFilter : styles.under}>
                <NoRows isCollection={isCollection} filter={filter} onClearFilter={() => change(sort, [])} />
              </div>
            )}
          </div>
        )}
        {(hasMatches || (isInspectorOpen && props.renderInspector !== undefined)) && info !== null && (
          <div
            className={styles.pane}
            data-region="inspector"
            style={{ width: hasMatches ? LIST_WIDTH : paneWidth }}
          >
            {!hasMatches && (
              <SplitHandle
                label="Width of the inspector"
                width={paneWidth}
                min={280}
                max={560}
                defaultWidth={isRelated ? 424 : 336}
                pane="right"
                onWidth={(width) => props.onInspectorWidth(width, isRelated)}
              />
            )}
            {hasMatches ? (
              <FindMatches state={find.state} onShow={find.show} onFilter={filterByFound} />
            ) : (
              props.renderInspector?.({
                client,
                file,
                object,
                view: info,
                row: cursorRow ?? null,
                rowNumber: selection.cursor.row,
                rowCount,
                isCountExact: state.isCountExact,
                wish,
                startView: before?.inspector ?? null,
                onView,
                column: cursorColumn?.column.name ?? null,
                revision: state.revision,
                onStep: step,
                onOpenObject,
                onClose: props.onToggleInspector,
              })
            )}
          </div>
        )}
      </div>
      <VisuallyHidden live="polite">{left[0] ?? ''}</VisuallyHidden>
      <GoToRow
        isOpen={isGoToOpen}
        rowCount={rowCount}
        onClose={() => setGoToOpen(false)}
        onGo={(row) => session.goTo(row)}
      />
    </div>
  );
}

/** JSON opens as a tree, a BLOB or long text where the form previews it; anything else as it was looked at last. */
function wishOf(cell: Cell | undefined): InspectorWish['view'] {
  const view = cellView(cell ?? null);
  if (view.look === 'json') return 'tree';
  const isBig = view.look === 'blob' || view.look === 'bad-text' || (view.look === 'text' && view.isCut);
  return isBig ? 'form' : null;
}

function problemOf(error: unknown): { readonly column: string; readonly message: string } | null {
  if (!(error instanceof BridgeFailure) || error.code !== 'FILTER_INVALID') return null;
  const details = error.details as { readonly column?: unknown } | undefined;
  return typeof details?.column === 'string' ? { column: details.column, message: error.message } : null;
}
