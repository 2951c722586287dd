import type { GuardedStatement } from '../types.ts';

/** A value as SQLite holds it. Integers outside the safe range are bigint; `Uint8Array` is a BLOB. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** Rows as arrays under one header: duplicate and `__proto__` column names survive, 64-bit integers too. */
export interface ResultSet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
}

/**
 * - `reader`: short reads of the user interface (pages, cells, catalog). Never runs the user's SQL or a build.
 * - `worker`: long reads (index and rank building, find, counts, views, exports); may be killed at any time.
 * - `writer`: at most one for a file.
 */
export type ConnectionRole = 'reader' | 'worker' | 'writer';

/** Options of one call on a connection. Aborting answers the caller at once and then stops the statement. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * One SQLite handle, in this process or in another one. All methods reject with a `DatabaseError`;
 * an aborted call rejects with code CANCELLED, a connection whose process died with CONNECTION_GONE.
 */
export interface Connection {
  readonly id: string;
  readonly role: ConnectionRole;
  /** Process id of the connection, this process's own for an in-process one. */
  readonly pid: number;
  query(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<ResultSet>;
  exec(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<void>;
  /** Runs one statement and gives the number of rows that it changed. */
  run(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<number>;
  /** Runs statements all or nothing (see `Driver.atomic`) and gives the rows that each changed. */
  atomic(statements: readonly GuardedStatement[], options?: CallOptions): Promise<readonly number[]>;
  /** Whether a transaction is open on the handle, whoever began it. */
  hasTransaction(options?: CallOptions): Promise<boolean>;
  /** Rows in chunks of at most `chunkRows` (default 1,000), pulled one at a time. Leaving the loop ends it. */
  stream(
    sql: string,
    params?: readonly SqlValue[],
    options?: CallOptions & { readonly chunkRows?: number },
  ): AsyncIterable<ResultSet>;
  /** Runs an operation registered in the connection's process (see `Operation`) and gives its answer. */
  call(operation: string, input: unknown, options?: CallOptions): Promise<unknown>;
  /** Like `call`, for operations that yield: each value is pulled. Leaving the loop stops the operation. */
  callStream(operation: string, input: unknown, options?: CallOptions): AsyncIterable<unknown>;
}

/** What an operation may use inside the connection's process. */
export interface OperationContext {
  readonly driver: import('../types.ts').Driver;
}

/**
 * A piece of work that runs beside the SQLite handle, registered by name when the connection process starts.
 * A plain function answers `call`; a generator answers `callStream`: between two yields the connection looks for
 * cancellation and serves other messages, so a step should take <= 2 ms where pages wait behind it.
 */
export type Operation = (
  context: OperationContext,
  input: unknown,
) => unknown | Generator<unknown, void, void> | AsyncGenerator<unknown, void, void>;
