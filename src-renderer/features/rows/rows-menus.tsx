import {
  ArrowDown,
  ArrowUp,
  ArrowUpRight,
  Copy,
  EyeOff,
  ListFilter,
  PanelRight,
  Pin,
  PinOff,
} from 'lucide-react';
import type { TableLayout } from '../../../src-preload/contract/preferences.ts';
import type { CopyFormat, RowColumn, SortTerm } from '../../../src-preload/contract/rows.ts';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import { hiddenNames, orderedNames, withHidden, withMoved, withPinned } from './column-layout.ts';
import { copyFormats } from './copy-rows.ts';
import type { Columns, ShownColumn } from './use-columns.ts';

export interface ColumnMenuActions {
  readonly columns: Columns;
  readonly all: readonly RowColumn[];
  readonly onSort: (sort: readonly SortTerm[]) => void;
  readonly onFilter: (column: string) => void;
  readonly onFit: (column: ShownColumn) => void;
  readonly onCopyName: (name: string) => void;
}

/** The menu of a column's head. */
export function columnMenu(shown: ShownColumn, actions: ColumnMenuActions): readonly MenuEntry[] {
  const { columns, all } = actions;
  const { name } = shown.column;
  const group = columns.shown.filter((other) => other.isPinned === shown.isPinned);
  // By its place: the last column is drawn wider than it is kept, as an object of its own.
  const at = group.findIndex((other) => other.index === shown.index);
  const move = (by: -1 | 1): MenuEntry => {
    const target = group[at + by];
    return {
      label: by < 0 ? 'Move left' : 'Move right',
      isDisabled: target === undefined || shown.isPinned,
      onSelect: () =>
        target !== undefined &&
        columns.changeLayout((layout) => withMoved(layout, all, name, target.column.name)),
    };
  };
  return [
    {
      label: 'Sort ascending',
      icon: <ArrowUp />,
      onSelect: () => actions.onSort([{ column: name, direction: 'up' }]),
    },
    {
      label: 'Sort descending',
      icon: <ArrowDown />,
      onSelect: () => actions.onSort([{ column: name, direction: 'down' }]),
    },
    { label: 'Filter', icon: <ListFilter />, onSelect: () => actions.onFilter(name) },
    { kind: 'separator' },
    {
      label: shown.isPinned ? 'Unpin' : 'Pin to the left',
      icon: shown.isPinned ? <PinOff /> : <Pin />,
      onSelect: () => columns.changeLayout((layout) => withPinned(layout, name, !shown.isPinned)),
    },
    move(-1),
    move(1),
    { label: 'Fit the width', onSelect: () => actions.onFit(shown) },
    {
      label: 'Hide',
      icon: <EyeOff />,
      isDisabled: columns.shown.length === 1,
      onSelect: () => columns.changeLayout((layout) => withHidden(layout, all, name, true)),
    },
    { kind: 'separator' },
    { label: 'Copy the name', icon: <Copy />, onSelect: () => actions.onCopyName(name) },
  ];
}

/** Which columns are shown, as a list of checks. */
export function shownColumnsMenu(
  layout: TableLayout,
  all: readonly RowColumn[],
  onLayout: (change: (layout: TableLayout) => TableLayout) => void,
): readonly MenuEntry[] {
  const hidden = hiddenNames(layout, all);
  const names = orderedNames(layout, all);
  return [
    {
      label: 'Show all',
      isDisabled: hidden.size === 0,
      onSelect: () => onLayout((before) => ({ ...before, order: [...names], hidden: [] })),
    },
    {
      label: 'Reset widths',
      onSelect: () => onLayout((before) => ({ ...before, widths: {} })),
    },
    { kind: 'separator' },
    ...names.map(
      (name): MenuEntry => ({
        kind: 'check',
        label: name === '' ? '(no name)' : name,
        isChecked: !hidden.has(name),
        isDisabled: !hidden.has(name) && hidden.size >= names.length - 1,
        onChange: (isShown) => onLayout((before) => withHidden(before, all, name, !isShown)),
      }),
    ),
  ];
}

export interface CellMenuActions {
  readonly canFollow: boolean;
  readonly canFilter: boolean;
  readonly onCopy: (format: CopyFormat, withHeader: boolean) => void;
  readonly onFollow: () => void;
  readonly onFilterByValue: () => void;
  readonly onInspect: () => void;
  readonly onGoToRow: () => void;
}

/** The menu of the selected cells. */
export function cellMenu(actions: CellMenuActions): readonly MenuEntry[] {
  return [
    { label: 'Copy', icon: <Copy />, keys: 'Ctrl+C', onSelect: () => actions.onCopy('tsv', false) },
    {
      kind: 'submenu',
      label: 'Copy as',
      entries: copyFormats.map(({ format, label }) => ({
        label,
        keys: format === 'json' ? 'Ctrl+Shift+C' : undefined,
        onSelect: () => actions.onCopy(format, true),
      })),
    },
    { kind: 'separator' },
    { label: 'Open in the inspector', icon: <PanelRight />, keys: 'Space', onSelect: actions.onInspect },
    {
      label: 'Go to the row it points to',
      icon: <ArrowUpRight />,
      keys: 'Alt+Enter',
      isDisabled: !actions.canFollow,
      onSelect: actions.onFollow,
    },
    {
      label: 'Filter by this value',
      icon: <ListFilter />,
      keys: 'Alt+F',
      isDisabled: !actions.canFilter,
      onSelect: actions.onFilterByValue,
    },
    { label: 'Go to row…', keys: 'Ctrl+Shift+G', onSelect: actions.onGoToRow },
  ];
}
