// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid with fixed columns cannot be laid out as a table element.

import { type ReactNode, useState, type WheelEvent } from 'react';
import styles from './grid.module.css';

/** More new rows are moved through. */
export const MOST_IN_SIGHT = 6;

export interface InsertedWindow {
  /** Index of the first new row in sight. */
  readonly first: number;
  readonly count: number;
  readonly onWheel: (event: WheelEvent) => void;
}

/** Which of the new rows are in sight: the one with the cursor always is. `cursor` is below 0 elsewhere. */
export function useInsertedWindow(total: number, cursor: number): InsertedWindow {
  const [wanted, setWanted] = useState(0);
  const [lastCursor, setLastCursor] = useState(cursor);
  const count = Math.min(total, MOST_IN_SIGHT);
  let first = Math.min(Math.max(0, wanted), total - count);
  if (cursor !== lastCursor) {
    if (cursor >= 0 && cursor < first) first = cursor;
    else if (cursor >= first + count) first = cursor - count + 1;
    setLastCursor(cursor);
    setWanted(first);
  }
  return {
    first,
    count,
    onWheel: ({ deltaY }) => total > count && setWanted(first + Math.sign(deltaY)),
  };
}

export interface InsertedRowsProps {
  readonly inserted: InsertedWindow;
  readonly rowHeight: number;
  readonly width: number;
  readonly children: ReactNode;
}

/** The place of the rows that are staged to be inserted: at the end of the view, always in sight. */
export function InsertedRows({ inserted, rowHeight, width, children }: InsertedRowsProps) {
  return (
    <div
      role="rowgroup"
      aria-label="New rows"
      className={styles.band}
      style={{ height: inserted.count * rowHeight, width }}
      onWheel={inserted.onWheel}
    >
      {children}
    </div>
  );
}
