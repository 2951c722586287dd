import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { FilterTerm } from '../../../src-preload/contract/rows.ts';
import type { FaultyDocument, ProblemGroup } from '../../../src-preload/contract/schemas.ts';
import { Button } from '../../ui/button.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import checks from './check.module.css';
import { problemFilter } from './problem-filter.ts';
import styles from './schema.module.css';

export interface ProblemDocumentsProps {
  readonly group: ProblemGroup | undefined;
  readonly documents: readonly FaultyDocument[];
  readonly onOpen: (key: RowKey) => void;
  readonly onFilter: ((term: FilterTerm) => void) | null;
}

const AT_ONCE = 100;

/** The documents that have one problem, each with a jump to it. */
export function ProblemDocuments({ group, documents, onOpen, onFilter }: ProblemDocumentsProps) {
  const [shown, setShown] = useState(AT_ONCE);
  const rest = documents.length - shown;
  if (group === undefined) return null;
  const filter = problemFilter(group);
  return (
    <aside className={styles.aside} aria-label="Documents">
      <div className={styles.asideHead}>
        <span className={styles.name}>{group.path === '' ? 'the document' : group.path}</span>
        <span className={styles.quiet}>{group.documents.toLocaleString('en')} documents</span>
        <span className={styles.grow} />
        {filter !== null && onFilter !== null && (
          <Button variant="ghost" size="small" icon={<ListFilter />} onClick={() => onFilter(filter)}>
            As filter
          </Button>
        )}
      </div>
      <div className={styles.asideBody}>
        <ul className={checks.documents}>
          {documents.slice(0, shown).map(({ id, key, path, json }) => (
            <li key={JSON.stringify([id, path])}>
              <PlainButton
                className={checks.document}
                title={`Open ${id}: ${json ?? ''}`}
                onClick={() => onOpen(key)}
              >
                <span className={checks.id}>{id}</span>
                <span className={checks.value}>{json}</span>
              </PlainButton>
            </li>
          ))}
        </ul>
      </div>
      {(rest > 0 || group.documents > documents.length) && (
        <div className={styles.foot}>
          <span className={styles.quiet}>
            {rest > 0
              ? `and ${rest} more`
              : `The first ${documents.length} of ${group.documents.toLocaleString('en')}`}
          </span>
          <span className={styles.grow} />
          {rest > 0 && (
            <Button size="small" onClick={() => setShown(shown + AT_ONCE)}>
              Show more
            </Button>
          )}
        </div>
      )}
    </aside>
  );
}
