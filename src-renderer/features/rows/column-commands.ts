import type { RowColumn, SortTerm } from '../../../src-preload/contract/rows.ts';
import type { CommandHandler, CommandHandlers } from '../../lib/commands/command-center.ts';
import { withHidden, withMoved, withPinned } from './column-layout.ts';
import type { Columns, ShownColumn } from './use-columns.ts';

/** What the commands of a column act on. */
export interface ColumnActions {
  readonly columns: Columns;
  readonly all: readonly RowColumn[];
  readonly onSort: (sort: readonly SortTerm[]) => void;
  readonly onFilter: (column: string | undefined) => void;
  readonly onFit: (column: ShownColumn) => void;
  readonly onCopyName: (name: string) => void;
}

/** What the commands of a column do: in the menu of its head, and by the palette for the one with the cursor. */
export function columnHandlers(shown: ShownColumn, actions: ColumnActions): CommandHandlers {
  const { columns, all } = actions;
  const { name } = shown.column;
  const group = columns.shown.filter((other) => other.isPinned === shown.isPinned);
  // By its place: the last column is drawn wider than it is kept, as an object of its own.
  const at = group.findIndex((other) => other.index === shown.index);
  const move = (by: -1 | 1): CommandHandler => {
    const target = group[at + by];
    return {
      isOff: target === undefined || shown.isPinned,
      run: () =>
        target !== undefined &&
        columns.changeLayout((layout) => withMoved(layout, all, name, target.column.name)),
    };
  };
  return {
    'column.sortUp': { run: () => actions.onSort([{ column: name, direction: 'up' }]) },
    'column.sortDown': { run: () => actions.onSort([{ column: name, direction: 'down' }]) },
    'column.filter': { label: 'Filter', run: () => actions.onFilter(name) },
    'column.pin': {
      label: shown.isPinned ? 'Unpin' : 'Pin to the left',
      run: () => columns.changeLayout((layout) => withPinned(layout, name, !shown.isPinned)),
    },
    'column.moveLeft': move(-1),
    'column.moveRight': move(1),
    'column.fit': { run: () => actions.onFit(shown) },
    'column.hide': {
      label: 'Hide',
      isOff: columns.shown.length === 1,
      run: () => columns.changeLayout((layout) => withHidden(layout, all, name, true)),
    },
    'column.copyName': { run: () => actions.onCopyName(name) },
  };
}
