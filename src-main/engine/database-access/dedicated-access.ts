import { retryWhileBusy } from '../busy-retry.ts';
import { nextConnectionId } from '../connections/connection-ids.ts';
import type { ConnectionManager } from '../connections/connection-manager.ts';
import { chunksOf } from '../connections/operation-steps.ts';
import { cancelledError, hasErrorCode } from '../errors.ts';
import type {
  Awaitable,
  CallOptions,
  Driver,
  GuardedStatement,
  OnWaited,
  ResultRows,
  ResultSet,
  Row,
  SqlValue,
} from '../types.ts';
import {
  CHUNK_ROWS,
  type DatabaseAccess,
  type SyncAccess,
  type TransactionOptions,
} from './database-access.ts';
import { InFlight } from './in-flight.ts';
import { assertNoTransactionEnd, isScript } from './is-script.ts';

export interface DedicatedAccessOptions {
  readonly driver: Driver;
  readonly file: string;
  readonly isReadonly: boolean;
  /** Milliseconds. */
  readonly busyTimeout: number;
  /** Whose figures list this connection. */
  readonly manager: ConnectionManager;
}

/** A driver of this database alone, in this process: the only access with sync calls. */
export class DedicatedAccess implements DatabaseAccess {
  readonly inFlight = new InFlight();
  readonly #driver: Driver;
  readonly #busyTimeout: number;
  readonly #isReadonly: boolean;
  readonly #unlist: () => void;
  readonly #onWaited: OnWaited;
  #uses = 0;
  #lastUsedAt = Date.now();

  constructor({ driver, file, isReadonly, busyTimeout, manager }: DedicatedAccessOptions) {
    this.#driver = driver;
    this.#busyTimeout = busyTimeout;
    this.#isReadonly = isReadonly;
    const role = isReadonly ? 'reader' : 'writer';
    const id = nextConnectionId(role);
    const createdAt = Date.now();
    this.#unlist = manager.listDedicated(() => ({
      ...{ id, file, role, pid: process.pid, createdAt },
      ...{ state: 'leased', healthy: true, shared: false, holder: 'Database' },
      ...{ uses: this.#uses, lastUsedAt: this.#lastUsedAt, statement: null, statementSince: null },
      ...{ heldSince: createdAt, takenIn: [], health: null, statements: driver.statements },
    }));
    this.#onWaited = (milliseconds, isServed) =>
      manager.noteLockWait({ file, waiter: 'Database', milliseconds, heldBy: null, isServed });
  }

  get isInTransaction(): boolean {
    return this.#driver.isInTransaction;
  }

  async exec(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<void> {
    if (this.isInTransaction) assertNoTransactionEnd(sql);
    // What a script did before it met the lock must not be done twice.
    if (params === undefined && isScript(sql)) {
      this.#used();
      return await this.inFlight.track(() => this.#driver.exec(sql));
    }
    await this.#soon(
      () => this.#driver.execSync(sql, params),
      () => this.#driver.exec(sql, params),
      options,
    );
  }

  async query(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<Row[]> {
    if (this.isInTransaction) assertNoTransactionEnd(sql);
    return await this.#soon(
      () => this.#driver.querySync(sql, params),
      () => this.#driver.query(sql, params),
      options,
    );
  }

  async all(sql: string, params: readonly SqlValue[], options: CallOptions): Promise<ResultSet> {
    return await this.#soon(
      () => this.#driver.allSync(sql, params),
      () => this.#driver.all(sql, params),
      options,
    );
  }

  rows(sql: string, params: readonly SqlValue[], options: CallOptions): Awaitable<ResultRows> {
    return this.#soon(
      () => this.#driver.rowsSync(sql, params),
      () => this.#driver.rows(sql, params),
      options,
    );
  }

  run(sql: string, params: readonly SqlValue[], options: CallOptions): Awaitable<number> {
    return this.#soon(
      () => this.#driver.runSync(sql, params),
      () => this.#driver.run(sql, params),
      options,
    );
  }

  atomic(statements: Iterable<GuardedStatement>, { signal }: CallOptions): Awaitable<readonly number[]> {
    this.#used();
    const changes = this.#driver.atomic(statements, {
      signal,
      busyTimeout: this.#busyTimeout,
      onWaited: this.#onWaited,
    });
    return changes instanceof Promise ? this.inFlight.track(() => changes) : changes;
  }

  async transaction<T>(fn: () => Promise<T>, { signal, timeout }: TransactionOptions): Promise<T> {
    this.#used();
    const isReadonly = this.#isReadonly;
    return await this.inFlight.track(() =>
      this.#driver.transaction(fn, {
        ...{ signal, timeout, isReadonly, busyTimeout: this.#busyTimeout, onWaited: this.#onWaited },
      }),
    );
  }

  async *iterate(
    sql: string,
    params: readonly SqlValue[] | undefined,
    { signal }: CallOptions,
  ): AsyncGenerator<ResultSet, void, void> {
    this.#used();
    for (const chunk of chunksOf(await this.#driver.iterate(sql, params), CHUNK_ROWS)) {
      yield chunk;
      if (signal?.aborted) throw cancelledError(signal);
    }
  }

  async close(): Promise<void> {
    await this.inFlight.idle();
    await this.#driver.close();
    this.#unlist();
  }

  readonly sync: SyncAccess = {
    rowsSync: (sql, params) => {
      this.#used();
      return this.#driver.rowsSync(sql, params);
    },
    allSync: (sql, params) => {
      this.#used();
      return this.#driver.allSync(sql, params);
    },
    runSync: (sql, params) => {
      this.#used();
      return this.#driver.runSync(sql, params);
    },
    atomicSync: (statements) => {
      this.#used();
      return this.#driver.atomicSync(statements);
    },
    execSync: (sql, params) => {
      this.#used();
      if (this.isInTransaction) assertNoTransactionEnd(sql);
      this.#driver.execSync(sql, params);
    },
    querySync: (sql, params) => {
      this.#used();
      return this.#driver.querySync(sql, params);
    },
    closeSync: () => {
      this.#driver.closeSync();
      this.#unlist();
    },
  };

  #used(): void {
    this.#uses += 1;
    this.#lastUsedAt = Date.now();
  }

  /** Runs at once where nothing is in the way: what waiting costs is paid by those who wait. */
  #soon<T>(now: () => T, later: () => Promise<T>, { signal }: CallOptions): Awaitable<T> {
    this.#used();
    if (signal?.aborted) throw cancelledError(signal);
    if (this.#driver.isFree) {
      try {
        return now();
      } catch (error) {
        if (!hasErrorCode(error, 'BUSY')) throw error;
      }
    }
    const waits = { timeout: this.#busyTimeout, signal, onWaited: this.#onWaited };
    return this.inFlight.track(() => retryWhileBusy(later, waits));
  }
}
