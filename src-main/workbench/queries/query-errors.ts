import { DatabaseError } from '../../engine/index.ts';
import { BridgeError } from '../bridge-error.ts';

/** The statement writes, and nobody has said how. */
export function writeNeedsChoice(): BridgeError {
  return new BridgeError(
    'WRITE_NEEDS_CHOICE',
    'This statement writes into the file, and no transaction is open. Nothing was run.',
    {
      hint: 'Begin a transaction, in which you can look at the changes and take them back; or run and commit it.',
    },
  );
}

/** A statement that is not run here, with what to do instead. */
export function queryRefused(message: string): BridgeError {
  return new BridgeError('QUERY_INVALID', message, { details: { offset: null, length: 0, nearest: null } });
}

/** COMMIT and the like, where there is nothing to commit. */
export function noTransactionFor(word: string): BridgeError {
  return new BridgeError(
    'TRANSACTION_NONE',
    `No transaction is open, so there is nothing for ${word} to do.`,
    {
      hint: 'Begin one first; the first write of a console offers it, too.',
    },
  );
}

/** Temporary objects live as long as their connection, which outside of a transaction is one statement. */
export function needsTransaction(): BridgeError {
  return queryRefused(
    'The statement makes or uses something temporary, of which nothing would be left for the next statement. Begin a transaction first: it lasts as long as that.',
  );
}

/** Only reads can be exported. */
export function exportWrites(): BridgeError {
  return queryRefused('The statement writes, and only the rows of a read are exported. Nothing was run.');
}

/** A read-only handle says so to every write, before it does anything. */
export function isWriteRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && error.sqliteCode === 'SQLITE_READONLY';
}

/** What the guard of user SQL says. */
export function isGuardRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === 'AUTH';
}

/** A query that is typed as in code cannot be read, or not be meant; where, and what was meant probably. */
export function builderInvalid(
  message: string,
  { from, to }: { readonly from: number; readonly to: number },
  nearest: string | null,
): BridgeError {
  const details = { offset: from, length: to - from, nearest };
  return new BridgeError('QUERY_INVALID', message, { details });
}
