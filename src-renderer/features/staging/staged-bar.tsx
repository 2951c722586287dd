import { Circle, CircleAlert, Minus, Plus } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { EditState } from '../../../src-preload/contract/edits.ts';
import { attempt } from '../../lib/attempt.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { useCommands } from '../../lib/commands/command-context.tsx';
import type { CommandId } from '../../lib/commands/command-specs.ts';
import { conflictCounts } from '../../lib/commits/file-commits.ts';
import { fileCommits, useCommitState } from '../../lib/commits/use-commits.ts';
import { hasEdits, stagedRows, stagedWords } from '../../lib/edits/edit-counts.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { useFileTransaction } from '../../lib/transactions/use-transactions.ts';
import { Button } from '../../ui/button.tsx';
import styles from './staged-bar.module.css';

export interface StagedBarProps {
  readonly edits: FileEdits;
  /** The page with everything that is staged is shown now. */
  readonly isInReview: boolean;
  /** Leaves that page. */
  readonly onKeep: () => void;
}

/** What is staged of the file that is shown, with what can be done with it. */
export function StagedBar({ edits, isInReview, onKeep }: StagedBarProps) {
  const { center, keys } = useCommands();
  const state = useSyncExternalStore(edits.subscribe, edits.state);
  const isCommitting = useSyncExternalStore(edits.subscribe, edits.isCommitting);
  const commits = fileCommits(edits.client, edits.file);
  const commitState = useCommitState(commits);
  const transaction = useFileTransaction(edits.client, edits.file).state;
  if (!hasEdits(state)) return null;
  // What is only being typed moves nothing: the page would jump under the pointer. It is told in the title bar.
  if (!isInReview && stagedRows(state.counts) + state.blocking === 0) return null;
  const conflict = isInReview ? conflictCounts(commitState, stagedRows(state.counts)) : null;
  const keysOf = (id: CommandId) => keys.keysOf(id)[0];
  return (
    <section className={styles.bar} aria-label="Staged changes" data-region="staged">
      <span className={styles.dot} aria-hidden="true" />
      <p className={styles.words} role="status">
        <b>{stagedWords(state)}</b>
        {conflict === null ? (
          <Counts state={state} />
        ) : (
          <>
            <span className={styles.ready}>
              {formatCount(Math.max(0, conflict.ready - state.blocking))} ready
            </span>
            {conflict.toDecide > 0 && (
              <span className={styles.deleted}>
                <CircleAlert aria-hidden="true" />
                {formatCount(conflict.toDecide)} to decide
              </span>
            )}
            <Refused count={state.blocking} />
          </>
        )}
      </p>
      {isInReview ? (
        <Button onClick={onKeep}>Keep staged</Button>
      ) : (
        <Button keys={keysOf('edit.review')} onClick={() => center.run('edit.review')}>
          Review
        </Button>
      )}
      {conflict !== null && conflict.toDecide > 0 ? (
        <Button onClick={() => void attempt(() => commits.unstageUndecided())}>
          Unstage {conflict.toDecide === 1 ? 'this row' : `these ${formatCount(conflict.toDecide)}`}
        </Button>
      ) : (
        <Button onClick={() => center.run('edit.discard')}>Discard</Button>
      )}
      <Button
        variant={transaction === null ? 'primary' : 'default'}
        {...(transaction !== null && {
          title: 'A transaction is open: apply them into it, or end it first.',
        })}
        disabled={
          transaction !== null ||
          isCommitting ||
          state.heldBy !== null ||
          (conflict !== null && conflict.toDecide > 0)
        }
        keys={keysOf('edit.commit')}
        onClick={() => center.run('edit.commit')}
      >
        Commit
      </Button>
      {transaction !== null && (
        <Button
          variant="primary"
          disabled={!transaction.isMine || transaction.isRunning}
          {...(!transaction.isMine && {
            title: `${transaction.consoleName} of another window has begun it.`,
          })}
          onClick={() => center.run('transaction.applyStaged')}
        >
          Apply into transaction
        </Button>
      )}
    </section>
  );
}

/** Rows by what happens to them; what there is none of is left out. */
function Counts({ state }: { readonly state: EditState }) {
  const { updated, inserted, deleted } = state.counts;
  return (
    <>
      {updated > 0 && (
        <span className={styles.updated}>
          <Circle aria-hidden="true" />
          {formatCount(updated)} updated
        </span>
      )}
      {inserted > 0 && (
        <span className={styles.inserted}>
          <Plus aria-hidden="true" />
          {formatCount(inserted)} inserted
        </span>
      )}
      {deleted > 0 && (
        <span className={styles.deleted}>
          <Minus aria-hidden="true" />
          {formatCount(deleted)} deleted
        </span>
      )}
      <Refused count={state.blocking} />
    </>
  );
}

function Refused({ count }: { readonly count: number }) {
  return count === 0 ? null : <span className={styles.deleted}>{formatCount(count)} not valid</span>;
}
