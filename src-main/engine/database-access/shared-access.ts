import { retryWhileBusy } from '../busy-retry.ts';
import type { ConnectionManager } from '../connections/connection-manager.ts';
import type { FileTarget } from '../connections/connector.ts';
import type { Lease } from '../connections/lease.ts';
import { noDriverError } from '../create-driver.ts';
import { toRowObjects } from '../drivers/read-values.ts';
import { DatabaseError, hasErrorCode } from '../errors.ts';
import type {
  CallOptions,
  Connection,
  DriverName,
  DriverOptions,
  ResultSet,
  Row,
  SqlValue,
} from '../types.ts';
import { CHUNK_ROWS, type DatabaseAccess } from './database-access.ts';
import { isScript, isTransactionControl } from './is-script.ts';
import { poolKeyOf } from './pool-key.ts';

export interface SharedAccessOptions {
  readonly manager: ConnectionManager;
  readonly options: DriverOptions;
  /** The drivers to try, in this order. */
  readonly drivers: readonly DriverName[];
  readonly isReadonly: boolean;
  /** Whether queries go to readers of their own. */
  readonly isPooled: boolean;
  /** Milliseconds. */
  readonly busyTimeout: number;
}

const HOLDER = 'Database';

/**
 * Connections of the pool. All databases of one file share one connection for writes, and, unless pooled, for
 * reads; nothing is opened before the first operation.
 */
export class SharedAccess implements DatabaseAccess {
  readonly #options: SharedAccessOptions;
  #opened: Promise<FileTarget> | undefined;
  #unhold: (() => Promise<void>) | undefined;
  /** A database in memory lives in its connection: it is never given back. */
  #kept: Lease | undefined;

  constructor(options: SharedAccessOptions) {
    this.#options = options;
  }

  async exec(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<void> {
    if (isTransactionControl(sql)) {
      throw new DatabaseError(
        'TRANSACTION_STATE',
        'On a shared connection a transaction would catch the work of others too; run it as one script, or use a database with a connection of its own.',
      );
    }
    await this.#withShared(options, async (connection) => {
      if (params !== undefined || !isScript(sql)) await connection.exec(sql, params ?? [], options);
      else await runScript(connection, sql, options);
    });
  }

  async query(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<Row[]> {
    const target = await this.#open();
    const { isPooled, isReadonly, manager } = this.#options;
    const ask = (connection: Connection) => connection.query(sql, params, options);
    if (!isPooled || isReadonly || isInMemory(target))
      return toRowObjects(await this.#withShared(options, ask));
    try {
      const result = await this.#retry(options, async () => {
        using lease = await manager.lease(target, 'reader', { ...options, holder: HOLDER });
        return await ask(lease.connection);
      });
      return toRowObjects(result);
    } catch (error) {
      // A reader can change nothing: a statement that wants to has done nothing so far.
      if (!hasErrorCode(error, 'READONLY')) throw error;
      return toRowObjects(await this.#withShared(options, ask));
    }
  }

  async *iterate(
    sql: string,
    params: readonly SqlValue[] | undefined,
    options: CallOptions,
  ): AsyncGenerator<ResultSet, void, void> {
    using lease = await this.#shared();
    yield* lease.connection.stream(sql, params, { ...options, chunkRows: CHUNK_ROWS });
  }

  async close(): Promise<void> {
    // A file that could not be opened needs no closing.
    await this.#opened?.catch(() => {});
    this.#kept?.release();
    await this.#unhold?.();
  }

  async #withShared<T>(options: CallOptions, work: (connection: Connection) => Promise<T>): Promise<T> {
    using lease = await this.#shared();
    return await this.#retry(options, () => work(lease.connection));
  }

  async #shared(): Promise<Lease> {
    const target = await this.#open();
    return await this.#options.manager.leaseShared(target, this.#role, { holder: HOLDER });
  }

  /** Calls that come while the first one opens the file wait for the same opening; after a failure the next one tries anew. */
  #open(): Promise<FileTarget> {
    this.#opened ??= this.#openFirst().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #openFirst(): Promise<FileTarget> {
    const { manager, options, drivers } = this.#options;
    const file = await poolKeyOf(options.filename);
    const failures: unknown[] = [];
    for (const driver of drivers) {
      const target = { file, driver, options };
      try {
        const lease = await this.#retry({}, () =>
          manager.leaseShared(target, this.#role, { holder: HOLDER }),
        );
        if (isInMemory(target)) this.#kept = lease;
        else lease.release();
        this.#unhold ??= manager.hold(file);
        return target;
      } catch (error) {
        if (!hasErrorCode(error, 'DRIVER_CREATION_FAILED')) throw error;
        failures.push(error);
      }
    }
    throw noDriverError(options.filename, failures);
  }

  get #role(): 'reader' | 'writer' {
    return this.#options.isReadonly ? 'reader' : 'writer';
  }

  #retry<T>({ signal }: CallOptions, work: () => Promise<T>): Promise<T> {
    return retryWhileBusy(work, { timeout: this.#options.busyTimeout, signal });
  }
}

/** A script may open transactions, but not leave one open for those who come after it on the same connection. */
async function runScript(connection: Connection, sql: string, options: CallOptions): Promise<void> {
  if (!/\b(begin|savepoint)\b/i.test(sql)) return await connection.exec(sql, undefined, options);
  try {
    await connection.exec(sql, undefined, options);
  } catch (error) {
    await rollBack(connection);
    throw error;
  }
  if (!(await rollBack(connection))) return;
  throw new DatabaseError(
    'TRANSACTION_STATE',
    'The script left its transaction open on a shared connection; the transaction was rolled back.',
  );
}

/** Whether there was a transaction to roll back. */
async function rollBack(connection: Connection): Promise<boolean> {
  try {
    await connection.exec('ROLLBACK', []);
    return true;
  } catch {
    return false;
  }
}

function isInMemory({ options }: FileTarget): boolean {
  return options.filename === ':memory:';
}
