import type { CallOptions, ResultSet, SqlValue } from './connections/connection.ts';

export type {
  CallOptions,
  Connection,
  ConnectionRole,
  Operation,
  OperationContext,
  ResultSet,
  SqlValue,
} from './connections/connection.ts';

/** A row of `query`: values by column name, as the seed has it. Duplicate names keep the last value. */
export type Row = Record<string, SqlValue>;

/** Rows as arrays. */
export type ResultRows = ResultSet['rows'];

export type DriverName = 'better-sqlite3' | 'node:sqlite' | 'bun:sqlite';

/** What a driver can do, so that a driver for a remote engine can join later without sync methods. */
export interface DriverCapabilities {
  readonly sync: boolean;
  readonly interactiveTransactions: boolean;
  readonly iterate: boolean;
  /** Whether a running statement can be stopped from inside this process. */
  readonly cancel: boolean;
  readonly immutable: boolean;
}

/** Settings of SQLite; what is left out stays as it is. Those that write the file are for writers only. */
export interface SqliteSettings {
  /** Changes the file for good; that of an existing file is left alone unless asked. */
  readonly journalMode?: 'DELETE' | 'TRUNCATE' | 'PERSIST' | 'MEMORY' | 'WAL' | undefined;
  /** Default FULL for writers: what was committed is on disk. */
  readonly synchronous?: 'OFF' | 'NORMAL' | 'FULL' | 'EXTRA' | undefined;
  /** Pages, or kibibytes when negative. */
  readonly cacheSize?: number | undefined;
  readonly tempStore?: 'DEFAULT' | 'FILE' | 'MEMORY' | undefined;
  readonly lockingMode?: 'NORMAL' | 'EXCLUSIVE' | undefined;
  /** Takes effect in a new file only, or with the next VACUUM. */
  readonly autoVacuum?: 'NONE' | 'FULL' | 'INCREMENTAL' | undefined;
  /** Pages in the WAL after which it is written back by itself (`wal_autocheckpoint`); 0 never. */
  readonly walCheckpoint?: number | undefined;
}

/** How often prepared statements were used again since the file was opened, and how many are kept. */
export interface StatementFigures {
  readonly hits: number;
  /** Prepared for want of one: none in the steady state. */
  readonly misses: number;
  readonly size: number;
}

/** How a driver opens its file. */
export interface DriverOptions {
  /** Path, or `:memory:`. Never trimmed or interpreted as a URI by callers. */
  readonly filename: string;
  readonly readonly?: boolean | undefined;
  /** Refuses to make a file that is not there. Implied by `readonly`. */
  readonly mustExist?: boolean | undefined;
  /** Reads the file without locks and without side files; only sound while nobody writes it. Not in better-sqlite3. */
  readonly immutable?: boolean | undefined;
  /** Accepts "double-quoted" strings in views and SQL. Not in better-sqlite3; `bun:sqlite` always does. */
  readonly doubleQuotedStrings?: boolean | undefined;
  /** Milliseconds that a statement may block its thread on a lock. Default 50: callers retry asynchronously. */
  readonly busyTimeout?: number | undefined;
  /**
   * For statements that a user wrote: refuses ATTACH, settings of the connection, transactions and temporary objects.
   * Goes with `readonly`, in node:sqlite only.
   */
  readonly isForUserSql?: boolean | undefined;
  /** Bytes; 0 switches mapping off. Readers only. */
  readonly mmapSize?: number | undefined;
  /** `trusted_schema`; default false. */
  readonly trustedSchema?: boolean | undefined;
  readonly settings?: SqliteSettings | undefined;
}

/** A statement of `atomic` with the number of rows that it must change, else everything is rolled back. */
export interface GuardedStatement {
  readonly sql: string;
  readonly params?: readonly SqlValue[];
  /** Runs the statement once for each of these, instead of for `params`; the rows that were changed are added up. */
  readonly each?: readonly (readonly SqlValue[])[] | undefined;
  readonly changes?: number;
}

/** A running statement with rows: leaving its iterator ends it. */
export interface RowIteration {
  readonly columns: readonly string[];
  readonly rows: IterableIterator<readonly SqlValue[]>;
}

/** A column of a result; what SQLite does not know of its origin is null. */
export interface StatementColumn {
  readonly name: string;
  /** As the table declares it. */
  readonly type: string | null;
  readonly table: string | null;
  readonly column: string | null;
}

/** A parameter of a statement where it stands first. */
export interface StatementParameter {
  /** As written: `?`, `?3`, or a name with its sign. */
  readonly name: string;
  /** As SQLite numbers them, 1 first. */
  readonly number: number;
}

/** A statement that a user wrote, compiled and not run yet. */
export interface UserStatement {
  /** Whether SQLite says that it writes nothing. BEGIN, COMMIT and most PRAGMAs write nothing either. */
  readonly isReadonly: boolean;
  /** Of its result, none for a statement without one. */
  readonly columns: readonly StatementColumn[];
  /**
   * Runs it with values by the number of their parameter, 1 first: bigint is bound as INTEGER, number as REAL. Rows are
   * typed as in `allTypedSync`; one that writes has run to its end before its first row is given.
   */
  iterate(values: readonly SqlValue[]): RowIteration;
}

/** How the texts of rows are put together. */
export interface JoinOptions {
  readonly parameters: readonly StatementParameter[];
  readonly values: readonly SqlValue[];
  readonly size: number;
  readonly separator: string;
  /** Rows that are passed over first. */
  readonly skipped: number;
}

/** Rows as one text. */
export interface JoinedRows {
  readonly text: string;
  readonly rows: number;
}

/** An answer that is there already wherever nothing had to be waited for: awaiting it would cost as much as it did. */
export type Awaitable<T> = T | Promise<T>;

/** How long a transaction waits, without blocking the thread, for the lock of another connection. */
export interface LockWaits extends CallOptions {
  /** Milliseconds. Default 0. */
  readonly busyTimeout?: number | undefined;
  /** Called once after a wait, with its milliseconds and whether the lock was got. */
  readonly onWaited?: OnWaited | undefined;
}

/** Told how long a lock was waited for. */
export type OnWaited = (milliseconds: number, isServed: boolean) => void;

export interface TransactionOptions extends LockWaits {
  /** Milliseconds that `fn` may take. Default Infinity. */
  readonly timeout?: number | undefined;
  /** Takes no lock for writing: for handles that can only read. Default false. */
  readonly isReadonly?: boolean | undefined;
}

/**
 * A dedicated SQLite handle in this process. Sync where the engine below is sync; statements are prepared once
 * and cached by their text. Integers come back as number when safe, else bigint. Every failure is a
 * `DatabaseError` with SQLite's code; after `close` every call throws DB_CLOSED.
 */
export interface Driver {
  readonly name: DriverName;
  readonly capabilities: DriverCapabilities;
  readonly sqliteVersion: string;
  readonly statements: StatementFigures;
  exec(sql: string, params?: readonly SqlValue[]): Promise<void>;
  query(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;
  /** Rows as arrays under one header. */
  all(sql: string, params?: readonly SqlValue[]): Promise<ResultSet>;
  /** The same without a header, which costs as much as a short read. */
  rows(sql: string, params?: readonly SqlValue[]): Promise<ResultRows>;
  /** Runs one statement and gives the number of rows that it changed. */
  run(sql: string, params?: readonly SqlValue[]): Promise<number>;
  /**
   * Runs statements all or nothing, as one transaction or, inside of one, as a savepoint; gives the rows that each
   * changed. ATOMIC_GUARD when a guard does not hold.
   */
  atomic(statements: Iterable<GuardedStatement>, waits?: LockWaits): Awaitable<readonly number[]>;
  close(): Promise<void>;
  /** Rows one at a time, begun when it is this caller's turn; read on whenever wanted. */
  iterate(sql: string, params?: readonly SqlValue[]): Promise<RowIteration>;
  /** Whether async calls would run at once, and sync ones are possible. */
  readonly isFree: boolean;
  /** Whether the handle has an open transaction, whoever began it. */
  readonly hasTransaction: boolean;
  /** Whether the running code belongs to the `fn` of an open `transaction`. */
  readonly isInTransaction: boolean;
  /** Runs one statement with parameters, or a script without. */
  execSync(sql: string, params?: readonly SqlValue[]): void;
  querySync(sql: string, params?: readonly SqlValue[]): Row[];
  /** Rows as arrays, without a header. */
  rowsSync(sql: string, params?: readonly SqlValue[]): ResultRows;
  /** Rows as arrays under one header. */
  allSync(sql: string, params?: readonly SqlValue[]): ResultSet;
  /**
   * Like `allSync`, with every INTEGER as bigint and every REAL as number, so that `1` and `1.0` differ.
   * What truthful display is built on.
   */
  allTypedSync(sql: string, params?: readonly SqlValue[]): ResultSet;
  /** Rows one at a time, typed as in `allTypedSync` when `typed` is set. */
  iterateSync(
    sql: string,
    params?: readonly SqlValue[],
    options?: { readonly typed?: boolean },
  ): RowIteration;
  /** Compiles a statement that a user wrote, with its parameters, which may have names. It is not kept for later. */
  prepareSync(sql: string, parameters: readonly StatementParameter[]): UserStatement;
  /**
   * Puts the texts together that a SELECT of one column gives, one of each row, as they are pulled: in pieces of `size`
   * characters and the last row of each. What is there is given before an error of the statement is thrown.
   */
  joinSync(select: string, options: JoinOptions): IterableIterator<JoinedRows>;
  /** Runs one statement and gives the number of rows that it changed. */
  runSync(sql: string, params?: readonly SqlValue[]): number;
  /** Defines a function without arguments for statements of this handle; false: the driver cannot. */
  defineFunction(name: string, call: () => number): boolean;
  /** Rows changed by the last statement. */
  changesSync(): number;
  atomicSync(statements: Iterable<GuardedStatement>): readonly number[];
  /**
   * Runs `fn` in a transaction of its async context; nested ones are savepoints, those of others wait. Rolled back
   * with TRANSACTION_LOCK_TIMEOUT when `fn` has not settled in time.
   */
  transaction<T>(fn: () => Promise<T>, options?: TransactionOptions): Promise<T>;
  closeSync(): void;
}
