// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid with fixed columns cannot be laid out as a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus; heads are moved by their keys.

import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import type { ShownColumn } from './result-columns.ts';
import styles from './result-grid.module.css';

export interface ResultHeadProps {
  readonly head: RefObject<HTMLDivElement | null>;
  /** Those that are drawn. */
  readonly columns: readonly ShownColumn[];
  readonly columnCount: number;
  readonly totalWidth: number;
  readonly gutter: number;
  readonly onWidth: (index: number, width: number) => void;
  /** As wide as its values are. */
  readonly onFit: (index: number) => void;
  readonly onReveal: (index: number) => void;
  /** Back to the rows. */
  readonly onLeave: () => void;
}

const STEP = 16;
const STEPS: Readonly<Record<string, number | undefined>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: -Infinity,
  End: Infinity,
};

/**
 * Names and types of the columns; an arrow shows by which the statement sorts. One of them is a tab stop; arrows go to
 * the others, with Alt they change the width, and Enter fits it.
 */
export function ResultHead(props: ResultHeadProps) {
  const { head, columns, columnCount, totalWidth, gutter, onWidth, onFit } = props;
  const [at, setAt] = useState(0);
  const drawn = columns.some(({ index }) => index === at);
  // Tab comes to a head that is in sight.
  const stop = drawn ? at : (columns[0]?.index ?? 0);
  function goTo(wanted: number): void {
    const index = Math.min(Math.max(0, wanted), columnCount - 1);
    setAt(index);
    props.onReveal(index);
    // A head that was out of sight is drawn after the scrolling.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        head.current?.querySelector<HTMLElement>(`[data-head="${index}"]`)?.focus({ preventScroll: true }),
      ),
    );
  }
  function press(event: KeyboardEvent, { index, width }: ShownColumn): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const step = STEPS[event.key];
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if (event.altKey && isSideways) onWidth(index, width + (event.key === 'ArrowLeft' ? -STEP : STEP));
    else if (event.altKey) return;
    else if (step !== undefined) goTo(index + step);
    else if (event.key === 'Enter') onFit(index);
    else if (event.key === 'ArrowDown') props.onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div ref={head} className={styles.head} role="rowgroup" style={{ width: gutter + totalWidth }}>
      <div role="row" aria-rowindex={1} className={styles.headRow}>
        <div className={styles.gutter} role="presentation" />
        <div className={styles.cells} style={{ width: totalWidth }} role="presentation">
          {columns.map((shown) => {
            const { column, index, width, start, sort, type, isNumeric } = shown;
            const name = column.name === '' ? '(no name)' : column.name;
            return (
              <div
                key={index}
                role="columnheader"
                aria-colindex={index + 2}
                aria-sort={sort === null ? undefined : sort === 'up' ? 'ascending' : 'descending'}
                aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Enter"
                data-head={index}
                tabIndex={index === stop ? 0 : -1}
                title={column.name}
                style={{ width, left: start }}
                className={classNames(
                  styles.headCell,
                  isNumeric && styles.numericHead,
                  sort !== null && styles.sorted,
                )}
                onFocus={() => setAt(index)}
                onKeyDown={(event) => press(event, shown)}
              >
                <span className={styles.line}>
                  <span className={styles.name}>{name}</span>
                  {sort === 'up' && <ArrowUp aria-hidden="true" />}
                  {sort === 'down' && <ArrowDown aria-hidden="true" />}
                </span>
                <span className={styles.type}>{type}</span>
                <ResizeHandle
                  name={name}
                  width={width}
                  onWidth={(next) => onWidth(index, next)}
                  onFit={() => onFit(index)}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface ResizeHandleProps {
  readonly name: string;
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly onFit: () => void;
}

function ResizeHandle({ name, width, onWidth, onFit }: ResizeHandleProps) {
  const dragged = useRef<{ readonly x: number; readonly width: number } | null>(null);
  function begin(event: PointerEvent): void {
    event.stopPropagation();
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = { x: event.clientX, width };
  }
  function drag(event: PointerEvent): void {
    if (dragged.current !== null) onWidth(dragged.current.width + event.clientX - dragged.current.x);
  }
  function end(): void {
    dragged.current = null;
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${name}`}
      aria-valuenow={Math.round(width)}
      className={styles.handle}
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={(event) => {
        event.stopPropagation();
        onFit();
      }}
    />
  );
}
