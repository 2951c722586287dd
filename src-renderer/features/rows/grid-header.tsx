// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid with fixed columns cannot be laid out as a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell.

import { ArrowDown, ArrowUp, EllipsisVertical } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { SortTerm } from '../../../src-preload/contract/rows.ts';
import { classNames } from '../../lib/class-names.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './grid-header.module.css';
import type { ShownColumn } from './use-columns.ts';

export interface HeaderCellProps {
  readonly shown: ShownColumn;
  readonly place: number;
  /** The edge of the last column is the edge of the grid. */
  readonly isLast: boolean;
  readonly sort: readonly SortTerm[];
  readonly menu: () => readonly MenuEntry[];
  /** `isAdding` keeps the other sort keys. */
  readonly onSort: (isAdding: boolean) => void;
  readonly onWidth: (width: number) => void;
  readonly onFit: () => void;
  /** Whether Tab comes here; the other heads are reached by arrow keys. */
  readonly isTabStop: boolean;
  /** An arrow key: by how many columns; Infinity goes to the edge. */
  readonly onStep: (by: number) => void;
  /** Back to the rows. */
  readonly onLeave: () => void;
  /** The column with this name was dropped here. */
  readonly onDropColumn: (name: string) => void;
}

const STEP = 16;
const STEPS: Readonly<Record<string, number | undefined>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: -Infinity,
  End: Infinity,
};
const DRAG_TYPE = 'application/x-cairn-column';

/** The head of a column: name, sort, type and badges; its edge changes the width, itself can be dragged. */
export function HeaderCell(props: HeaderCellProps) {
  const { shown, place, sort, onSort } = props;
  const { column, width, start, isPinned } = shown;
  const [isOver, setOver] = useState(false);
  const cell = useRef<HTMLDivElement>(null);
  const at = sort.findIndex((term) => term.column === column.name);
  const term = sort[at];
  function press(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      props.onWidth(width + (event.key === 'ArrowLeft' ? -STEP : STEP));
    } else if (event.altKey && event.key === 'ArrowDown') {
      cell.current?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.click();
    } else if (event.altKey || event.ctrlKey || event.metaKey) return;
    else if (step !== undefined) props.onStep(step);
    else if (event.key === 'ArrowDown' || event.key === 'Escape') props.onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div
      ref={cell}
      role="columnheader"
      aria-colindex={place + 2}
      aria-sort={term === undefined ? 'none' : term.direction === 'up' ? 'ascending' : 'descending'}
      className={classNames(
        styles.cell,
        column.isNumeric && column.references === null && styles.numeric,
        term !== undefined && styles.sorted,
        isOver && styles.over,
      )}
      style={isPinned ? { width } : { width, left: start, position: 'absolute' }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const name = event.dataTransfer.getData(DRAG_TYPE);
        if (event.dataTransfer.types.includes(DRAG_TYPE)) props.onDropColumn(name);
      }}
    >
      <PlainButton
        className={styles.button}
        draggable
        title={column.name}
        tabIndex={props.isTabStop ? 0 : -1}
        data-head={place}
        aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Alt+ArrowDown"
        onKeyDown={press}
        onDragStart={(event) => event.dataTransfer.setData(DRAG_TYPE, column.name)}
        onClick={(event) => onSort(event.shiftKey)}
      >
        <span className={styles.line}>
          <span className={styles.name}>{column.name === '' ? '(no name)' : column.name}</span>
          {term !== undefined && (term.direction === 'up' ? <ArrowUp /> : <ArrowDown />)}
          {term !== undefined && sort.length > 1 && <span className={styles.order}>{at + 1}</span>}
        </span>
        <span className={styles.second}>
          <span className={styles.type}>{column.declaredType}</span>
          <ColumnBadges shown={shown} />
        </span>
      </PlainButton>
      <span className={classNames(styles.menu, props.isLast && styles.lastMenu)}>
        <Menu
          trigger={
            <IconButton size="mini" label={`Menu of ${column.name}`} hasTooltip={false} tabIndex={-1}>
              <EllipsisVertical />
            </IconButton>
          }
          entries={props.menu()}
        />
      </span>
      <ResizeHandle
        name={column.name}
        width={width}
        isLast={props.isLast}
        onWidth={props.onWidth}
        onFit={props.onFit}
      />
    </div>
  );
}

function ColumnBadges({ shown: { column } }: { readonly shown: ShownColumn }) {
  const { references } = column;
  return (
    <>
      {column.primaryKeyPosition > 0 && (
        <Badge variant="key" title="Primary key">
          PK
        </Badge>
      )}
      {references !== null && (
        <Badge variant="reference" title={`Points to ${references.table}.${references.column}`}>
          FK
        </Badge>
      )}
      {column.isUnique && column.primaryKeyPosition === 0 && <Badge title="Unique">UQ</Badge>}
      {column.isIndexed && !column.isUnique && column.primaryKeyPosition === 0 && (
        <Badge title="Indexed">IX</Badge>
      )}
    </>
  );
}

interface ResizeHandleProps {
  readonly name: string;
  readonly width: number;
  readonly isLast: boolean;
  readonly onWidth: (width: number) => void;
  readonly onFit: () => void;
}

function ResizeHandle({ name, width, isLast, onWidth, onFit }: ResizeHandleProps) {
  const begun = useRef<{ readonly x: number; readonly width: number } | null>(null);
  function begin(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    begun.current = { x: event.clientX, width };
  }
  function drag(event: PointerEvent): void {
    if (begun.current !== null) onWidth(begun.current.width + event.clientX - begun.current.x);
  }
  function end(): void {
    begun.current = null;
  }
  function press(event: KeyboardEvent): void {
    if (event.key === 'ArrowLeft') onWidth(width - STEP);
    else if (event.key === 'ArrowRight') onWidth(width + STEP);
    else if (event.key === 'Enter') onFit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${name}`}
      aria-valuenow={Math.round(width)}
      tabIndex={-1}
      className={classNames(styles.handle, isLast && styles.lastHandle)}
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={onFit}
      onKeyDown={press}
    />
  );
}
