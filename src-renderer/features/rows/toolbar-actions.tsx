import { Columns3, Ellipsis, Plus, RefreshCw, Search } from 'lucide-react';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { useCommandKeys } from '../../lib/commands/command-context.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';

export interface ToolbarActionsProps {
  readonly columnCount: number;
  readonly shownCount: number;
  readonly isCollection: boolean;
  /** In a narrow window they stand in one menu, "More". */
  readonly isNarrow: boolean;
  readonly columnEntries: readonly MenuEntry[];
  readonly onFind: () => void;
  readonly onRefresh: () => void;
  readonly onNewRow: (() => void) | null;
}

/** What can be done with all rows: choose the columns, find, refresh. */
export function ToolbarActions(props: ToolbarActionsProps) {
  const { columnCount, shownCount, columnEntries, onFind, onRefresh, onNewRow } = props;
  const newLabel = props.isCollection ? 'Document' : 'Row';
  const keys = useCommandKeys();
  const noun = props.isCollection ? 'fields' : 'columns';
  const shown = formatCount(shownCount);
  const all = formatCount(columnCount);
  const isWhole = shownCount === columnCount;
  if (props.isNarrow) {
    return (
      <Menu
        align="end"
        trigger={
          <IconButton label="More" hasTooltip={false}>
            <Ellipsis />
          </IconButton>
        }
        entries={[
          {
            kind: 'submenu',
            label: isWhole ? `${shown} ${noun}` : `${shown} of ${all} ${noun}`,
            icon: <Columns3 />,
            entries: columnEntries,
            isDisabled: columnCount === 0,
          },
          {
            label: 'Find in all columns',
            icon: <Search />,
            keys: keys('table.find'),
            onSelect: () => afterMenu(onFind),
          },
          { label: 'Refresh', icon: <RefreshCw />, keys: keys('table.refresh'), onSelect: onRefresh },
          {
            label: `New ${newLabel.toLowerCase()}`,
            icon: <Plus />,
            keys: keys('edit.newRow'),
            isDisabled: onNewRow === null,
            onSelect: () => afterMenu(() => onNewRow?.()),
          },
        ]}
      />
    );
  }
  return (
    <>
      {columnCount > 0 && (
        <Menu
          align="end"
          trigger={
            <Button variant="ghost" icon={<Columns3 />} aria-label={`${shown} of ${all} ${noun} shown`}>
              {shown} of {all}
            </Button>
          }
          entries={columnEntries}
        />
      )}
      <IconButton label="Find in all columns" keys={keys('table.find')} onClick={onFind}>
        <Search />
      </IconButton>
      <IconButton label="Refresh" keys={keys('table.refresh')} onClick={onRefresh}>
        <RefreshCw />
      </IconButton>
      {onNewRow !== null && (
        <Button icon={<Plus />} aria-label={`New ${newLabel.toLowerCase()}`} onClick={onNewRow}>
          {newLabel}
        </Button>
      )}
    </>
  );
}

/** A menu gives the focus back when it has closed: what takes the focus waits for that. */
function afterMenu(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}
