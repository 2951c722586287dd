import { retryWhileBusy } from '../busy-retry.ts';
import { nextConnectionId } from '../connections/connection-ids.ts';
import type { ConnectionManager } from '../connections/connection-manager.ts';
import { readChunks } from '../connections/operation-steps.ts';
import { cancelledError } from '../errors.ts';
import type { CallOptions, Driver, ResultSet, Row, SqlValue } from '../types.ts';
import { CHUNK_ROWS, type DatabaseAccess, type SyncAccess } from './database-access.ts';
import { isScript } from './is-script.ts';

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

  async exec(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<void> {
    this.#used();
    // What a script did before it met the lock must not be done twice.
    if (params === undefined && isScript(sql)) await this.#driver.exec(sql);
    else await this.#retry(() => this.#driver.exec(sql, params), options);
  }

  async query(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<Row[]> {
    this.#used();
    return await this.#retry(() => this.#driver.query(sql, params), options);
  }

  async *iterate(
    sql: string,
    params: readonly SqlValue[] | undefined,
    { signal }: CallOptions,
  ): AsyncGenerator<ResultSet, void, void> {
    this.#used();
    for (const chunk of readChunks(this.#driver, sql, params, CHUNK_ROWS)) {
      yield chunk;
      if (signal?.aborted) throw cancelledError(signal);
    }
  }

  async close(): Promise<void> {
    await this.#driver.close();
    this.#unlist();
  }

  readonly sync: SyncAccess = {
    execSync: (sql, params) => {
      this.#used();
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

  #retry<T>(work: () => Promise<T>, { signal }: CallOptions): Promise<T> {
    return retryWhileBusy(work, { timeout: this.#busyTimeout, signal });
  }
}
