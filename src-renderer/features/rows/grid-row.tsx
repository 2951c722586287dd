// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid with fixed columns cannot be laid out as a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell.

import { ArrowUpRight, Circle, Minus, Plus } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { EditRules } from '../../../src-preload/contract/edits.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { cellName, viewName } from '../../lib/cells/cell-text.ts';
import { CellValue, type MarkedText } from '../../lib/cells/cell-value.tsx';
import { cellView } from '../../lib/cells/cell-view.ts';
import { classNames } from '../../lib/class-names.ts';
import type { OverlayCell, OverlayRow } from '../../lib/edits/overlay-row.ts';
import styles from './grid.module.css';
import type { Labels } from './labels.ts';
import type { CachedRow } from './row-cache.ts';
import type { ShownColumn } from './use-columns.ts';

export interface GridRowProps {
  readonly gridId: string;
  readonly number: number;
  /** `none`: it is not known yet whether there is such a row. */
  readonly numbering: 'exact' | 'about' | 'none';
  /** What is staged of the row. */
  readonly staged: OverlayRow | undefined;
  /** Says what columns of a new row get that are left out; null elsewhere. */
  readonly rules: EditRules | null;
  /** The editor of the cell with the cursor, while it is edited. */
  readonly editor: ReactNode;
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
      staged={props.staged?.cellOf(shown.column)}
      rules={props.rules}
      editor={props.cursorColumn === place ? props.editor : undefined}
      isCursor={props.cursorColumn === place}
      isRanged={place >= props.firstSelected && place <= props.lastSelected && props.firstSelected >= 0}
      marked={props.marked}
      labels={props.labels}
    />
  );
  const kind = props.staged?.kind ?? null;
  return (
    <div
      role="row"
      aria-rowindex={number + 2}
      data-row={number}
      aria-selected={props.isSelected}
      className={classNames(styles.row, props.isSelected && styles.selected, kind !== null && styles[kind])}
      style={{ top }}
    >
      <div className={classNames(styles.fixed, pinned.length > 0 && styles.hasPinned)} role="presentation">
        <div
          // Without a number it is the head of nothing.
          role={numbering === 'none' ? 'presentation' : 'rowheader'}
          className={styles.gutter}
          data-place={-1}
        >
          {kind !== null && signs[kind]}
          {kind === 'insert' ? 'new' : numberText(number, numbering)}
        </div>
        {pinned.map((shown, at) => cellOf(shown, at))}
      </div>
      <div className={styles.center} style={{ width: centerWidth }} role="presentation">
        {center.map((shown, at) => cellOf(shown, centerOffset + at))}
      </div>
    </div>
  );
});

const signs = {
  update: <Circle role="img" aria-label="Updated" className={styles.dot} />,
  insert: <Plus role="img" aria-label="Inserted" />,
  delete: <Minus role="img" aria-label="Deleted" />,
} as const;

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
  readonly staged: OverlayCell | undefined;
  readonly rules: EditRules | null;
  readonly editor: ReactNode;
  readonly isCursor: boolean;
  readonly isRanged: boolean;
  readonly marked: MarkedText | null;
  readonly labels: Labels;
}

function GridCell(props: GridCellProps) {
  const { id, row, place, shown, data, staged, editor, isCursor, isRanged, marked, labels } = props;
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
  if (editor !== undefined) {
    return (
      <div role="gridcell" {...common} aria-selected className={classNames(styles.cell, styles.edit)}>
        {editor}
      </div>
    );
  }
  const base = data.cells[shown.index] ?? null;
  const cell = staged === undefined ? base : staged.cell;
  const isLink = column.references !== null && cell !== null;
  const view = cellView(cell);
  const isChip = view.look === 'blob' || view.look === 'json';
  const isNumeric = column.isNumeric && column.references === null && view.look !== 'text' && !isChip;
  const label = isLink ? labels.get(column.name, cell) : null;
  const filled = staged?.isDefault === true ? defaultText(props.rules, column.name) : null;
  const isNull = filled === 'NULL';
  const name = filled ?? (label === null ? viewName(view) : `${viewName(view)}, ${label}`);
  return (
    <div
      role="gridcell"
      {...common}
      aria-selected={isRanged || isCursor}
      aria-label={staged === undefined ? name : stagedName(column.name, name, staged, base)}
      className={classNames(
        styles.cell,
        isNumeric && styles.numeric,
        isLink && styles.linked,
        isChip && styles.chipped,
        staged !== undefined && styles[staged.state],
        staged?.isDraft === true && styles.draft,
        isRanged && styles.ranged,
        isCursor && styles.cursor,
      )}
    >
      {filled !== null ? (
        <span className={styles.filled}>{isNull ? <CellValue cell={null} /> : filled}</span>
      ) : isLink ? (
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

/** What stands in a column of a new row that is left out. */
function defaultText(rules: EditRules | null, column: string): string {
  const rule = rules?.columns.find((other) => other.column === column);
  if (rule === undefined) return '';
  if (rule.isGeneratedKey) return 'auto';
  // A quoted text is shown as the text that it stands for.
  return rule.defaultText?.replace(/^'(.*)'$/s, (_, text: string) => text.replaceAll("''", "'")) ?? 'NULL';
}

const stateWords = { changed: 'changed', inserted: 'new', deleted: 'deleted', invalid: 'not valid' } as const;

/** "city, Cork, changed, before Galway". */
function stagedName(
  column: string,
  name: string,
  { state, before, problem, isDraft }: OverlayCell,
  base: Cell,
): string {
  const words = [column, name, isDraft === true && problem === null ? 'draft' : stateWords[state]];
  if (problem !== null) words.push(problem);
  else if (state !== 'inserted') words.push(`before ${cellName(before === undefined ? base : before)}`);
  return words.join(', ');
}
