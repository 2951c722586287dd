import { DatabaseError } from '../errors.ts';
import type { GuardedStatement, SqlValue } from '../types.ts';

/** What `AtomicRun` needs of its handle. */
export interface AtomicHandle {
  isInTransaction(): boolean;
  /** Runs one statement and gives the number of rows that it changed. */
  run(sql: string, params: readonly SqlValue[]): number;
  /** The same for each of these, added up. */
  runEach(sql: string, each: readonly (readonly SqlValue[])[]): number;
}

/**
 * Statements that run all or nothing: a failure, or a guard that does not hold (ATOMIC_GUARD), undoes everything.
 * Inside an open transaction only these statements are undone. To be used as `begin`, `runAll`, `commit`; what
 * `begin` throws has changed nothing, and after what `commit` throws it can be called again, or `undo`.
 */
export class AtomicRun {
  readonly #handle: AtomicHandle;
  readonly #isNested: boolean;
  #isUndone = false;

  constructor(handle: AtomicHandle) {
    this.#handle = handle;
    this.#isNested = handle.isInTransaction();
  }

  begin(): void {
    this.#run(this.#isNested ? 'SAVEPOINT cairn_atomic' : 'BEGIN IMMEDIATE');
  }

  /** Gives the rows that each statement changed. Statements are pulled one by one. */
  runAll(statements: Iterable<GuardedStatement>): readonly number[] {
    const changes: number[] = [];
    try {
      for (const statement of statements) changes.push(this.#runGuarded(statement, changes.length));
    } catch (error) {
      this.undo();
      throw error;
    }
    return changes;
  }

  commit(): void {
    this.#run(this.#isNested ? 'RELEASE cairn_atomic' : 'COMMIT');
  }

  /** Calling it again does nothing. */
  undo(): void {
    // SQLite ends some failed transactions by itself (disk full, for instance).
    if (this.#isUndone || !this.#handle.isInTransaction()) return;
    this.#isUndone = true;
    if (!this.#isNested) return this.#run('ROLLBACK');
    this.#run('ROLLBACK TO cairn_atomic');
    this.#run('RELEASE cairn_atomic');
  }

  #run(sql: string): void {
    this.#handle.run(sql, []);
  }

  #runGuarded({ sql, params = [], each, changes }: GuardedStatement, index: number): number {
    const changed = each === undefined ? this.#handle.run(sql, params) : this.#handle.runEach(sql, each);
    if (changes === undefined || changed === changes) return changed;
    throw new DatabaseError(
      'ATOMIC_GUARD',
      `Statement ${index + 1} changed ${changed} rows where it had to change ${changes}. Everything was undone.`,
      { cause: { statement: index, expected: changes, changed } },
    );
  }
}

/** Runs statements all or nothing, at once. */
export function runAtomic(statements: Iterable<GuardedStatement>, handle: AtomicHandle): readonly number[] {
  const work = new AtomicRun(handle);
  work.begin();
  const changes = work.runAll(statements);
  try {
    work.commit();
  } catch (error) {
    work.undo();
    throw error;
  }
  return changes;
}
