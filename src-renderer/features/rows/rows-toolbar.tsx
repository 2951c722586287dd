import { ArrowDown, ArrowUp, ListFilter, PanelRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FilterTerm, RowColumn, SortTerm } from '../../../src-preload/contract/rows.ts';
import { useCommandKeys } from '../../lib/commands/command-context.tsx';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { Button } from '../../ui/button.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import styles from './rows-toolbar.module.css';
import { ToolbarActions } from './toolbar-actions.tsx';

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
  /** null: rows cannot be added. */
  readonly onNewRow: (() => void) | null;
}

/** The tool bar above the grid: what is shown and how. */
export function RowsToolbar(props: RowsToolbarProps) {
  const { sort, filter } = props;
  const keys = useCommandKeys();
  const [first, ...others] = filter;
  const isNarrow = useMediaQuery('(max-width: 1199px)');
  const [second] = others;
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
        {second !== undefined && others.length === 1 && !isNarrow && (
          <FilterChip name={second.column} onRemove={() => props.onRemoveFilter(second.column)}>
            {second.text}
          </FilterChip>
        )}
        {(others.length > 1 || (others.length === 1 && isNarrow)) && (
          <FilterChip name={`+${others.length}`}>
            {isNarrow ? <VisuallyHidden>more filters</VisuallyHidden> : 'filters'}
          </FilterChip>
        )}
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
      <ToolbarActions
        columnCount={props.columns.length}
        shownCount={props.shownCount}
        isCollection={props.isCollection}
        isNarrow={isNarrow}
        columnEntries={props.columnEntries}
        onFind={props.onFind}
        onRefresh={props.onRefresh}
        onNewRow={props.onNewRow}
      />
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
