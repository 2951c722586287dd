import { ChevronDown, ChevronRight, Circle, Minus, Plus, TriangleAlert, Undo2 } from 'lucide-react';
import { memo } from 'react';
import type { EditCommit } from '../../../src-preload/contract/commits.ts';
import { countOf, formatByteSize, formatCount } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { Button } from '../../ui/button.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './history.module.css';
import { timeText } from './history-model.ts';

export interface CommitLineProps {
  readonly commit: EditCommit;
  readonly source: string;
  /** Rows that are not as the commit left them; undefined until they are counted. */
  readonly changedSince: number | undefined;
  readonly isOpen: boolean;
  /** A safety copy has the rows from before it. */
  readonly hasCopy: boolean;
  readonly onToggle: () => void;
  readonly onUndo: () => void;
  readonly onCopy: () => void;
}

/** A commit: when, from where, how much, and the way back. */
export const CommitLine = memo(function CommitLine(props: CommitLineProps) {
  const { commit, source, changedSince = 0, isOpen, hasCopy, onToggle, onUndo, onCopy } = props;
  const { at, counts, tables, bytes, undoneAt, undoReason } = commit;
  const time = timeText(at);
  return (
    <tr className={classNames(isOpen && styles.opened, undoneAt !== null && styles.undone)}>
      <td className={styles.mono}>
        <PlainButton
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-label={`Rows of the commit of ${time}`}
          onClick={onToggle}
        >
          {isOpen ? <ChevronDown /> : <ChevronRight />}
          {time}
        </PlainButton>
      </td>
      <td>{source}</td>
      <td>
        <Counts counts={counts} />
      </td>
      <td className={styles.tables} title={tables.join(', ')}>
        {tables.join(', ')}
      </td>
      <td className={styles.figure}>{bytes === 0 ? '' : formatByteSize(bytes)}</td>
      <td className={styles.state}>
        {undoneAt !== null ? (
          `undone at ${timeText(undoneAt)}`
        ) : undoReason !== null ? (
          <span title={undoReason}>{undoReason}</span>
        ) : (
          changedSince > 0 && (
            <span className={styles.changed}>
              <TriangleAlert aria-hidden="true" />
              {countOf(changedSince, 'row')} changed since
            </span>
          )
        )}
      </td>
      <td className={styles.action}>
        {undoneAt === null && undoReason === null && (
          <Button size="small" icon={<Undo2 />} aria-label={`Undo commit of ${time}`} onClick={onUndo}>
            Undo commit
          </Button>
        )}
        {undoneAt === null && undoReason !== null && hasCopy && (
          <Button size="small" onClick={onCopy}>
            Safety copy…
          </Button>
        )}
      </td>
    </tr>
  );
});

function Counts({ counts: { updated, inserted, deleted } }: { readonly counts: EditCommit['counts'] }) {
  return (
    <span className={styles.counts}>
      {updated > 0 && (
        <span className={styles.updated}>
          <Circle role="img" aria-label="updated" />
          {formatCount(updated)}
        </span>
      )}
      {inserted > 0 && (
        <span className={styles.inserted}>
          <Plus role="img" aria-label="inserted" />
          {formatCount(inserted)}
        </span>
      )}
      {deleted > 0 && (
        <span className={styles.deleted}>
          <Minus role="img" aria-label="deleted" />
          {formatCount(deleted)}
        </span>
      )}
    </span>
  );
}
