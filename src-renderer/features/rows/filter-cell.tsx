// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid with fixed columns cannot be laid out as a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell.

import { useEffect, useRef, useState } from 'react';
import { parseFilter } from '../../../src-preload/contract/filter-text.ts';
import { classNames } from '../../lib/class-names.ts';
import { PlainField } from '../../ui/plain-field.tsx';
import styles from './filter-cell.module.css';
import type { ShownColumn } from './use-columns.ts';

export interface FilterCellProps {
  readonly shown: ShownColumn;
  readonly place: number;
  /** The filter in force. */
  readonly text: string;
  /** The engine's own words where it refused this filter. */
  readonly problem: string | null;
  readonly onFilter: (text: string) => void;
  /** Esc and arrow down: back to the rows. */
  readonly onLeave: () => void;
}

const WAIT = 350;

/** The field above a column in which its filter is typed. It is applied when typing stops, or with Enter. */
export function FilterCell({ shown, place, text, problem, onFilter, onLeave }: FilterCellProps) {
  const { column, width, start, isPinned } = shown;
  const [draft, setDraft] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const applied = useRef(text);
  useEffect(() => {
    if (applied.current === text) return;
    applied.current = text;
    setDraft(text);
  }, [text]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const parsed = parseFilter(draft);
  const hint = parsed.ok ? problem : parsed.problem;
  function apply(next: string): void {
    clearTimeout(timer.current);
    if (!parseFilter(next).ok || next === applied.current) return;
    applied.current = next;
    onFilter(next);
  }
  function type(next: string): void {
    setDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => apply(next), WAIT);
  }
  const hintId = `filter-hint-${place}`;
  return (
    <div
      role="gridcell"
      aria-colindex={place + 2}
      className={styles.cell}
      style={isPinned ? { width } : { width, left: start, position: 'absolute' }}
    >
      <PlainField
        className={classNames(styles.field, text !== '' && styles.on, hint !== null && styles.wrong)}
        aria-label={`Filter ${column.name}`}
        aria-invalid={hint !== null || undefined}
        aria-describedby={hint === null ? undefined : hintId}
        title={hint ?? undefined}
        autoComplete="off"
        spellCheck={false}
        data-filter={column.name}
        value={draft}
        onChange={(event) => type(event.target.value)}
        onBlur={() => apply(draft)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply(draft);
          else if (event.key === 'ArrowDown') onLeave();
          else if (event.key === 'Escape') {
            if (draft === applied.current) onLeave();
            else {
              clearTimeout(timer.current);
              setDraft(applied.current);
            }
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {hint !== null && (
        <p id={hintId} role="alert" className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
