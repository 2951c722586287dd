import type { TableLayout } from '../../../src-preload/contract/preferences.ts';
import type { CopyFormat, RowColumn } from '../../../src-preload/contract/rows.ts';
import type { CommandHandlers } from '../../lib/commands/command-center.ts';
import { commandMenu } from '../../lib/commands/command-menu.tsx';
import type { KeyMap } from '../../lib/commands/key-map.ts';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import { type ColumnActions, columnHandlers } from './column-commands.ts';
import { hiddenNames, orderedNames, withHidden } from './column-layout.ts';
import { copyFormats } from './copy-rows.ts';
import { canFilterBy, cellHandlers, type RowsActions } from './rows-commands.tsx';
import type { ShownColumn } from './use-columns.ts';

/** The menu of a column's head. */
export function columnMenu(shown: ShownColumn, actions: ColumnActions, keys: KeyMap): readonly MenuEntry[] {
  return commandMenu('column', columnHandlers(shown, actions), keys);
}

/** The menu of the selected cells. */
export function cellMenu(actions: RowsActions, editing: CommandHandlers, keys: KeyMap): readonly MenuEntry[] {
  const handlers = cellHandlers(actions);
  const filter = handlers['grid.filterByValue'];
  const own = {
    ...handlers,
    ...editing,
    ...(filter && { 'grid.filterByValue': { ...filter, isOff: !canFilterBy(actions.cell) } }),
  };
  const [copy, ...rest] = commandMenu('cell', own, keys);
  return copy === undefined ? [] : [copy, copyAs(actions.onCopy, keys), ...rest];
}

function copyAs(onCopy: (format: CopyFormat, withHeader: boolean) => void, keys: KeyMap): MenuEntry {
  return {
    kind: 'submenu',
    label: 'Copy as',
    entries: copyFormats.map(({ format, label }) => ({
      label,
      keys: format === 'json' ? keys.keysOf('grid.copyJson')[0] : undefined,
      onSelect: () => onCopy(format, true),
    })),
  };
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
