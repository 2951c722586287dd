import { retryWhileBusy } from '../busy-retry.ts';
import type { ConnectionManager } from '../connections/connection-manager.ts';
import { ConnectionTransaction } from '../connections/connection-transaction.ts';
import type { FileTarget } from '../connections/connector.ts';
import type { Lease } from '../connections/lease.ts';
import { noDriverError } from '../create-driver.ts';
import { toRowObjects } from '../drivers/read-values.ts';
import type { TransactionQueue } from '../drivers/transaction-queue.ts';
import { eitherSignal } from '../either-signal.ts';
import { DatabaseError, hasErrorCode } from '../errors.ts';
import type {
  CallOptions,
  Connection,
  DriverName,
  DriverOptions,
  GuardedStatement,
  OnWaited,
  ResultRows,
  ResultSet,
  Row,
  SqlValue,
} from '../types.ts';
import { CHUNK_ROWS, type DatabaseAccess, type TransactionOptions } from './database-access.ts';
import { InFlight } from './in-flight.ts';
import { assertNoTransactionEnd, isScript, isTransactionControl } from './is-script.ts';
import { poolKeyOf } from './pool-key.ts';
import { batchesOf } from './statement-batches.ts';

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
const TRANSACTION_HOLDER = 'Database, in a transaction';

type Turns = TransactionQueue<ConnectionTransaction>;

/** The file, once it could be opened, and the turns of all who use its shared connection. */
interface Opened {
  readonly target: FileTarget;
  readonly turns: Turns;
}

/**
 * Connections of the pool. All databases of one file share one connection for writes, and, unless pooled, for
 * reads; nothing is opened before the first operation. A transaction has that connection for itself.
 */
export class SharedAccess implements DatabaseAccess {
  readonly inFlight = new InFlight();
  readonly #options: SharedAccessOptions;
  #opening: Promise<Opened> | undefined;
  #opened: Opened | undefined;
  #isClosed = false;
  #unhold: (() => Promise<void>) | undefined;
  /** A database in memory lives in its connection: it is never given back. */
  #kept: Lease | undefined;

  constructor(options: SharedAccessOptions) {
    this.#options = options;
  }

  get isInTransaction(): boolean {
    return this.#opened?.turns.isInTransaction === true;
  }

  async exec(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<void> {
    const isInTransaction = this.isInTransaction;
    if (isInTransaction) assertNoTransactionEnd(sql);
    else if (isTransactionControl(sql)) {
      throw new DatabaseError(
        'TRANSACTION_STATE',
        'On a shared connection a transaction would catch the work of others too: use transaction(), or run it as one script.',
      );
    }
    await this.#withShared(options, async (connection, own) => {
      if (isInTransaction || params !== undefined || !isScript(sql)) {
        await connection.exec(sql, isScript(sql) ? params : (params ?? []), own);
      } else await runScript(connection, sql, own);
    });
  }

  async query(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<Row[]> {
    if (this.isInTransaction) assertNoTransactionEnd(sql);
    return toRowObjects(await this.all(sql, params ?? [], options));
  }

  async all(sql: string, params: readonly SqlValue[], options: CallOptions): Promise<ResultSet> {
    const { target } = await this.#open();
    const { isPooled, isReadonly, manager } = this.#options;
    const ask = (connection: Connection, own: CallOptions) => connection.query(sql, params, own);
    if (!isPooled || isReadonly || isInMemory(target) || this.isInTransaction) {
      return await this.#withShared(options, ask);
    }
    try {
      return await this.#retry(options, async () => {
        using lease = await manager.lease(target, 'reader', { ...options, holder: HOLDER, isBrief: true });
        return await ask(lease.connection, options);
      });
    } catch (error) {
      // A reader can change nothing: a statement that wants to has done nothing so far.
      if (!hasErrorCode(error, 'READONLY')) throw error;
      return await this.#withShared(options, ask);
    }
  }

  async rows(sql: string, params: readonly SqlValue[], options: CallOptions): Promise<ResultRows> {
    return (await this.all(sql, params, options)).rows;
  }

  async run(sql: string, params: readonly SqlValue[], options: CallOptions): Promise<number> {
    return await this.#withShared(options, (connection, own) => connection.run(sql, params, own));
  }

  /** Few statements go in one message; many in several, inside of a transaction. */
  async atomic(statements: Iterable<GuardedStatement>, options: CallOptions): Promise<readonly number[]> {
    const batches = batchesOf(statements);
    const send = (batch: readonly GuardedStatement[]) =>
      this.#withShared(options, (connection, own) => connection.atomic(batch, own));
    const first = batches.next().value ?? [];
    const second = batches.next().value;
    if (second === undefined) return await send(first);
    const work = async () => {
      const changes = [...(await send(first)), ...(await send(second))];
      for (const batch of batches) changes.push(...(await send(batch)));
      return changes;
    };
    return await this.transaction(work, { ...options, timeout: Number.POSITIVE_INFINITY });
  }

  async transaction<T>(fn: () => Promise<T>, { signal, timeout }: TransactionOptions): Promise<T> {
    const { manager, busyTimeout, isReadonly } = this.#options;
    const { acquireTimeout } = manager;
    return await this.inFlight.track(async () => {
      const { turns } = await this.#open();
      return await turns.transaction(fn, {
        ...{ signal, timeout, busyTimeout, acquireTimeout, isReadonly, onWaited: this.#onWaited },
        open: async () => new ConnectionTransaction(await this.#shared(TRANSACTION_HOLDER)),
      });
    });
  }

  async *iterate(
    sql: string,
    params: readonly SqlValue[] | undefined,
    options: CallOptions,
  ): AsyncGenerator<ResultSet, void, void> {
    const { turns } = await this.#open();
    // Begins in turn; later chunks may be read beside a transaction of others, which does not change them.
    const begun = await turns.whenFree(
      async ({ handle, signal }) => {
        const lease = handle === undefined ? await this.#shared(HOLDER) : undefined;
        const connection = handle?.connection ?? lease?.connection;
        const own = { signal: eitherSignal(options.signal, signal), chunkRows: CHUNK_ROWS };
        const chunks = connection?.stream(sql, params, own)[Symbol.asyncIterator]();
        try {
          return { lease, chunks, first: await chunks?.next() };
        } catch (error) {
          lease?.release();
          throw error;
        }
      },
      { signal: options.signal, timeout: this.#options.manager.acquireTimeout },
    );
    try {
      for (let step = begun.first; step !== undefined && !step.done; step = await begun.chunks?.next()) {
        yield step.value;
      }
    } finally {
      await begun.chunks?.return?.();
      begun.lease?.release();
    }
  }

  async close(): Promise<void> {
    await this.inFlight.idle();
    this.#isClosed = true;
    // A file that could not be opened needs no closing.
    await this.#opening?.catch(() => {});
    this.#kept?.release();
    await this.#unhold?.();
  }

  /** Runs `work` on the connection of the transaction that it belongs to, else on the shared one when it is free. */
  async #withShared<T>(
    options: CallOptions,
    work: (connection: Connection, own: CallOptions) => Promise<T>,
  ): Promise<T> {
    return await this.inFlight.track(async () => {
      const { turns } = await this.#open();
      const limits = { signal: options.signal, timeout: this.#options.manager.acquireTimeout };
      return await turns.whenFree(async ({ handle, signal }) => {
        if (handle !== undefined) {
          return await this.#inTransaction(turns, handle, (connection) =>
            work(connection, { signal: eitherSignal(options.signal, signal) }),
          );
        }
        using lease = await this.#shared(HOLDER, true);
        return await this.#retry(options, () => work(lease.connection, options));
      }, limits);
    });
  }

  async #inTransaction<T>(
    turns: Turns,
    transaction: ConnectionTransaction,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(transaction.connection);
    } catch (error) {
      const isThere = await transaction.isInTransaction().catch(() => false);
      turns.noteFailure(isThere, error);
      throw error;
    }
  }

  async #shared(holder: string, isBrief = false): Promise<Lease> {
    const { target } = await this.#open();
    return await this.#options.manager.leaseShared(target, this.#role, { holder, isBrief });
  }

  /** Calls that come while the first one opens the file wait for the same opening; after a failure the next one tries anew. */
  #open(): Promise<Opened> {
    if (this.#isClosed) return Promise.reject(new DatabaseError('DB_CLOSED', 'The database was closed.'));
    this.#opening ??= this.#openFirst().then(
      (opened) => {
        this.#opened = opened;
        return opened;
      },
      (error: unknown) => {
        this.#opening = undefined;
        throw error;
      },
    );
    return this.#opening;
  }

  async #openFirst(): Promise<Opened> {
    const { manager, options, drivers } = this.#options;
    const file = await poolKeyOf(options.filename);
    const failures: unknown[] = [];
    for (const driver of drivers) {
      const target = { file, driver, options };
      try {
        const lease = await this.#retry({}, () =>
          manager.leaseShared(target, this.#role, { holder: HOLDER, isBrief: !isInMemory(target) }),
        );
        if (isInMemory(target)) this.#kept = lease;
        else lease.release();
        this.#unhold ??= manager.hold(file);
        return { target, turns: manager.turnsOf(target, this.#role) };
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
    return retryWhileBusy(work, {
      timeout: this.#options.busyTimeout,
      signal,
      onWaited: this.#onWaited,
    });
  }

  readonly #onWaited: OnWaited = (milliseconds, isServed) => {
    const { manager, options } = this.#options;
    const file = this.#opened?.target.file ?? options.filename;
    manager.noteLockWait({ file, waiter: HOLDER, milliseconds, heldBy: null, isServed });
  };
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
