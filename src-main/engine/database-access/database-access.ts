import type {
  Awaitable,
  CallOptions,
  GuardedStatement,
  ResultRows,
  ResultSet,
  Row,
  SqlValue,
} from '../types.ts';
import type { InFlight } from './in-flight.ts';

/** Rows that an iteration reads ahead. */
export const CHUNK_ROWS = 100;

/** How a `Database` gets at SQLite: a driver of its own, or connections of the pool. */
export interface DatabaseAccess {
  exec(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<void>;
  query(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<Row[]>;
  /** Rows of one statement as arrays under one header. */
  all(sql: string, params: readonly SqlValue[], options: CallOptions): Promise<ResultSet>;
  /** The same without a header, which costs as much as a short read. */
  rows(sql: string, params: readonly SqlValue[], options: CallOptions): Awaitable<ResultRows>;
  /** Runs one statement and gives the number of rows that it changed. */
  run(sql: string, params: readonly SqlValue[], options: CallOptions): Awaitable<number>;
  /**
   * Runs statements all or nothing, as one transaction or, inside of one, as a savepoint; gives the rows that each
   * changed. ATOMIC_GUARD when a guard does not hold.
   */
  atomic(statements: Iterable<GuardedStatement>, options: CallOptions): Awaitable<readonly number[]>;
  /**
   * Runs `fn` in a transaction that belongs to its async context; nested ones are savepoints, those of others wait in
   * the order of asking. TRANSACTION_LOCK_TIMEOUT, with everything rolled back, when `fn` has not settled after
   * `timeout` milliseconds.
   */
  transaction<T>(fn: () => Promise<T>, options: TransactionOptions): Promise<T>;
  /** Whether the running code belongs to the `fn` of an open transaction. */
  readonly isInTransaction: boolean;
  /** What `close` waits for. Bodies of work of several steps count themselves here. */
  readonly inFlight: InFlight;
  /** Chunks of rows. Holds no lock that could make a write of the same `Database` fail. */
  iterate(
    sql: string,
    params: readonly SqlValue[] | undefined,
    options: CallOptions,
  ): AsyncIterable<ResultSet>;
  /** Waits for what is in flight. */
  close(): Promise<void>;
  /** To be awaited before work begins that does not begin with one of these methods; undefined where nothing is. */
  readonly ready?: Promise<void> | undefined;
  /** Only where there are sync calls. */
  readonly sync?: SyncAccess | undefined;
}

/** How a transaction of `DatabaseAccess` runs. */
export interface TransactionOptions extends CallOptions {
  /** Milliseconds; Infinity waits for ever. */
  readonly timeout: number;
}

export interface SyncAccess {
  rowsSync(sql: string, params: readonly SqlValue[]): ResultRows;
  allSync(sql: string, params: readonly SqlValue[]): ResultSet;
  runSync(sql: string, params: readonly SqlValue[]): number;
  atomicSync(statements: Iterable<GuardedStatement>): readonly number[];
  execSync(sql: string, params: readonly SqlValue[] | undefined): void;
  querySync(sql: string, params: readonly SqlValue[] | undefined): Row[];
  closeSync(): void;
}
