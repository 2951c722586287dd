import { useEffect, useState } from 'react';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';
import { useCommandKeys } from '../../lib/commands/command-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Note } from '../../ui/note.tsx';
import { ChildCard } from './child-card.tsx';
import { ParentCard } from './parent-card.tsx';
import { keyNote, relatedSummary } from './related-facts.ts';
import styles from './related-view.module.css';
import { useOfRow } from './use-row.ts';

const AT_FIRST = 4;
const ALL = 50;

export interface RelatedViewProps extends FocusedRow {
  /** Told what the foot of the pane says; null while nothing is known. */
  readonly onSummary: (summary: string | null) => void;
}

/** Which rows this one points to, and which point at it. */
export function RelatedView({ onSummary, ...props }: RelatedViewProps) {
  const { client, view, row, column, onOpenObject } = props;
  const keys = useCommandKeys();
  const [limit, setLimit] = useState(AT_FIRST);
  const { value, error } = useOfRow(props, `related ${limit}`, (key, signal) =>
    client.rows.related({ view: view.view, key: [...key], limit }, { signal }),
  );
  const isAny = value !== null && value.parents.length + value.children.length > 0;
  const summary = isAny ? relatedSummary(value) : null;
  useEffect(() => {
    onSummary(summary);
    return () => onSummary(null);
  }, [summary, onSummary]);
  if (error !== null) {
    return <Note kind="error">{error instanceof Error ? error.message : String(error)}</Note>;
  }
  if (value === null) return null;
  const { parents, children } = value;
  if (!isAny) return <EmptyState isFilling title="No foreign key joins this table with another" />;
  return (
    <div className={styles.related}>
      {parents.length > 0 && <h3 className={styles.section}>Points to</h3>}
      {parents.map((parent) => (
        <ParentCard
          key={`${parent.table} ${parent.fromColumns.join()}`}
          parent={parent}
          note={keyNote(parent, view, row?.cells ?? [])}
          keys={column !== null && parent.fromColumns.includes(column) ? keys('grid.follow') : undefined}
          onOpen={() => parent.row !== null && onOpenObject({ object: parent.table, key: parent.row.key })}
        />
      ))}
      {children.length > 0 && <h3 className={styles.section}>Pointed at by</h3>}
      {children.map((child) => (
        <ChildCard
          key={`${child.table} ${child.fromColumns.join()}`}
          child={child}
          most={ALL}
          onOpenAll={() => onOpenObject({ object: child.table, filter: child.filter })}
          onOpenRow={(key) => onOpenObject({ object: child.table, key })}
          onMore={limit === AT_FIRST ? () => setLimit(ALL) : undefined}
        />
      ))}
    </div>
  );
}
