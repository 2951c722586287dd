import type { RefObject } from 'react';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { CopyFormat, SortTerm } from '../../../src-preload/contract/rows.ts';
import { cellFilter } from '../../lib/cells/cell-filter.ts';
import type { CommandHandlers } from '../../lib/commands/command-center.ts';
import { useCommandHandlers } from '../../lib/commands/command-context.tsx';
import {
  type GridBounds,
  type GridSelection,
  selectAll,
  selectColumn,
  selectRow,
} from '../../lib/grid/selection.ts';
import { type ColumnActions, columnHandlers } from './column-commands.ts';
import type { ShownColumn } from './use-columns.ts';

/** What the commands of a table act on. */
export interface RowsActions {
  readonly selection: GridSelection;
  readonly bounds: GridBounds;
  readonly onSelection: (selection: GridSelection) => void;
  readonly column: ShownColumn | undefined;
  readonly cell: Cell | undefined;
  readonly sort: readonly SortTerm[];
  readonly hasFilter: boolean;
  readonly columnActions: ColumnActions;
  readonly onCopy: (format: CopyFormat, withHeader: boolean) => void;
  readonly onFind: () => void;
  readonly onFindStep: (by: -1 | 1) => void;
  /** Without a text it asks for one. */
  readonly onGoToRow: (text: string | undefined) => void;
  readonly onRefresh: () => void;
  readonly onFollow: () => void;
  readonly onFilterByValue: () => void;
  readonly onInspect: () => void;
  readonly onOpen: () => void;
  readonly onClearFilter: () => void;
}

/** What the commands of a table do. */
export function rowsHandlers(actions: RowsActions): CommandHandlers {
  const { selection, bounds, onSelection, column, cell } = actions;
  const isEmpty = bounds.rowCount === 0 || bounds.columnCount === 0;
  const select = (next: GridSelection) => ({ isOff: isEmpty, run: () => onSelection(next) });
  const { row, column: place } = selection.cursor;
  return {
    ...cellHandlers(actions),
    'table.refresh': { run: actions.onRefresh },
    'table.filterRow': { run: () => actions.columnActions.onFilter(column?.column.name) },
    'table.find': { run: actions.onFind },
    'table.findNext': { run: () => actions.onFindStep(1) },
    'table.findPrevious': { run: () => actions.onFindStep(-1) },
    'table.goToRow': { isOff: isEmpty, run: actions.onGoToRow },
    'table.clearFilter': { isOff: !actions.hasFilter, run: actions.onClearFilter },
    'table.clearSort': {
      isOff: actions.sort.length === 0,
      run: () => actions.columnActions.onSort([]),
    },
    'grid.open': { isOff: isEmpty, run: actions.onOpen },
    'grid.copyJson': { isOff: isEmpty, run: () => actions.onCopy('json', true) },
    'grid.selectAll': select(selectAll(selection, bounds)),
    'grid.selectRow': select(selectRow(row, place, bounds)),
    'grid.selectColumn': select(selectColumn(selection, place, false, bounds)),
    ...(column !== undefined &&
      cell !== undefined &&
      named(columnHandlers(column, actions.columnActions), column)),
  };
}

/** What the menu of the selected cells does. */
export function cellHandlers(actions: RowsActions): CommandHandlers {
  const { column, cell, bounds } = actions;
  const isEmpty = bounds.rowCount === 0;
  return {
    'grid.copy': { isOff: isEmpty, run: () => actions.onCopy('tsv', false) },
    'grid.inspect': { isOff: isEmpty, run: actions.onInspect },
    'grid.follow': { isOff: column?.column.references == null || cell == null, run: actions.onFollow },
    'grid.filterByValue': {
      // A value that is too long is said to be so.
      isOff: cell === undefined,
      run: actions.onFilterByValue,
    },
    'table.goToRow': { isOff: isEmpty, run: () => actions.onGoToRow(undefined) },
  };
}

/** Whether the menu of a cell offers to filter by it. */
export function canFilterBy(cell: Cell | undefined): boolean {
  return cell !== undefined && cellFilter(cell) !== null;
}

/** Away from its head, a command of a column names it. */
function named(handlers: CommandHandlers, { column }: ShownColumn): CommandHandlers {
  const labels: Readonly<Record<string, string>> = {
    'column.sortUp': `Sort by ${column.name}, ascending`,
    'column.sortDown': `Sort by ${column.name}, descending`,
    'column.pin': `Pin or unpin ${column.name}`,
    'column.fit': `Fit the width of ${column.name}`,
    'column.hide': `Hide ${column.name}`,
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([id, handler]) => [id, { ...handler, label: labels[id] ?? handler.label }]),
  );
}

export interface RowsCommandsProps {
  readonly handlers: CommandHandlers;
  readonly root: RefObject<HTMLElement | null>;
}

/** Says what the commands of a table do while it is shown. Draws nothing. */
export function RowsCommands({ handlers, root }: RowsCommandsProps) {
  useCommandHandlers(handlers, root);
  return null;
}
