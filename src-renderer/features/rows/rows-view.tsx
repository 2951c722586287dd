import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { CopyFormat, FilterTerm } from '../../../src-preload/contract/rows.ts';
import { cellFilter } from '../../lib/cells/cell-filter.ts';
import type { InspectorWish } from '../../lib/cells/focused-row.ts';
import { referencePlace } from '../../lib/cells/reference-place.ts';
import { useCommands } from '../../lib/commands/command-context.tsx';
import { type CellPlace, clampSelection, selectCell, selectedRowCount } from '../../lib/grid/selection.ts';
import { showToast } from '../../ui/toasts.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import type { ColumnActions } from './column-commands.ts';
import { fittedWidth, withMoved, withWidth } from './column-layout.ts';
import { nextSort, withFilter } from './filter-value.ts';
import { findFilter } from './find-filter.ts';
import { goToText } from './go-to-text.ts';
import { Grid } from './grid.tsx';
import type { RowsViewProps } from './props.ts';
import { RowsBusy, useStopReading } from './rows-busy.tsx';
import { type RowsActions, RowsCommands, rowsHandlers } from './rows-commands.tsx';
import { cellMenu, columnMenu, shownColumnsMenu } from './rows-menus.tsx';
import { NoRows, RowsFailed, RowsFailedBar, RowsStopped, RowsStoppedBar } from './rows-message.tsx';
import { RowsPane } from './rows-pane.tsx';
import { FindBar, FindMatches, GoToRow } from './rows-parts.ts';
import { RowsToolbar } from './rows-toolbar.tsx';
import styles from './rows-view.module.css';
import { filterProblemOf, focusFilter, wishOf } from './rows-wishes.ts';
import { clipRanges, stagedCopy } from './staged-copy.ts';
import { findStatusOf, statusOf } from './status.ts';
import { type ShownColumn, useColumns } from './use-columns.ts';
import { useCopy } from './use-copy.ts';
import { useElapsed } from './use-elapsed.ts';
import { useFind } from './use-find.ts';
import { useLabels } from './use-labels.ts';
import { focusedRow, shownCell, useRowEditing, useStaged } from './use-row-editing.tsx';
import { useRowsSession } from './use-rows-session.ts';
import { useStagedWords } from './use-staged-words.ts';
import { useSummary } from './use-summary.ts';
import { useTablePlace } from './use-table-place.ts';
import { useWantedColumn } from './use-wanted-column.ts';

const SHOW_LOADING_AFTER = 100;
const START = selectCell({ row: 0, column: 0 });

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
  const staged = useStaged(client, file, object);
  const allRows = rowCount + staged.inserted.length;
  const { labels, want } = useLabels(client, info, session, staged, state.revision);
  const [before] = useState(props.place);
  const [selected, setSelected] = useState(START);
  const columnCount = columns.shown.length;
  const selection = useMemo(
    () => clampSelection(selected, { rowCount: allRows, columnCount }),
    [selected, allRows, columnCount],
  );
  if (selection.cursor.row < rowCount) session?.setCursor(selection.cursor.row);
  const [isFilterOpen, setFilterOpen] = useState(
    before?.isFilterOpen ?? (props.initial?.filter?.length ?? 0) > 0,
  );
  const [wish, setWish] = useState<InspectorWish>({ serial: 0, view: null });
  const [isFindOpen, setFindOpen] = useState(false);
  const [isGoToOpen, setGoToOpen] = useState(false);
  const [revealed, setRevealed] = useState(0);
  const find = useFind(client, info?.view, (match) => {
    if (match.row !== null) session?.goTo(match.row, 'middle', true, match.column);
    else void session?.goToKey(match.key, match.column);
  });
  const workSince = state.busySince ?? state.waitingSince;
  const reading = useStopReading(client, file.id, session, workSince !== null);
  const copying = useCopy(client);
  const isCollection = object.kind === 'collection' && props.initial?.asTable !== true;
  const { shown: shownColumns } = columns;
  const selectedColumns = useMemo(
    () =>
      shownColumns.slice(selection.firstColumn, selection.lastColumn + 1).map(({ column }) => column.name),
    [shownColumns, selection.firstColumn, selection.lastColumn],
  );
  const summary = useSummary(client, info?.view, selection, selectedColumns);
  const words = useStagedWords(client, file, staged, state);
  const left = statusOf(state, isCollection, selectedRowCount(selection), summary, words);
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
  const editing = useRowEditing(
    {
      client,
      file,
      object,
      state,
      row: (number) => session?.row(number),
      columns: columns.shown,
      selection,
      onSelection: (next) => {
        setSelected(next);
        setRevealed((before) => before + 1);
      },
      gridId,
      focusGrid,
      onInspect: open,
      onEdit: props.onEdit,
    },
    staged,
  );

  if (session === null) return <div className={styles.view} />;
  const change = session.change.bind(session);
  const setFilter = (term: FilterTerm) => change(sort, withFilter(filter, term));
  function openFilter(name: string | undefined): void {
    setFilterOpen(true);
    requestAnimationFrame(() => focusFilter(body.current, name));
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
    if (shown === undefined || cursorCell === undefined) return;
    const text = cellFilter(cursorCell);
    if (text === null) return showToast({ kind: 'info', title: 'This value is too long to filter by' });
    setFilterOpen(true);
    setFilter({ column: shown.column.name, text });
  }
  function copy(format: CopyFormat, withHeader: boolean): void {
    if (info === null || allRows === 0) return;
    const ranges = clipRanges(selection.ranges, rowCount);
    void copying.copy(
      { view: info.view, ranges, columns: selectedColumns, format, withHeader },
      {
        total: selectedRowCount(selection),
        change: stagedCopy({
          format,
          withHeader,
          staged,
          fileRows: rowCount,
          selection,
          columns: columns.shown,
          row: (number) => session?.row(number),
        }),
      },
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
    if (workSince !== null) reading.stop();
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
  const cursorRow = selection.cursor.row < rowCount ? session.row(selection.cursor.row) : undefined;
  const cursorCell = shownCell(staged, state, cursorRow, selection.cursor.row, cursorColumn);
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
    bounds: { rowCount: allRows, columnCount },
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
    onOpen: editing.edit,
    onClearFilter: () => change(sort, []),
  };
  const isEmpty = info !== null && allRows === 0 && state.isCountExact && state.busySince === null;
  const filterProblem = filterProblemOf(state.error);
  const hasMatches = isFindOpen && find.state.query !== null;
  return (
    <div ref={view} className={styles.view} data-command-region="table">
      <RowsCommands handlers={{ ...rowsHandlers(actions), ...editing.handlers }} root={view} />
      <RowsBusy since={workSince} reading={reading} copying={copying} />
      {state.isStopped && info !== null && <RowsStoppedBar onRead={() => session.retry()} />}
      {state.error !== null && info !== null && filterProblem === null && (
        <RowsFailedBar error={state.error} onRetry={() => session.retry()} />
      )}
      <RowsToolbar
        scope={{ client, file: file.id, object: object.name, view: info?.view }}
        root={view}
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
        onFilter={(terms) => change(sort, terms)}
        onClearSort={() => change([], filter)}
        onFind={openFind}
        onRefresh={() => void session.refresh()}
        onToggleInspector={props.onToggleInspector}
        onNewRow={
          file.readOnlyReason === null && object.kind !== 'view'
            ? () => void editing.handlers['edit.newRow']?.run()
            : null
        }
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
                cellMenu={() => cellMenu(actions, editing.handlers, keys)}
                onEscape={leave}
                edits={staged}
                rules={editing.rules}
                editor={editing.editor}
                revealed={revealed}
                onOpen={editing.edit}
                onType={editing.type}
                isEditing={editing.isEditing}
                onPaste={editing.paste}
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
          <RowsPane
            isRelated={shownView === 'related'}
            inspectorWidth={props.inspectorWidth}
            relatedWidth={props.relatedWidth}
            matches={
              hasMatches ? (
                <FindMatches state={find.state} onShow={find.show} onFilter={filterByFound} />
              ) : null
            }
            onWidth={props.onInspectorWidth}
          >
            {!hasMatches &&
              props.renderInspector?.({
                client,
                file,
                object,
                view: info,
                ...focusedRow(staged, state, cursorRow, selection.cursor.row),
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
              })}
          </RowsPane>
        )}
      </div>
      {editing.floats}
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
