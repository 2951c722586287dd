import { useSyncExternalStore } from 'react';
import { countOf, formatCount } from '../../lib/cells/byte-size.ts';
import { keyText } from '../../lib/cells/cell-text.ts';
import { useCommands } from '../../lib/commands/command-context.tsx';
import type { CommitOutcome, FileEdits } from '../../lib/edits/file-edits.ts';
import { toFailure } from '../../lib/failure.ts';
import { Button } from '../../ui/button.tsx';
import { MessageBar } from '../../ui/message-bar.tsx';

export interface CommitMessageProps {
  readonly edits: FileEdits;
  readonly fileName: string;
}

/** Why nothing can be staged here, or why the last commit wrote nothing; the latter goes with the next change. */
export function CommitMessage({ edits, fileName }: CommitMessageProps) {
  const { center } = useCommands();
  const outcome = useSyncExternalStore(edits.subscribe, edits.outcome);
  const state = useSyncExternalStore(edits.subscribe, edits.state);
  const heldBy = state?.heldBy ?? null;
  if (heldBy !== null) {
    return (
      <MessageBar kind="info" actions={<Button onClick={() => void edits.load()}>Try again</Button>}>
        Another Cairn ({heldBy}) holds the staged edits of {fileName}. Edit there, or close the file there.
      </MessageBar>
    );
  }
  if (outcome === null || outcome.kind === 'committed') return null;
  const isFailed = outcome.kind === 'failed';
  return (
    <MessageBar
      kind={outcome.kind === 'conflict' ? 'warning' : 'error'}
      actions={
        <>
          {isFailed ? (
            <Button onClick={() => center.run('edit.commit')}>Try again</Button>
          ) : (
            <Button onClick={() => center.run('edit.review')}>Review</Button>
          )}
          {outcome.kind === 'refused' && (
            <Button onClick={() => void unstage(edits, outcome)}>
              Unstage {outcome.total === 1 ? 'this row' : `these ${formatCount(outcome.total)}`}
            </Button>
          )}
        </>
      }
      onDismiss={() => edits.dismissOutcome()}
    >
      {wordsOf(outcome, fileName)}
    </MessageBar>
  );
}

async function unstage(
  edits: FileEdits,
  { rows }: Extract<CommitOutcome, { kind: 'refused' }>,
): Promise<void> {
  const steps = rows.map(({ object, row }) => ({ kind: 'unstage', object, row, columns: null }) as const);
  await edits.stage(steps, countOf(steps.length, 'refused row'));
}

function wordsOf(outcome: Exclude<CommitOutcome, { kind: 'committed' }>, fileName: string): string {
  if (outcome.kind === 'failed') {
    const { message, hint } = toFailure(outcome.error);
    return `${message} ${hint ?? ''} Everything is still staged.`;
  }
  if (outcome.kind === 'conflict') {
    const by = outcome.changedBy === null ? 'another program' : outcome.changedBy;
    const rows = outcome.total === 1 ? '1 row was' : `${formatCount(outcome.total)} rows were`;
    return `${rows} changed by ${by} since. Nothing was written to ${fileName}.`;
  }
  const [first] = outcome.rows;
  const more = outcome.total > 1 ? ` And ${formatCount(outcome.total - 1)} more.` : '';
  if (first === undefined) return 'The commit was refused. Nothing was written.';
  const name = 'key' in first.row ? `#${keyText(first.row.key)}` : 'new row';
  const column = first.problem.column === null ? '' : `, ${first.problem.column}`;
  return `${first.object} ${name}${column}: ${first.problem.message}${more} Nothing was written.`;
}
