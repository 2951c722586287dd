import { BridgeError } from '../bridge-error.ts';

/** A commit of nothing. */
export function nothingStaged(): BridgeError {
  return new BridgeError('NOTHING_STAGED', 'Nothing of this file is staged, so there is nothing to commit.', {
    hint: 'Edit a row or a document first.',
  });
}

/** The rows of a commit are not there to be taken back. */
export function commitNotKept(reason: string | null): BridgeError {
  return new BridgeError(
    'COMMIT_NOT_KEPT',
    `This commit cannot be taken back. ${reason ?? 'Its rows are not kept any more.'}`,
    {
      hint: 'Nothing was staged. A safety copy of the file may have the rows.',
    },
  );
}

/** A safety copy that is gone, or was never made. */
export function copyNotKept(): BridgeError {
  return new BridgeError('COPY_NOT_KEPT', 'This safety copy is not kept any more. Nothing was changed.', {
    hint: 'Choose another one from the history.',
  });
}
