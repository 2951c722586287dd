// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid with fixed columns cannot be laid out as a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell.

import { ListFilter } from 'lucide-react';
import { memo, type ReactNode, type RefObject, useState } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { FilterCell } from './filter-cell.tsx';
import styles from './grid.module.css';
import type { GridProps } from './grid.tsx';
import { HeaderCell } from './grid-header.tsx';
import type { ShownColumn } from './use-columns.ts';

export interface GridHeadProps {
  readonly head: RefObject<HTMLDivElement | null>;
  readonly grid: GridProps;
  /** How many columns are shown, drawn or not. */
  readonly columnCount: number;
  readonly pinned: readonly ShownColumn[];
  /** The columns beside them that are drawn, and the index of the first of these among all shown columns. */
  readonly center: readonly ShownColumn[];
  readonly centerOffset: number;
  readonly centerWidth: number;
  readonly totalWidth: number;
  readonly onReveal: (place: number) => void;
  readonly onLeave: () => void;
}

/** Heads and filters of the columns. Drawn again only if one of them may have changed, not while rows are scrolled. */
export const GridHead = memo(
  function GridHead(props: GridHeadProps) {
    const { head, grid, columnCount, pinned, center, centerOffset, onReveal, onLeave } = props;
    const { state } = grid;
    const [at, setAt] = useState(0);
    const stop = Math.min(at, columnCount - 1);
    function goTo(wanted: number): void {
      const place = Math.min(Math.max(0, wanted), columnCount - 1);
      setAt(place);
      onReveal(place);
      // A head that was out of sight is drawn after the scrolling.
      requestAnimationFrame(() =>
        requestAnimationFrame(() =>
          head.current?.querySelector<HTMLElement>(`[data-head="${place}"]`)?.focus(),
        ),
      );
    }
    const header = (shown: ShownColumn, place: number) => (
      <HeaderCell
        key={shown.index}
        shown={shown}
        place={place}
        isLast={place === columnCount - 1}
        sort={state.sort}
        menu={() => grid.columnMenu(shown)}
        onSort={(isAdding) => grid.onSort(shown.column.name, isAdding)}
        onWidth={(width) => grid.onWidth(shown, width)}
        onFit={() => grid.onFit(shown)}
        isTabStop={place === stop}
        onStep={(by) => goTo(place + by)}
        onLeave={onLeave}
        onDropColumn={(name) => grid.onMove(name, shown.column.name)}
      />
    );
    const filterField = (shown: ShownColumn, place: number) => (
      <FilterCell
        key={shown.index}
        shown={shown}
        place={place}
        text={state.filter.find((term) => term.column === shown.column.name)?.text ?? ''}
        problem={grid.filterProblem?.column === shown.column.name ? grid.filterProblem.message : null}
        onFilter={(text) => grid.onFilter({ column: shown.column.name, text })}
        onLeave={onLeave}
      />
    );
    const line = (lead: ReactNode, cell: typeof header) => (
      <>
        <div className={classNames(styles.fixed, pinned.length > 0 && styles.hasPinned)} role="presentation">
          {lead}
          {pinned.map(cell)}
        </div>
        <div className={styles.center} style={{ width: props.centerWidth }} role="presentation">
          {center.map((shown, index) => cell(shown, centerOffset + index))}
        </div>
      </>
    );
    return (
      <div ref={head} className={styles.head} style={{ width: props.totalWidth }} role="rowgroup">
        <div role="row" aria-rowindex={1} className={styles.headRow}>
          {line(
            <div role="columnheader" className={styles.gutter} aria-colindex={1}>
              <VisuallyHidden>Row number</VisuallyHidden>
            </div>,
            header,
          )}
        </div>
        {grid.isFilterOpen && (
          <div role="row" className={styles.filterRow}>
            {line(
              <div className={styles.gutter} role="presentation">
                <ListFilter aria-hidden="true" />
              </div>,
              filterField,
            )}
          </div>
        )}
      </div>
    );
  },
  // What it calls answers from the grid's props; where the rows are scrolled to is no part of them.
  (before, after) =>
    before.grid === after.grid &&
    before.columnCount === after.columnCount &&
    before.pinned === after.pinned &&
    before.center === after.center &&
    before.centerOffset === after.centerOffset &&
    before.centerWidth === after.centerWidth &&
    before.totalWidth === after.totalWidth,
);
