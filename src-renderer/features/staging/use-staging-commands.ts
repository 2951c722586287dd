import { useSyncExternalStore } from 'react';
import type { CommandHandlers } from '../../lib/commands/command-center.ts';
import { conflictCounts } from '../../lib/commits/file-commits.ts';
import { fileCommits, useCommitState } from '../../lib/commits/use-commits.ts';
import { hasEdits } from '../../lib/edits/edit-counts.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { useFileTransaction } from '../../lib/transactions/use-transactions.ts';
import { commit, redo, undo } from './staging-actions.ts';

export interface StagingCommandOptions {
  readonly edits: FileEdits;
  readonly isInReview: boolean;
  readonly onReview: () => void;
  readonly onShowCommit: (commit: string) => void;
  readonly onDiscard: () => void;
}

/** What the commands of staged edits do to the file that is shown. */
export function useStagingCommands(options: StagingCommandOptions): CommandHandlers {
  const { edits, isInReview, onReview, onShowCommit, onDiscard } = options;
  const state = useSyncExternalStore(edits.subscribe, edits.state);
  const isCommitting = useSyncExternalStore(edits.subscribe, edits.isCommitting);
  const isOff = !hasEdits(state);
  const commits = fileCommits(edits.client, edits.file);
  const counts = conflictCounts(useCommitState(commits), 0);
  // Elsewhere a commit is how one gets to what has to be decided.
  const isUndecided = isInReview && counts !== null && counts.toDecide > 0;
  const isInTransaction = useFileTransaction(edits.client, edits.file).state !== null;
  return {
    'edit.undo': {
      isOff: state?.undo == null,
      run: () => !changesText('undo') && void undo(edits),
      ...(state?.undo != null && { label: `Undo ${state.undo}` }),
    },
    'edit.redo': {
      isOff: state?.redo == null,
      run: () => !changesText('redo') && void redo(edits),
      ...(state?.redo != null && { label: `Redo ${state.redo}` }),
    },
    // With nothing staged yet, what is being typed is.
    'edit.commit': {
      isOff: isCommitting || isUndecided || isInTransaction,
      run: () => void commit(commits, { onReview, onShowCommit }),
    },
    'edit.review': { isOff, run: onReview },
    'edit.discard': { isOff, run: onDiscard },
  };
}

/** From a menu, too, what is typed into a text field is undone first. */
function changesText(command: 'undo' | 'redo'): boolean {
  const { activeElement } = document;
  const isText = activeElement?.matches('input:not([type="checkbox"], [type="radio"]), textarea') === true;
  return isText && document.execCommand(command);
}
