// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid with fixed columns cannot be laid out as a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus.

import { ArrowDown, ArrowUp } from 'lucide-react';
import { type PointerEvent, type RefObject, useRef } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import type { ShownColumn } from './result-columns.ts';
import styles from './result-grid.module.css';

export interface ResultHeadProps {
  readonly head: RefObject<HTMLDivElement | null>;
  readonly columns: readonly ShownColumn[];
  readonly totalWidth: number;
  readonly gutter: number;
  readonly onWidth: (index: number, width: number) => void;
}

/** Names and types of the columns; an arrow shows by which the statement sorts. */
export function ResultHead({ head, columns, totalWidth, gutter, onWidth }: ResultHeadProps) {
  const dragged = useRef<{ readonly x: number; readonly width: number } | null>(null);
  function move(event: PointerEvent, index: number): void {
    const start = dragged.current;
    if (start !== null) onWidth(index, start.width + event.clientX - start.x);
  }
  return (
    <div ref={head} className={styles.head} role="rowgroup" style={{ width: gutter + totalWidth }}>
      <div role="row" aria-rowindex={1} className={styles.headRow}>
        <div className={styles.gutter} role="presentation" />
        <div className={styles.cells} style={{ width: totalWidth }} role="presentation">
          {columns.map(({ column, index, width, start, sort, type, isNumeric }) => (
            <div
              key={index}
              role="columnheader"
              aria-colindex={index + 2}
              aria-sort={sort === null ? undefined : sort === 'up' ? 'ascending' : 'descending'}
              title={column.name}
              style={{ width, left: start }}
              className={classNames(
                styles.headCell,
                isNumeric && styles.numericHead,
                sort !== null && styles.sorted,
              )}
            >
              <span className={styles.line}>
                <span className={styles.name}>{column.name === '' ? '(no name)' : column.name}</span>
                {sort === 'up' && <ArrowUp aria-hidden="true" />}
                {sort === 'down' && <ArrowDown aria-hidden="true" />}
              </span>
              <span className={styles.type}>{type}</span>
              <span
                className={styles.handle}
                aria-hidden="true"
                onPointerDown={(event) => {
                  event.stopPropagation();
                  event.currentTarget.setPointerCapture(event.pointerId);
                  dragged.current = { x: event.clientX, width };
                }}
                onPointerMove={(event) => move(event, index)}
                onPointerUp={() => {
                  dragged.current = null;
                }}
              />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
