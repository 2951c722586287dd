import { ArrowUpRight } from 'lucide-react';
import type { Related } from '../../../src-preload/contract/rows.ts';
import { CellValue } from '../../lib/cells/cell-value.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './related-view.module.css';

/** More are seen where the row is opened. */
const MAX_COLUMNS = 4;

export interface ParentCardProps {
  readonly parent: Related['parents'][number];
  /** Stands beside the name of the table. */
  readonly note: string;
  /** The keys that open it from where the cursor is, if any do. */
  readonly keys: string | undefined;
  readonly onOpen: () => void;
}

/** A row that the row with the cursor points to, with its first fields. */
export function ParentCard({ parent, note, keys, onOpen }: ParentCardProps) {
  const { row } = parent;
  return (
    <section className={styles.card}>
      <header className={row === null ? styles.only : styles.head}>
        <ArrowUpRight aria-hidden="true" />
        <b title={parent.table}>{parent.table}</b>
        <span className={styles.note} title={note}>
          {note}
        </span>
        {row !== null && (
          <Button variant="ghost" size="small" keys={keys} onClick={onOpen}>
            Open
          </Button>
        )}
      </header>
      {row !== null && (
        <dl className={styles.values}>
          {parent.columns.slice(0, MAX_COLUMNS).map((name, index) => (
            <div key={name} className={styles.pair}>
              <dt title={name}>{name}</dt>
              <dd>
                <CellValue cell={row.cells[index] ?? null} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
