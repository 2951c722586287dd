import { ArrowDown, ArrowUp, ListFilter, PanelRight } from 'lucide-react';
import { type ReactNode, type RefObject, useState } from 'react';
import type { FilterTerm, RowColumn, SortTerm } from '../../../src-preload/contract/rows.ts';
import { useCommandHandlers, useCommandKeys } from '../../lib/commands/command-context.tsx';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { Button } from '../../ui/button.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import { FilterChips } from './filter-line/filter-chips.tsx';
import type { FieldScope } from './filter-line/use-field-names.ts';
import { FilterLine } from './rows-parts.ts';
import styles from './rows-toolbar.module.css';
import { ToolbarActions } from './toolbar-actions.tsx';

export interface RowsToolbarProps {
  readonly scope: FieldScope;
  readonly root: RefObject<HTMLElement | null>;
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
  readonly onFilter: (terms: readonly FilterTerm[]) => void;
  readonly onClearSort: () => void;
  readonly onFind: () => void;
  readonly onRefresh: () => void;
  readonly onToggleInspector: () => void;
  /** null: rows cannot be added. */
  readonly onNewRow: (() => void) | null;
}

/** The tool bar above the grid: what is shown and how, and below it the filter as text while its row is open. */
export function RowsToolbar(props: RowsToolbarProps) {
  const { sort, filter } = props;
  const keys = useCommandKeys();
  const isNarrow = useMediaQuery('(max-width: 1199px)');
  const [wish, setWish] = useState<{ serial: number; term: number | null }>({ serial: 0, term: null });
  function editTerm(term: number | null): void {
    if (!props.isFilterOpen) props.onToggleFilter();
    setWish({ serial: wish.serial + 1, term });
  }
  function removeTerm(index: number): void {
    props.onFilter(filter.filter((_, place) => place !== index));
  }
  useCommandHandlers({ 'table.filterText': { run: () => editTerm(null) } }, props.root);
  const bar = (
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
        <FilterChips filter={filter} onRemove={removeTerm} onEdit={editTerm} />
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
  return (
    <>
      {bar}
      {props.isFilterOpen && (
        <FilterLine
          scope={props.scope}
          columns={props.columns}
          isCollection={props.isCollection}
          filter={filter}
          wish={wish}
          onFilter={props.onFilter}
          onLeave={() => props.root.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()}
        />
      )}
    </>
  );
}
