// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid with fixed columns cannot be laid out as a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell.

import { memo } from 'react';
import type { Cell } from '../../../../src-preload/contract/cell.ts';
import { formatCount } from '../../../lib/cells/byte-size.ts';
import { viewName } from '../../../lib/cells/cell-text.ts';
import { CellValue } from '../../../lib/cells/cell-value.tsx';
import { cellView } from '../../../lib/cells/cell-view.ts';
import { classNames } from '../../../lib/class-names.ts';
import type { ShownColumn } from './result-columns.ts';
import styles from './result-grid.module.css';

export interface ResultRowProps {
  readonly gridId: string;
  readonly number: number;
  readonly top: number;
  readonly cells: readonly Cell[];
  readonly columns: readonly ShownColumn[];
  readonly width: number;
  readonly isSelected: boolean;
  readonly cursorColumn: number;
  readonly firstSelected: number;
  readonly lastSelected: number;
}

/** One row of a result. Drawn again only if something in it changed. */
export const ResultRow = memo(function ResultRow(props: ResultRowProps) {
  const { gridId, number, top, cells, columns, width, isSelected, cursorColumn } = props;
  return (
    <div
      role="row"
      aria-rowindex={number + 2}
      data-row={number}
      aria-selected={isSelected}
      className={classNames(styles.row, isSelected && styles.selected)}
      style={{ top }}
    >
      <div role="rowheader" className={styles.gutter} data-place={-1}>
        {formatCount(number + 1)}
      </div>
      <div className={styles.cells} style={{ width }} role="presentation">
        {columns.map((shown) => {
          const { index } = shown;
          const cell = cells[index] ?? null;
          const view = cellView(cell);
          const isChip = view.look === 'blob' || view.look === 'json';
          const isCursor = cursorColumn === index;
          const isRanged =
            props.firstSelected >= 0 && index >= props.firstSelected && index <= props.lastSelected;
          return (
            <div
              key={index}
              id={isCursor ? resultCellId(gridId, number, index) : undefined}
              role="gridcell"
              aria-colindex={index + 2}
              aria-selected={isCursor || isRanged}
              aria-label={viewName(view)}
              data-place={index}
              style={{ width: shown.width, left: shown.start }}
              className={classNames(
                styles.cell,
                view.look === 'number' && styles.numeric,
                isChip && styles.chipped,
                isRanged && styles.ranged,
                isCursor && styles.cursor,
              )}
            >
              <CellValue cell={cell} />
            </div>
          );
        })}
      </div>
    </div>
  );
});

/** The id of a cell's element, for `aria-activedescendant`. */
export function resultCellId(gridId: string, row: number, column: number): string {
  return `${gridId}-r${row}-c${column}`;
}
