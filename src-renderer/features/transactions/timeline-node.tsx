import { CircleAlert, Flag, LoaderCircle, Undo2 } from 'lucide-react';
import { memo } from 'react';
import type { TimelineNode } from '../../../src-preload/contract/transactions.ts';
import { countOf } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { countWords, stagedRows } from '../../lib/edits/edit-counts.ts';
import { clockTime } from '../../lib/relative-time.ts';
import { oneLine, SqlLine } from '../../lib/sql/sql-text.tsx';
import { millisecondWords } from '../../lib/transactions/transaction-words.ts';
import { Button } from '../../ui/button.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import styles from './timeline.module.css';
import { failureWords } from './timeline-words.ts';

export interface TimelineNodeViewProps {
  readonly node: TimelineNode;
  /** The one that Tab goes to; what stands in the others is out of its way. */
  readonly isCurrent: boolean;
  /** Set where a roll back to this savepoint can be made now. */
  readonly onRollBackTo: ((node: string) => void) | null;
}

/** What a node of the timeline shows; the list draws the line through them. */
export const TimelineNodeView = memo(function TimelineNodeView({
  node,
  isCurrent,
  onRollBackTo,
}: TimelineNodeViewProps) {
  return node.kind === 'savepoint' && node.error === null ? (
    <Savepoint node={node} isCurrent={isCurrent} onRollBackTo={onRollBackTo} />
  ) : (
    <Statement node={node} />
  );
});

function Savepoint({ node, isCurrent, onRollBackTo }: TimelineNodeViewProps) {
  const { id, name, isUndone, isReleased, at } = node;
  const isGone = isUndone || isReleased;
  return (
    <div className={classNames(styles.savepoint, isGone && styles.gone)} title={clockTime(at)}>
      <span className={styles.mark}>
        <Flag aria-hidden="true" />
      </span>
      <span className={classNames(styles.name, isUndone && styles.undone)}>
        <VisuallyHidden>{isUndone ? 'Undone savepoint ' : 'Savepoint '}</VisuallyHidden>
        {name}
      </span>
      {isReleased && !isUndone && <span className={styles.note}>released</span>}
      {!isGone && onRollBackTo !== null && (
        <Button
          size="small"
          icon={<Undo2 />}
          tabIndex={isCurrent ? 0 : -1}
          aria-label={`Roll back to here, ${name}`}
          onClick={() => onRollBackTo(id)}
        >
          Roll back to here
        </Button>
      )}
    </div>
  );
}

function Statement({ node }: { readonly node: TimelineNode }) {
  const { sql, kind, error, isUndone, milliseconds, rows, counts, at } = node;
  const isFailed = error !== null;
  const text = sql === '' ? plainNames[kind] : null;
  return (
    <div className={classNames(styles.statement, isFailed && styles.failed, isUndone && styles.gone)}>
      <span className={styles.mark}>
        {isFailed ? (
          <CircleAlert aria-hidden="true" />
        ) : milliseconds === null ? (
          <LoaderCircle aria-hidden="true" className={styles.running} />
        ) : null}
      </span>
      <span className={classNames(styles.sql, isUndone && styles.undone)} title={sql.slice(0, 1000)}>
        {isFailed && <VisuallyHidden>Failed: </VisuallyHidden>}
        {isUndone && <VisuallyHidden>Undone: </VisuallyHidden>}
        {text ?? (isFailed || isUndone ? oneLine(sql) : <SqlLine sql={sql} />)}
      </span>
      <span className={styles.facts}>
        {isFailed ? (
          <span className={styles.reason} title={failureWords(error)}>
            {failureWords(error)}
          </span>
        ) : (
          <>
            {counts !== null && stagedRows(counts) > 0 && <Counts counts={counts} />}
            {rows !== null && kind === 'statement' && (counts === null || rows > 0) && (
              <span>{countOf(rows, 'row')}</span>
            )}
            {milliseconds === null ? <span>running</span> : <span>{millisecondWords(milliseconds)}</span>}
            {kind === 'staged' && sql !== '' && <span>staged edits applied</span>}
            {kind === 'revert' && sql !== '' && <span>row reverted</span>}
          </>
        )}
        <time className={styles.at}>{clockTime(at)}</time>
      </span>
    </div>
  );
}

const plainNames = {
  begin: 'BEGIN IMMEDIATE',
  statement: 'Statement',
  savepoint: 'Savepoint',
  staged: 'Staged edits applied',
  revert: 'Row reverted',
} as const satisfies Record<TimelineNode['kind'], string>;

/** Each kind in its colour: "2 updated, 1 inserted". */
function Counts({ counts }: { readonly counts: NonNullable<TimelineNode['counts']> }) {
  return countWords(counts)
    .split(', ')
    .map((words) => {
      const kind = words.slice(words.indexOf(' ') + 1);
      return (
        <span key={kind} className={styles[kind]}>
          {words}
        </span>
      );
    });
}
