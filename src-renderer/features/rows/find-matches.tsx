import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { keyText } from '../../lib/cells/cell-text.ts';
import { classNames } from '../../lib/class-names.ts';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './find-matches.module.css';
import type { FindState } from './use-find.ts';

export interface FindMatchesProps {
  readonly state: FindState;
  readonly onShow: (index: number) => void;
}

const HEIGHT = 47;

/** The matches found so far, as a list; a click goes to one. */
export function FindMatches({ state, onShow }: FindMatchesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: state.matches.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 8,
  });
  const found = formatCount(state.totalMatches);
  return (
    <section className={styles.pane} aria-label="Matches">
      <header className={styles.head}>
        <h2>Matches</h2>
        <span className={styles.count}>{state.isRunning ? `${found} so far` : found}</span>
      </header>
      <div ref={scroller} className={styles.scroller}>
        <ol className={styles.list} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const match = state.matches[item.index];
            if (match === undefined) return null;
            const isCurrent = item.index === state.current;
            return (
              <li key={item.key} style={{ transform: `translateY(${item.start}px)` }} className={styles.item}>
                <PlainButton
                  aria-current={isCurrent}
                  className={classNames(styles.match, isCurrent && styles.current)}
                  onClick={() => onShow(item.index)}
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
    </section>
  );
}

function placeOf({ column, path }: { readonly column: string; readonly path: string | null }): string {
  if (path === null) return column;
  return path.startsWith('[') ? `${column}${path}` : `${column}.${path}`;
}
