import { useSyncExternalStore } from 'react';
import { formatCount } from '../../lib/cells/byte-size.ts';
import type { Conflict } from '../../lib/commits/conflict.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { toFailure } from '../../lib/failure.ts';
import { Button } from '../../ui/button.tsx';
import { MessageBar } from '../../ui/message-bar.tsx';
import styles from './changes.module.css';
import type { ReviewTools } from './review-tools.ts';
import { conflictWords, openWords } from './review-words.ts';

export interface ChangesMessageProps {
  readonly edits: FileEdits;
  readonly conflict: Conflict | null;
  /** Rows that are staged. */
  readonly staged: number;
  readonly tools: ReviewTools;
  readonly onNext: () => void;
}

/** Why the last commit wrote nothing, or why the next one would not. */
export function ChangesMessage({ edits, conflict, staged, tools, onNext }: ChangesMessageProps) {
  const outcome = useSyncExternalStore(edits.subscribe, edits.outcome);
  const state = useSyncExternalStore(edits.subscribe, edits.state);
  if (outcome?.kind === 'failed') {
    const { message, hint } = toFailure(outcome.error);
    return (
      <MessageBar kind="error" onDismiss={() => edits.dismissOutcome()}>
        <b className={styles.lead}>Nothing was written.</b> {message} {hint} Everything is still staged.
      </MessageBar>
    );
  }
  const isCollection = (object: string) => tools.kindOf(object) === 'collection';
  const blocking = state?.blocking ?? 0;
  const isSettled = conflict === null || openWords(conflict, isCollection) === null;
  // Where all is decided, what is refused is next.
  if (conflict !== null && !(isSettled && blocking > 0)) {
    const { lead, text } = conflictWords(conflict, staged, isCollection);
    return (
      <MessageBar
        kind={isSettled ? 'info' : lead === null ? 'warning' : 'error'}
        actions={
          !isSettled && (
            <Button size="small" onClick={onNext}>
              Next to decide
            </Button>
          )
        }
      >
        {lead !== null && <b className={styles.lead}>{lead} </b>}
        {text}
      </MessageBar>
    );
  }
  if (blocking === 0) return null;
  const rows = blocking === 1 ? '1 change has' : `${formatCount(blocking)} changes have`;
  return (
    <MessageBar
      kind={outcome?.kind === 'refused' ? 'error' : 'warning'}
      actions={
        <Button size="small" onClick={onNext}>
          Next problem
        </Button>
      }
    >
      {outcome?.kind === 'refused' && <b className={styles.lead}>Nothing was written. </b>}
      {rows} a problem. Correct or revert {blocking === 1 ? 'it' : 'them'}, then commit.
    </MessageBar>
  );
}
