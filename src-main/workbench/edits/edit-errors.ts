import { BridgeError } from '../bridge-error.ts';

/** What cannot be edited, or not in this way; nothing was staged. */
export function editRefused(message: string, details?: unknown): BridgeError {
  return new BridgeError('EDIT_REFUSED', message, details === undefined ? {} : { details });
}

/** Another Cairn has the staged edits of this file. */
export function editsHeld(holder: string): BridgeError {
  return new BridgeError(
    'EDITS_HELD',
    `Another Cairn (${holder}) holds the staged edits of this file; nothing was staged here.`,
    { hint: 'Edit there, or close the file there and try again.' },
  );
}

/** The file has another value than the one that was edited. */
export function valueChanged(words: string, column: string): BridgeError {
  return new BridgeError(
    'VALUE_CHANGED',
    `${column} of ${words} was changed in the file since it was shown; nothing was staged.`,
    { hint: 'Look at the value that is there now and edit it again.', details: { column } },
  );
}

/** A document is not what it was when the edit began. */
export function baseChanged(words: string): BridgeError {
  return new BridgeError(
    'BASE_CHANGED',
    `The document of ${words} was changed since this edit began; nothing was staged.`,
    { hint: 'Compare your text with the document as it is now.' },
  );
}

/** Somebody else has edited the same since. */
export function undoBlocked(label: string, words: string): BridgeError {
  return new BridgeError(
    'UNDO_BLOCKED',
    `“${label}” cannot be undone: ${words} was edited again since, by another window. Nothing was changed.`,
    { hint: 'Undo it there first, or unstage the row.' },
  );
}

/** The journal could not be written. */
export function journalFailed(cause: unknown): BridgeError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const why =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'The disk with Cairn’s own data is full.'
      : code === 'EROFS' || code === 'EACCES' || code === 'EPERM'
        ? 'Cairn may not write into the folder of its own data.'
        : `The system says ${code === '' ? reason : code}.`;
  return new BridgeError('JOURNAL_FAILED', `The edit could not be kept, so it was not staged. ${why}`, {
    hint: 'What was staged before is kept. Make room or choose another folder, and edit again.',
    cause,
  });
}
