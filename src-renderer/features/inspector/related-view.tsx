import { ArrowUpRight, Braces, Table2 } from 'lucide-react';
import { useState } from 'react';
import type { Related } from '../../../src-preload/contract/rows.ts';
import { countOf, formatAbout } from '../../lib/cells/byte-size.ts';
import { keyIdentity } from '../../lib/cells/cell-text.ts';
import { CellValue } from '../../lib/cells/cell-value.tsx';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Note } from '../../ui/note.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './related-view.module.css';
import { useOfRow } from './use-row.ts';

type Parent = Related['parents'][number];
type Child = Related['children'][number];

const AT_FIRST = 4;
const ALL = 50;
const MAX_COLUMNS = 4;

/** Which rows this one points to, and which point at it. */
export function RelatedView(props: FocusedRow) {
  const { client, view, onOpenObject } = props;
  const [limit, setLimit] = useState(AT_FIRST);
  const { value, error } = useOfRow(props, `related ${limit}`, (key, signal) =>
    client.rows.related({ view: view.view, key: [...key], limit }, { signal }),
  );
  if (error !== null) {
    return <Note kind="error">{error instanceof Error ? error.message : String(error)}</Note>;
  }
  if (value === null) return null;
  const { parents, children } = value;
  if (parents.length === 0 && children.length === 0) {
    return <EmptyState isFilling title="No foreign key joins this table with another" />;
  }
  return (
    <div className={styles.related}>
      {parents.length > 0 && <h3 className={styles.section}>Points to</h3>}
      {parents.map((parent) => (
        <ParentCard
          key={`${parent.table} ${parent.fromColumns.join()}`}
          parent={parent}
          onOpen={() => parent.row !== null && onOpenObject({ object: parent.table, key: parent.row.key })}
        />
      ))}
      {children.length > 0 && <h3 className={styles.section}>Pointed at by</h3>}
      {children.map((child) => (
        <ChildCard
          key={`${child.table} ${child.fromColumns.join()}`}
          child={child}
          onOpenAll={() => onOpenObject({ object: child.table, filter: child.filter })}
          onOpenRow={(row) => onOpenObject({ object: child.table, key: row.key })}
          onMore={limit === AT_FIRST ? () => setLimit(ALL) : undefined}
        />
      ))}
    </div>
  );
}

function ParentCard({ parent, onOpen }: { readonly parent: Parent; readonly onOpen: () => void }) {
  const { row } = parent;
  return (
    <section className={styles.card}>
      <header className={row === null ? styles.only : styles.head}>
        <ArrowUpRight aria-hidden="true" />
        <b>{parent.table}</b>
        <span className={styles.note}>
          {parent.fromColumns.join(', ')}
          {row === null && (parent.isNull ? ' is NULL' : ', no such row')}
        </span>
        {row !== null && (
          <Button variant="ghost" size="small" onClick={onOpen}>
            Open
          </Button>
        )}
      </header>
      {row !== null && (
        <dl className={styles.values}>
          {parent.columns.slice(0, MAX_COLUMNS).map((name, index) => (
            <div key={name} className={styles.pair}>
              <dt>{name}</dt>
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

interface ChildCardProps {
  readonly child: Child;
  readonly onOpenAll: () => void;
  readonly onOpenRow: (row: Child['rows'][number]) => void;
  readonly onMore?: (() => void) | undefined;
}

function ChildCard({ child, onOpenAll, onOpenRow, onMore }: ChildCardProps) {
  const noun = child.kind === 'collection' ? 'document' : 'row';
  const { value, kind } = child.count;
  const counted =
    value === null ? '' : kind === 'exact' ? countOf(value, noun) : `${formatAbout(value)} ${noun}s`;
  const columns = child.columns.slice(0, MAX_COLUMNS);
  const isEmpty = child.rows.length === 0;
  const rest = (value ?? child.rows.length) - child.rows.length;
  return (
    <section className={styles.card}>
      <header className={isEmpty ? styles.only : styles.head}>
        {child.kind === 'collection' ? <Braces aria-hidden="true" /> : <Table2 aria-hidden="true" />}
        <b>{child.table}</b>
        <span className={styles.note}>
          {child.fromColumns.join(', ')}, {isEmpty ? `no ${noun}s` : counted}
        </span>
        {!isEmpty && (
          <Button variant="ghost" size="small" onClick={onOpenAll}>
            Open all
          </Button>
        )}
      </header>
      {!isEmpty && (
        <table className={styles.table}>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {child.rows.map((row) => (
              <tr key={keyIdentity(row.key)}>
                {columns.map((name, index) => (
                  <td key={name}>
                    {index === 0 ? (
                      <PlainButton className={styles.link} onClick={() => onOpenRow(row)}>
                        <CellValue cell={row.cells[0] ?? null} />
                      </PlainButton>
                    ) : (
                      <CellValue cell={row.cells[index] ?? null} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rest > 0 && (
        <footer className={styles.foot}>
          <span className={styles.note}>
            {child.rows.length} of {counted}
          </span>
          {onMore !== undefined && (
            <PlainButton className={styles.link} onClick={onMore}>
              Show more
            </PlainButton>
          )}
        </footer>
      )}
    </section>
  );
}
