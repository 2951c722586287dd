import { BridgeError } from '../bridge-error.ts';

/** Nothing is open on the file. */
export function noTransaction(): BridgeError {
  return new BridgeError('TRANSACTION_NONE', 'No transaction is open on this file. Nothing was run.', {
    hint: 'Begin one first.',
  });
}

/** Somebody has a transaction open on the file; `whose` says who, such as "Console 2 in this window". */
export function transactionOpen(whose: string): BridgeError {
  return new BridgeError(
    'TRANSACTION_OPEN',
    `A transaction of ${whose} is open on this file, so nothing else can be written into it. Nothing was run.`,
    { hint: 'Commit it or roll it back first; it is rolled back by itself when its time is over.' },
  );
}

/** The transaction has ended without a commit. */
export function transactionLost(reason: string, cause?: unknown): BridgeError {
  return new BridgeError('TRANSACTION_LOST', `${reason} Nothing of the transaction was written.`, {
    hint: 'What the console holds is kept: begin again and run it once more.',
    cause,
  });
}

/** What a person typed cannot be done inside of a transaction. */
export function notInTransaction(what: 'attach' | 'detach' | 'vacuum' | 'begin'): BridgeError {
  const why = {
    attach: 'ATTACH would lead out of the file that this transaction belongs to.',
    detach: 'DETACH would lead out of the file that this transaction belongs to.',
    vacuum: 'VACUUM cannot run inside of a transaction.',
    begin: 'A transaction is open already, and SQLite has none inside of another: use SAVEPOINT.',
  }[what];
  return new BridgeError('QUERY_INVALID', `${why} Nothing was run, and the transaction goes on.`);
}

/** A savepoint that the timeline does not have, or has no more. */
export function noSavepoint(name: string): BridgeError {
  return new BridgeError(
    'QUERY_INVALID',
    `The transaction has no savepoint “${name.slice(0, 200)}”. Nothing was run, and the transaction goes on.`,
    { hint: 'It was released or taken back; the timeline shows those that are left.' },
  );
}

/** Something else was run before the rest of a result was asked for. */
export function resultClosed(): BridgeError {
  return new BridgeError(
    'RESULT_CLOSED',
    'The rest of this result was given up, because something else was run in the transaction meanwhile.',
    { hint: 'Run the statement again to see its other rows.' },
  );
}

/** The rows of a table cannot be told one by one. */
export function rowsNotTold(reason: string): BridgeError {
  return new BridgeError('OBJECT_UNREADABLE', reason, {
    hint: 'Its number in the changes is right as far as one is shown.',
  });
}

/** Staged edits could not be applied; nothing of them was. */
export function stagedNotApplied(message: string, details: unknown): BridgeError {
  return new BridgeError('EDIT_REFUSED', `${message} Nothing was applied, and the transaction goes on.`, {
    hint: 'Correct or unstage what is in the way, then apply the rest.',
    details,
  });
}
