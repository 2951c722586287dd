import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { keyText } from '../../lib/cells/cell-text.ts';
import { classNames } from '../../lib/class-names.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { SelectButton } from '../../ui/select-button.tsx';
import styles from './find-matches.module.css';
import { type ColumnMatches, type FindOrder, findLines, matchesByColumn } from './find-order.ts';
import type { FindState } from './use-find.ts';

export interface FindMatchesProps {
  readonly state: FindState;
  readonly onShow: (index: number) => void;
  /** Keeps the rows that have the text in this column. */
  readonly onFilter: (column: string) => void;
}

const MATCH_HEIGHT = 47;
const COLUMN_HEIGHT = 28;
const ORDERS = [
  { value: 'row', label: 'By row' },
  { value: 'column', label: 'By column' },
] as const;

/** The matches found so far, as a list; a click goes to one. */
export function FindMatches({ state, onShow, onFilter }: FindMatchesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [order, setOrder] = useState<FindOrder>('row');
  const columns = useMemo(() => matchesByColumn(state.matches), [state.matches]);
  const lines = useMemo(() => findLines(state.matches, order), [state.matches, order]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'column' ? COLUMN_HEIGHT : MATCH_HEIGHT),
    getItemKey: (index) => `${order} ${index}`,
    overscan: 8,
  });
  const found = formatCount(state.totalMatches);
  return (
    <section className={styles.pane} aria-label="Matches">
      <header className={styles.head}>
        <h2>Matches</h2>
        <span className={styles.count}>{state.isRunning ? `${found} so far` : found}</span>
        <Menu
          align="end"
          trigger={
            <SelectButton size="small" aria-label={`Order of the matches: ${labelOf(order)}`}>
              {labelOf(order)}
            </SelectButton>
          }
          entries={[
            {
              kind: 'choice',
              isClosing: true,
              label: 'Order of the matches',
              value: order,
              choices: ORDERS,
              onChoose: (value) => setOrder(value === 'column' ? 'column' : 'row'),
            },
          ]}
        />
      </header>
      {columns.length > 0 && (
        <ul className={styles.figures} aria-label="Matches in each column" title={figuresOf(columns)}>
          {columns.map(({ column, count }) => (
            <li key={column}>
              {column} <span className={styles.figure}>{formatCount(count)}</span>
            </li>
          ))}
        </ul>
      )}
      <div ref={scroller} className={styles.scroller}>
        <ol className={styles.list} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            const place = { transform: `translateY(${item.start}px)` };
            if (line.kind === 'column') {
              return (
                <li key={item.key} style={place} className={classNames(styles.item, styles.group)}>
                  <span className={styles.groupName}>{line.column}</span>
                  <span className={styles.figure}>{formatCount(line.count)}</span>
                </li>
              );
            }
            const match = state.matches[line.index];
            if (match === undefined) return null;
            const isCurrent = line.index === state.current;
            return (
              <li key={item.key} style={place} className={styles.item}>
                <PlainButton
                  aria-current={isCurrent}
                  className={classNames(styles.match, isCurrent && styles.current)}
                  onClick={() => onShow(line.index)}
                >
                  <span className={styles.key}>{keyText(match.key)}</span>
                  <span className={styles.column}>{placeOf(match)}</span>
                  <span className={styles.text}>
                    {match.before}
                    <mark>{match.match}</mark>
                    {match.after}
                  </span>
                </PlainButton>
              </li>
            );
          })}
        </ol>
      </div>
      <footer className={styles.foot}>
        <span className={styles.limit}>
          {state.isCut ? `Stopped at ${found} matches` : 'Stops at 10,000 matches'}
        </span>
        <AsFilter columns={columns} onFilter={onFilter} />
      </footer>
    </section>
  );
}

/** A filter is of one column: with matches in more than one it is asked which. */
function AsFilter({
  columns,
  onFilter,
}: {
  readonly columns: readonly ColumnMatches[];
  readonly onFilter: (column: string) => void;
}) {
  const [first, ...others] = columns;
  if (first === undefined || others.length === 0) {
    return (
      <Button
        variant="ghost"
        size="small"
        disabled={first === undefined}
        onClick={() => first !== undefined && onFilter(first.column)}
      >
        As filter
      </Button>
    );
  }
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="ghost" size="small">
          As filter
        </Button>
      }
      entries={[
        { kind: 'heading', label: 'Rows with the text in' },
        ...columns.map(({ column, count }) => ({
          label: `${column}, ${formatCount(count)}`,
          onSelect: () => onFilter(column),
        })),
      ]}
    />
  );
}

function labelOf(order: FindOrder): string {
  return ORDERS.find(({ value }) => value === order)?.label ?? '';
}

function figuresOf(columns: readonly ColumnMatches[]): string {
  return columns.map(({ column, count }) => `${column} ${formatCount(count)}`).join(', ');
}

function placeOf({ column, path }: { readonly column: string; readonly path: string | null }): string {
  if (path === null) return column;
  return path.startsWith('[') ? `${column}${path}` : `${column}.${path}`;
}
