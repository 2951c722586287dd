import { AsyncLocalStorage } from 'node:async_hooks';
import { DatabaseError, hasErrorCode } from '../errors.ts';

/** What a queue needs of its handle. */
export interface TransactionHandle {
  run(sql: string): void;
  isInTransaction(): boolean;
}

/** The handle outside of any transaction (no parent), or an open transaction or savepoint. */
interface Level {
  readonly parent: Level | undefined;
  readonly depth: number;
  isOpen: boolean;
  /** The transactions begun or waiting directly under this level. */
  pending: number;
  tail: Promise<void>;
}

/**
 * Gives one handle to transactions in turn. A transaction belongs to the async context of its `fn`: work of
 * others waits until it has ended, further transactions wait in the order of asking, nested ones are savepoints.
 */
export class TransactionQueue {
  readonly #handle: TransactionHandle;
  readonly #context = new AsyncLocalStorage<Level>();
  readonly #root: Level = level(undefined);

  constructor(handle: TransactionHandle) {
    this.#handle = handle;
  }

  /** Runs `work` as soon as no transaction of somebody else is open, in the order of asking. */
  async whenFree<T>(work: () => T): Promise<T> {
    const mine = this.#current();
    if (mine.pending > 0) await mine.tail;
    return work();
  }

  /** Throws TRANSACTION_STATE where `whenFree` would have to wait: a sync call cannot. */
  assertFree(): void {
    if (this.#current().pending === 0) return;
    throw new DatabaseError(
      'TRANSACTION_STATE',
      'A transaction of another caller is open on this connection; use the async method, which waits for it.',
    );
  }

  async transaction<T>(fn: () => Promise<T>): Promise<T> {
    const parent = this.#current();
    const before = parent.tail;
    const mustWait = parent.pending > 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    parent.tail = promise;
    parent.pending += 1;
    try {
      if (mustWait) await before;
      return await this.#runIn(level(parent), fn);
    } finally {
      parent.pending -= 1;
      resolve();
    }
  }

  async #runIn<T>(own: Level, fn: () => Promise<T>): Promise<T> {
    const savepoint = own.depth > 1 ? `cairn_${own.depth}` : undefined;
    this.#begin(savepoint === undefined ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${savepoint}`);
    try {
      const result = await this.#context.run(own, fn);
      // Nested transactions that `fn` did not wait for.
      while (own.pending > 0) await own.tail;
      if (!this.#handle.isInTransaction()) throw rolledBack();
      this.#handle.run(savepoint === undefined ? 'COMMIT' : `RELEASE ${savepoint}`);
      return result;
    } catch (error) {
      while (own.pending > 0) await own.tail;
      // SQLite ends some failed transactions by itself (disk full, for instance).
      if (this.#handle.isInTransaction()) {
        this.#handle.run(
          savepoint === undefined ? 'ROLLBACK' : `ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`,
        );
      }
      throw error;
    } finally {
      own.isOpen = false;
    }
  }

  #begin(sql: string): void {
    try {
      this.#handle.run(sql);
    } catch (error) {
      if (!hasErrorCode(error, 'BUSY')) throw error;
      throw new DatabaseError(
        'TRANSACTION_LOCK_TIMEOUT',
        'The transaction did not get its lock because another connection holds it. Nothing was changed; try again.',
        { cause: error, sqliteCode: error.sqliteCode },
      );
    }
  }

  /** The innermost open transaction that the running code belongs to. */
  #current(): Level {
    let own = this.#context.getStore() ?? this.#root;
    while (!own.isOpen && own.parent !== undefined) own = own.parent;
    return own;
  }
}

function level(parent: Level | undefined): Level {
  return {
    parent,
    depth: parent === undefined ? 0 : parent.depth + 1,
    isOpen: true,
    pending: 0,
    tail: Promise.resolve(),
  };
}

function rolledBack(): DatabaseError {
  return new DatabaseError(
    'TRANSACTION_ROLLBACK',
    'SQLite rolled the transaction back while it was open; nothing of it was kept.',
  );
}
