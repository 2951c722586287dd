import { type DBConfig, parseConfig, type ResolvedConfig } from './config.ts';
import { ConnectionManager } from './connections/connection-manager.ts';
import { globalConnectionManager } from './connections/global-connection-manager.ts';
import { createLocalConnector } from './connections/local-connector.ts';
import type { PoolStats } from './connections/pool-stats.ts';
import { createDriver } from './create-driver.ts';
import type { DatabaseAccess, SyncAccess } from './database-access/database-access.ts';
import { DedicatedAccess } from './database-access/dedicated-access.ts';
import { SharedAccess } from './database-access/shared-access.ts';
import { detectDriver } from './driver-detector.ts';
import { toRowObjects } from './drivers/read-values.ts';
import { DatabaseError } from './errors.ts';
import type { CallOptions, DriverOptions, Row, SqlValue } from './types.ts';

/** Milliseconds that async calls wait for the lock of another connection before they reject with BUSY. */
const DEFAULT_BUSY_TIMEOUT = 5_000;

/** What a `Database` may get from outside. */
export interface DatabaseServices {
  /** Instead of the process's own pool. */
  readonly connectionManager?: ConnectionManager;
}

/**
 * One SQLite database. With a connection of its own (the default) it is opened by the constructor and has sync
 * calls; with `sharedConnection` it is opened by the first call, over the pool. After `close` every call fails with
 * DB_CLOSED.
 */
export class Database {
  readonly #config: ResolvedConfig;
  readonly #manager: ConnectionManager;
  readonly #access: DatabaseAccess;
  readonly #inFlight = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  #closed: Promise<void> | undefined;

  /** Throws CONFIG_INVALID, and, unless shared, why the file cannot be opened. */
  constructor(config: DBConfig = {}, services: DatabaseServices = {}) {
    this.#config = parseConfig(config);
    this.#manager = services.connectionManager ?? managerFor(this.#config);
    this.#access = this.#config.isShared ? this.#shareConnection() : this.#openDriver();
  }

  /** Runs one statement with parameters, or a script without. */
  async exec(sql: string, params?: readonly SqlValue[], options: CallOptions = {}): Promise<void> {
    return await this.#run(sql, () => this.#access.exec(sql, params, options));
  }

  /** Runs one statement and gives its rows; none for a statement that has no result. */
  async query(sql: string, params?: readonly SqlValue[], options: CallOptions = {}): Promise<Row[]> {
    return await this.#run(sql, () => this.#access.query(sql, params, options));
  }

  /** The rows one by one, for results of any size. Leaving the loop ends the statement; writes may go on beside it. */
  async *iterate(
    sql: string,
    params?: readonly SqlValue[],
    options: CallOptions = {},
  ): AsyncGenerator<Row, void, void> {
    this.#assertOpen();
    this.#config.verbose(sql);
    const { signal: closing } = this.#closing;
    const signal = options.signal === undefined ? closing : AbortSignal.any([options.signal, closing]);
    try {
      for await (const chunk of this.#access.iterate(sql, params, { signal })) {
        for (const row of toRowObjects(chunk)) {
          yield row;
          this.#assertOpen();
        }
      }
    } catch (error) {
      this.#assertOpen();
      throw error;
    }
  }

  /** Throws SYNC_WITH_SHARED_CONNECTION on a shared connection. */
  execSync(sql: string, params?: readonly SqlValue[]): void {
    const sync = this.#sync('execSync');
    this.#config.verbose(sql);
    sync.execSync(sql, params);
  }

  /** Throws SYNC_WITH_SHARED_CONNECTION on a shared connection. */
  querySync(sql: string, params?: readonly SqlValue[]): Row[] {
    const sync = this.#sync('querySync');
    this.#config.verbose(sql);
    return sync.querySync(sql, params);
  }

  /** Waits for calls in flight, then closes the connection or gives it back. Calling it again waits for the same. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** Closes at once. Throws SYNC_WITH_SHARED_CONNECTION on a shared connection; does nothing when closed. */
  closeSync(): void {
    if (this.#closed !== undefined) return;
    const sync = this.#sync('closeSync');
    this.#closed = Promise.resolve();
    this.#closing.abort();
    sync.closeSync();
  }

  /** The figures of the pool that this database uses; connections of databases alone are listed too. */
  getConnectionStats(): PoolStats {
    return this.#manager.getStats();
  }

  /** Closes all connections of that pool, whoever uses them; the pool opens new ones when asked. */
  async closeAllConnections(): Promise<void> {
    await this.#manager.closeAll();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#inFlight);
    await this.#access.close();
  }

  async #run<T>(sql: string, work: () => Promise<T>): Promise<T> {
    this.#assertOpen();
    this.#config.verbose(sql);
    const running = work();
    this.#inFlight.add(running);
    try {
      return await running;
    } finally {
      this.#inFlight.delete(running);
    }
  }

  #sync(method: string): SyncAccess {
    this.#assertOpen();
    if (this.#access.sync !== undefined) return this.#access.sync;
    throw new DatabaseError(
      'SYNC_WITH_SHARED_CONNECTION',
      `${method} cannot wait for a shared connection. Nothing was run: use the async method.`,
    );
  }

  #assertOpen(): void {
    if (this.#closed === undefined) return;
    throw new DatabaseError('DB_CLOSED', 'The database was closed; open it again to use it.');
  }

  #openDriver(): DatabaseAccess {
    const { mode, filename, driver, sqlite } = this.#config;
    // Async calls wait without blocking the thread; sync ones block it for as long as was asked for.
    const options = { ...driverOptions(this.#config), busyTimeout: sqlite.busyTimeout };
    return new DedicatedAccess({
      driver: createDriver(options, { driver }),
      file: filename,
      isReadonly: mode === 'ro',
      busyTimeout: sqlite.busyTimeout ?? DEFAULT_BUSY_TIMEOUT,
      manager: this.#manager,
    });
  }

  #shareConnection(): DatabaseAccess {
    const { mode, isPooled, sqlite, driver, filename } = this.#config;
    const { recommendedDriver, fallbackDrivers } = detectDriver({ driver, filename });
    return new SharedAccess({
      manager: this.#manager,
      options: driverOptions(this.#config),
      drivers: [recommendedDriver, ...fallbackDrivers],
      isReadonly: mode === 'ro',
      isPooled,
      busyTimeout: sqlite.busyTimeout ?? DEFAULT_BUSY_TIMEOUT,
    });
  }
}

/** The same as `new Database(config)`. */
export function createDB(config: DBConfig = {}): Database {
  return new Database(config);
}

function managerFor({ pool }: ResolvedConfig): ConnectionManager {
  if (pool === undefined) return globalConnectionManager;
  return new ConnectionManager({ connector: createLocalConnector(), ...pool });
}

function driverOptions({ filename, mode, sqlite }: ResolvedConfig): DriverOptions {
  const { busyTimeout: _waitedForByCallers, mmapSize, ...settings } = sqlite;
  return { filename, readonly: mode === 'ro', mustExist: mode !== 'rwc', mmapSize, settings };
}
