import { ArrowDown, ArrowUp, Columns3, ListFilter, PanelRight, RefreshCw, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FilterTerm, RowColumn, SortTerm } from '../../../src-preload/contract/rows.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { useCommandKeys } from '../../lib/commands/command-context.tsx';
import { Button } from '../../ui/button.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import styles from './rows-toolbar.module.css';

export interface RowsToolbarProps {
  readonly start: ReactNode;
  readonly sort: readonly SortTerm[];
  readonly filter: readonly FilterTerm[];
  readonly columns: readonly RowColumn[];
  readonly shownCount: number;
  readonly isCollection: boolean;
  readonly isFilterOpen: boolean;
  readonly isInspectorOpen: boolean;
  readonly columnEntries: readonly MenuEntry[];
  readonly onToggleFilter: () => void;
  readonly onRemoveFilter: (column: string) => void;
  readonly onClearSort: () => void;
  readonly onFind: () => void;
  readonly onRefresh: () => void;
  readonly onToggleInspector: () => void;
}

/** The tool bar above the grid: what is shown and how. */
export function RowsToolbar(props: RowsToolbarProps) {
  const { sort, filter, columns, shownCount, isCollection } = props;
  const keys = useCommandKeys();
  const [first, ...others] = filter;
  const noun = isCollection ? 'fields' : 'columns';
  const shown = formatCount(shownCount);
  return (
    <div className={styles.bar} role="toolbar" aria-label="Rows" data-region="toolbar">
      {props.start}
      {props.start !== undefined && <span className={styles.rule} />}
      <Button
        variant="ghost"
        icon={<ListFilter />}
        aria-pressed={props.isFilterOpen}
        aria-label="Filter"
        onClick={props.onToggleFilter}
        className={props.isFilterOpen ? styles.on : undefined}
      >
        <span className={styles.label}>Filter</span>
      </Button>
      <span className={styles.chips}>
        {first !== undefined && (
          <FilterChip name={first.column} onRemove={() => props.onRemoveFilter(first.column)}>
            {first.text}
          </FilterChip>
        )}
        {others.length === 1 && others[0] !== undefined && (
          <FilterChip name={others[0].column} onRemove={() => props.onRemoveFilter(others[0]?.column ?? '')}>
            {others[0].text}
          </FilterChip>
        )}
        {others.length > 1 && <FilterChip name={`+${others.length}`}>filters</FilterChip>}
        {sort.length > 0 && (
          <FilterChip name="Sort" removeLabel="Remove the sort" onRemove={props.onClearSort}>
            {sort.map((term) => (
              <span key={term.column} className={styles.sort}>
                {term.column}
                {term.direction === 'up' ? (
                  <ArrowUp aria-label="ascending" />
                ) : (
                  <ArrowDown aria-label="descending" />
                )}
              </span>
            ))}
          </FilterChip>
        )}
      </span>
      <span className={styles.grow} />
      {columns.length > 0 && (
        <Menu
          align="end"
          trigger={
            <Button
              variant="ghost"
              icon={<Columns3 />}
              aria-label={
                shownCount === columns.length
                  ? `${shownCount} ${noun}, all shown`
                  : `Shown ${noun}: ${shownCount} of ${columns.length}`
              }
            >
              <span className={styles.label}>
                {shownCount === columns.length
                  ? `${shown} ${noun}`
                  : `${shown} of ${formatCount(columns.length)}`}
              </span>
            </Button>
          }
          entries={props.columnEntries}
        />
      )}
      <IconButton label="Find in all columns" keys={keys('table.find')} onClick={props.onFind}>
        <Search />
      </IconButton>
      <IconButton label="Refresh" keys={keys('table.refresh')} onClick={props.onRefresh}>
        <RefreshCw />
      </IconButton>
      <IconButton
        label="Inspector"
        keys={keys('view.inspector')}
        isPressed={props.isInspectorOpen}
        onClick={props.onToggleInspector}
      >
        <PanelRight />
      </IconButton>
    </div>
  );
}
