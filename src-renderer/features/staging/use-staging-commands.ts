import { useSyncExternalStore } from 'react';
import type { CommandHandlers } from '../../lib/commands/command-center.ts';
import { hasEdits } from '../../lib/edits/edit-counts.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { commit, redo, undo } from './staging-actions.ts';

export interface StagingCommandOptions {
  readonly edits: FileEdits;
  readonly onReview: () => void;
  readonly onDiscard: () => void;
}

/** What the commands of staged edits do to the file that is shown. */
export function useStagingCommands({ edits, onReview, onDiscard }: StagingCommandOptions): CommandHandlers {
  const state = useSyncExternalStore(edits.subscribe, edits.state);
  const isCommitting = useSyncExternalStore(edits.subscribe, edits.isCommitting);
  const isOff = !hasEdits(state);
  return {
    'edit.undo': {
      isOff: state?.undo == null,
      run: () => void undo(edits),
      ...(state?.undo != null && { label: `Undo ${state.undo}` }),
    },
    'edit.redo': {
      isOff: state?.redo == null,
      run: () => void redo(edits),
      ...(state?.redo != null && { label: `Redo ${state.redo}` }),
    },
    // With nothing staged yet, what is being typed is.
    'edit.commit': { isOff: isCommitting, run: () => void commit(edits) },
    'edit.review': { isOff, run: onReview },
    'edit.discard': { isOff, run: onDiscard },
  };
}
