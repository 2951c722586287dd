import { DatabaseError } from '../errors.ts';
import type { GuardedStatement, SqlValue } from '../types.ts';

/** What `runAtomic` needs of its handle. */
export interface AtomicHandle {
  isInTransaction(): boolean;
  exec(sql: string, params?: readonly SqlValue[]): void;
  changes(): number;
}

/**
 * Runs statements all or nothing: a failure, or a guard that does not hold (ATOMIC_GUARD), undoes everything.
 * Inside an open transaction only these statements are undone.
 */
export function runAtomic(statements: readonly GuardedStatement[], handle: AtomicHandle): void {
  const isNested = handle.isInTransaction();
  handle.exec(isNested ? 'SAVEPOINT cairn_atomic' : 'BEGIN IMMEDIATE');
  try {
    for (const [index, statement] of statements.entries()) runGuarded(statement, index, handle);
    handle.exec(isNested ? 'RELEASE cairn_atomic' : 'COMMIT');
  } catch (error) {
    // SQLite ends some failed transactions by itself (disk full, for instance).
    if (handle.isInTransaction()) {
      handle.exec(isNested ? 'ROLLBACK TO cairn_atomic; RELEASE cairn_atomic' : 'ROLLBACK');
    }
    throw error;
  }
}

function runGuarded({ sql, params, changes }: GuardedStatement, index: number, handle: AtomicHandle): void {
  handle.exec(sql, params ?? []);
  if (changes === undefined) return;
  const changed = handle.changes();
  if (changed === changes) return;
  throw new DatabaseError(
    'ATOMIC_GUARD',
    `Statement ${index + 1} changed ${changed} rows where it had to change ${changes}. Everything was undone.`,
    { cause: { statement: index, expected: changes, changed } },
  );
}
