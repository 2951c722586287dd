import { DatabaseError, type ErrorCode } from '../errors.ts';

/** SQLite's answers that mean: somebody else holds a lock. */
const LOCKS: readonly ErrorCode[] = ['BUSY', 'LOCKED', 'PROTOCOL'];
/** The connection has ended, and its transaction with it. */
const GONE: readonly ErrorCode[] = ['CONNECTION_GONE', 'DB_CLOSED', 'LEASE_RELEASED'];

export function isGone(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && GONE.includes(error.code);
}

/** TRANSACTION_LOCK_TIMEOUT for a lock that was in the way; everything else as it is. */
export function lockError(error: unknown, when: 'begin' | 'commit' | 'run'): unknown {
  if (!(error instanceof DatabaseError) || !LOCKS.includes(error.code)) return error;
  const what = {
    begin: 'The transaction did not get its lock because another connection holds it.',
    commit: 'The transaction could not be committed because another connection holds a lock.',
    run: 'The transaction failed because another connection holds a lock.',
  }[when];
  return new DatabaseError(
    'TRANSACTION_LOCK_TIMEOUT',
    `${what} Nothing of it was kept; try again. (${error.message})`,
    { cause: error, sqliteCode: error.sqliteCode },
  );
}

/** Somebody has run BEGIN as a statement. */
export function begunByHand(cause: DatabaseError): DatabaseError {
  return new DatabaseError(
    'TRANSACTION_STATE',
    'A transaction that was begun by a statement of its own is still open on this connection. Nothing was run: end it by COMMIT or ROLLBACK first.',
    { cause },
  );
}

/** `fn` did not settle in its time. */
export function overdueError(timeout: number): DatabaseError {
  return new DatabaseError(
    'TRANSACTION_LOCK_TIMEOUT',
    `The transaction did not end within ${timeout} ms and was rolled back; nothing of it was kept. What its function still asks for is refused.`,
  );
}

/** Refuses what comes from the function of a transaction that was undone. */
export function rolledBack(cause: unknown): DatabaseError {
  return new DatabaseError(
    'TRANSACTION_ROLLBACK',
    'The transaction was rolled back while it was open; nothing of it was kept.',
    { cause },
  );
}

/** The connection ended while COMMIT ran: nobody can tell without looking. */
export function commitError(error: DatabaseError): DatabaseError {
  return new DatabaseError(
    'CONNECTION_GONE',
    'The connection ended during COMMIT. Read the data again to know whether the transaction was kept.',
    { cause: error },
  );
}

/**
 * What the caller of a transaction gets for what its function threw. SQLite's failures are told by their code: a lock
 * gives TRANSACTION_LOCK_TIMEOUT, a transaction that is no more TRANSACTION_ROLLBACK. The user's own errors come back
 * as they are.
 */
export function transactionErrorOf(error: unknown, wasOpen: boolean): unknown {
  if (!(error instanceof DatabaseError) || error.code.startsWith('TRANSACTION_')) return error;
  if (!wasOpen && (error.code === 'CONNECTION_GONE' || error.sqliteCode !== undefined))
    return rolledBack(error);
  return lockError(error, 'run');
}
