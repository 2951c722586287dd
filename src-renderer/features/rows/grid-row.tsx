// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid with fixed columns cannot be laid out as a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell.

import { ArrowUpRight } from 'lucide-react';
import { memo } from 'react';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { viewName } from '../../lib/cells/cell-text.ts';
import { CellValue, type MarkedText } from '../../lib/cells/cell-value.tsx';
import { cellView } from '../../lib/cells/cell-view.ts';
import { classNames } from '../../lib/class-names.ts';
import styles from './grid.module.css';
import type { Labels } from './labels.ts';
import type { CachedRow } from './row-cache.ts';
import type { ShownColumn } from './use-columns.ts';

export interface GridRowProps {
  readonly gridId: string;
  readonly number: number;
  /** `none`: it is not known yet whether there is such a row. */
  readonly numbering: 'exact' | 'about' | 'none';
  readonly top: number;
  readonly row: CachedRow | undefined;
  readonly pinned: readonly ShownColumn[];
  readonly center: readonly ShownColumn[];
  readonly centerWidth: number;
  /** Index of the first of `center` among all shown columns. */
  readonly centerOffset: number;
  readonly isSelected: boolean;
  /** Index of the column with the cursor; -1 if it is in another row. */
  readonly cursorColumn: number;
  /** Columns of a selection of more than one cell; -1 if none is in this row. */
  readonly firstSelected: number;
  readonly lastSelected: number;
  readonly marked: MarkedText | null;
  readonly labels: Labels;
}

/** One row of the grid. Drawn again only if something in it changed. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { gridId, number, numbering, top, row, pinned, center, centerWidth, centerOffset } = props;
  const cellOf = (shown: ShownColumn, place: number) => (
    <GridCell
      key={shown.index}
      id={props.cursorColumn === place ? cellId(gridId, number, shown.index) : undefined}
      row={number}
      place={place}
      shown={shown}
      data={row}
      isCursor={props.cursorColumn === place}
      isRanged={place >= props.firstSelected && place <= props.lastSelected && props.firstSelected >= 0}
      marked={props.marked}
      labels={props.labels}
    />
  );
  return (
    <div
      role="row"
      aria-rowindex={number + 2}
      data-row={number}
      aria-selected={props.isSelected}
      className={classNames(styles.row, props.isSelected && styles.selected)}
      style={{ top }}
    >
      <div className={classNames(styles.fixed, pinned.length > 0 && styles.hasPinned)} role="presentation">
        <div
          // Without a number it is the head of nothing.
          role={numbering === 'none' ? 'presentation' : 'rowheader'}
          className={styles.gutter}
          data-place={-1}
        >
          {numberText(number, numbering)}
        </div>
        {pinned.map((shown, at) => cellOf(shown, at))}
      </div>
      <div className={styles.center} style={{ width: centerWidth }} role="presentation">
        {center.map((shown, at) => cellOf(shown, centerOffset + at))}
      </div>
    </div>
  );
});

function numberText(number: number, numbering: GridRowProps['numbering']): string {
  if (numbering === 'none') return '';
  return numbering === 'exact' ? formatCount(number + 1) : `~${formatCount(number + 1)}`;
}

/** The id of a cell's element, for `aria-activedescendant`. */
export function cellId(gridId: string, row: number, columnIndex: number): string {
  return `${gridId}-r${row}-c${columnIndex}`;
}

interface GridCellProps {
  /** Only the cell with the cursor has one: each attribute that changes with the row costs as long as its text. */
  readonly id: string | undefined;
  readonly row: number;
  readonly place: number;
  readonly shown: ShownColumn;
  readonly data: CachedRow | undefined;
  readonly isCursor: boolean;
  readonly isRanged: boolean;
  readonly marked: MarkedText | null;
  readonly labels: Labels;
}

function GridCell(props: GridCellProps) {
  const { id, row, place, shown, data, isCursor, isRanged, marked, labels } = props;
  const { column, width, start, isPinned } = shown;
  const style = isPinned ? { width } : { width, left: start };
  const common = {
    id,
    'aria-colindex': place + 2,
    'data-place': place,
    style,
  } as const;
  if (data === undefined) {
    return (
      <div
        role="gridcell"
        {...common}
        className={classNames(styles.cell, isCursor && styles.cursor)}
        aria-label="loading"
      >
        <span className={styles.bar} style={{ width: 24 + ((row * 37 + place * 53) % 60) }} />
      </div>
    );
  }
  const cell = data.cells[shown.index] ?? null;
  const isLink = column.references !== null && cell !== null;
  const view = cellView(cell);
  const isChip = view.look === 'blob' || view.look === 'json';
  const isNumeric = column.isNumeric && column.references === null && view.look !== 'text' && !isChip;
  const label = isLink ? labels.get(column.name, cell) : null;
  return (
    <div
      role="gridcell"
      {...common}
      aria-selected={isRanged || isCursor}
      aria-label={label === null ? viewName(view) : `${viewName(view)}, ${label}`}
      className={classNames(
        styles.cell,
        isNumeric && styles.numeric,
        isLink && styles.linked,
        isChip && styles.chipped,
        isRanged && styles.ranged,
        isCursor && styles.cursor,
      )}
    >
      {isLink ? (
        <>
          <span className={styles.value}>
            <CellValue cell={cell} marked={marked} />
          </span>
          {/* The space parts the words for whoever reads the cell's text; boxes in a row do not draw it. */}
          {label !== null && ' '}
          {label !== null && <span className={styles.reference}>{label}</span>}
          <span
            className={styles.follow}
            data-follow=""
            title={`Open the row in ${column.references?.table}`}
          >
            <ArrowUpRight aria-hidden="true" />
          </span>
        </>
      ) : (
        <CellValue cell={cell} marked={marked} />
      )}
    </div>
  );
}
