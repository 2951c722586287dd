import { retryWhileBusy } from '../busy-retry.ts';
import { nextConnectionId } from '../connections/connection-ids.ts';
import type { ConnectionManager } from '../connections/connection-manager.ts';
import { readChunks } from '../connections/operation-steps.ts';
import { toRowObjects } from '../drivers/read-values.ts';
import { cancelledError, hasErrorCode } from '../errors.ts';
import type { CallOptions, Driver, GuardedStatement, ResultSet, Row, SqlValue } from '../types.ts';
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
  readonly #unlist: () => void;
  #uses = 0;
  #lastUsedAt = Date.now();

  constructor({ driver, file, isReadonly, busyTimeout, manager }: DedicatedAccessOptions) {
    this.#driver = driver;
    this.#busyTimeout = busyTimeout;
    const role = isReadonly ? 'reader' : 'writer';
    const id = nextConnectionId(role);
    const createdAt = Date.now();
    this.#unlist = manager.listDedicated(() => ({
      ...{ id, file, role, pid: process.pid, createdAt },
      ...{ state: 'leased', healthy: true, shared: false, holder: 'Database' },
      ...{ uses: this.#uses, lastUsedAt: this.#lastUsedAt, statement: null, statementSince: null },
    }));
  }

  get isInTransaction(): boolean {
    return this.#driver.isInTransaction;
  }

  async exec(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<void> {
    this.#used();
    if (this.isInTransaction) assertNoTransactionEnd(sql);
    // What a script did before it met the lock must not be done twice.
    if (params === undefined && isScript(sql)) await this.inFlight.track(() => this.#driver.exec(sql));
    else await this.#retry(() => this.#driver.exec(sql, params), options);
  }

  async query(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<Row[]> {
    if (this.isInTransaction) assertNoTransactionEnd(sql);
    return toRowObjects(await this.all(sql, params ?? [], options));
  }

  /** Runs at once where nothing is in the way: what waiting costs is paid by those who wait. */
  async all(sql: string, params: readonly SqlValue[], options: CallOptions): Promise<ResultSet> {
    this.#used();
    if (this.#isFree(options)) {
      try {
        return this.#driver.allSync(sql, params);
      } catch (error) {
        if (!hasErrorCode(error, 'BUSY')) throw error;
      }
    }
    return await this.#retry(() => this.#driver.all(sql, params), options);
  }

  /** Runs at once where nothing is in the way. */
  async run(sql: string, params: readonly SqlValue[], options: CallOptions): Promise<number> {
    this.#used();
    if (this.#isFree(options)) {
      try {
        return this.#driver.runSync(sql, params);
      } catch (error) {
        if (!hasErrorCode(error, 'BUSY')) throw error;
      }
    }
    return await this.#retry(() => this.#driver.run(sql, params), options);
  }

  async atomic(statements: Iterable<GuardedStatement>, { signal }: CallOptions): Promise<readonly number[]> {
    this.#used();
    return await this.inFlight.track(() =>
      this.#driver.atomic(statements, { signal, busyTimeout: this.#busyTimeout }),
    );
  }

  async transaction<T>(fn: () => Promise<T>, { signal, timeout }: TransactionOptions): Promise<T> {
    this.#used();
    return await this.inFlight.track(() =>
      this.#driver.transaction(fn, { signal, timeout, busyTimeout: this.#busyTimeout }),
    );
  }

  async *iterate(
    sql: string,
    params: readonly SqlValue[] | undefined,
    { signal }: CallOptions,
  ): AsyncGenerator<ResultSet, void, void> {
    this.#used();
    await this.#driver.whenFree();
    for (const chunk of readChunks(this.#driver, sql, params, CHUNK_ROWS)) {
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

  #isFree({ signal }: CallOptions): boolean {
    if (signal?.aborted) throw cancelledError(signal);
    return this.#driver.isFree;
  }

  #retry<T>(work: () => Promise<T>, { signal }: CallOptions): Promise<T> {
    return this.inFlight.track(() => retryWhileBusy(work, { timeout: this.#busyTimeout, signal }));
  }
}
