import { type BusyRetry, retryWhileBusy } from '../busy-retry.ts';
import { cancelledError, DatabaseError, hasErrorCode, toDatabaseError } from '../errors.ts';
import type {
  Awaitable,
  Driver,
  DriverCapabilities,
  DriverName,
  GuardedStatement,
  LockWaits,
  ResultRows,
  ResultSet,
  Row,
  RowIteration,
  SqlValue,
  StatementFigures,
  StatementParameter,
  TransactionOptions,
  UserStatement,
} from '../types.ts';
import { type AtomicHandle, AtomicRun, runAtomic } from './atomic.ts';
import { bindValues } from './bind-values.ts';
import { joinedRows } from './joined-rows.ts';
import type { NativeHandle, NativeStatement } from './native-handle.ts';
import { narrowIntegers, toRowObjects } from './read-values.ts';
import { RowCursor } from './row-cursor.ts';
import { knownParameters } from './sql-text.ts';
import { StatementCache } from './statement-cache.ts';
import { lockError, rolledBack } from './transaction-errors.ts';
import { type TransactionHandle, TransactionQueue } from './transaction-queue.ts';

/** What the drivers of native SQLite modules have in common; they differ in the handle that they open. */
export abstract class SqliteDriver implements Driver {
  abstract readonly name: DriverName;
  abstract readonly capabilities: DriverCapabilities;
  readonly #handle: NativeHandle;
  readonly #statements: StatementCache;
  readonly #cursors = new Set<RowCursor<unknown>>();
  readonly #transactions = new TransactionQueue<TransactionHandle>();
  #isClosed = false;
  #sqliteVersion: string | undefined;

  constructor(handle: NativeHandle) {
    this.#handle = handle;
    this.#statements = new StatementCache((sql) => handle.prepare(sql));
  }

  get sqliteVersion(): string {
    this.#sqliteVersion ??= String(this.#all('SELECT sqlite_version()').rows[0]?.[0]);
    return this.#sqliteVersion;
  }

  get statements(): StatementFigures {
    return this.#statements.figures;
  }

  exec(sql: string, params?: readonly SqlValue[]): Promise<void> {
    return this.#transactions.whenFree(() => this.#run(sql, params));
  }

  query(sql: string, params?: readonly SqlValue[]): Promise<Row[]> {
    return this.#transactions.whenFree(() => toRowObjects(narrow(this.#all(sql, params))));
  }

  all(sql: string, params?: readonly SqlValue[]): Promise<ResultSet> {
    return this.#transactions.whenFree(() => narrow(this.#all(sql, params)));
  }

  rows(sql: string, params?: readonly SqlValue[]): Promise<ResultRows> {
    return this.#transactions.whenFree(() => this.#rows(sql, params));
  }

  run(sql: string, params: readonly SqlValue[] = []): Promise<number> {
    return this.#transactions.whenFree(() => this.#change(sql, params));
  }

  /** Runs at once where nothing is in the way. */
  atomic(
    statements: Iterable<GuardedStatement>,
    { busyTimeout = 0, signal, onWaited }: LockWaits = {},
  ): Awaitable<readonly number[]> {
    const waits = { timeout: busyTimeout, signal, onWaited };
    if (signal?.aborted) throw cancelledError(signal);
    const attempt = () => {
      const work = new AtomicRun(this.#atomicHandle);
      work.begin();
      return this.#runAtomic(work, statements, waits);
    };
    // Only what `begin` throws is BUSY: nothing was pulled from `statements` then.
    const isFree = this.#transactions.isFree;
    const now = isFree ? this.#unlessBusy(attempt) : undefined;
    return now ?? retryWhileBusy(() => this.#transactions.whenFree(attempt), waits);
  }

  #unlessBusy<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!hasErrorCode(error, 'BUSY')) throw error;
      return undefined;
    }
  }

  /** Answers at once unless another connection is in the way of COMMIT. */
  #runAtomic(
    work: AtomicRun,
    statements: Iterable<GuardedStatement>,
    waits: BusyRetry,
  ): Awaitable<readonly number[]> {
    try {
      const changes = work.runAll(statements);
      try {
        work.commit();
        return changes;
      } catch (error) {
        if (!hasErrorCode(error, 'BUSY')) throw error;
      }
      return this.#transactions.hold(async () => {
        try {
          await retryWhileBusy(async () => work.commit(), waits);
          return changes;
        } catch (error) {
          work.undo();
          throw lockError(error, 'commit');
        }
      });
    } catch (error) {
      work.undo();
      throw lockError(error, 'run');
    }
  }

  iterate(sql: string, params?: readonly SqlValue[]): Promise<RowIteration> {
    return this.#transactions.whenFree(() => this.#iterate(sql, params, false));
  }

  get isFree(): boolean {
    return this.#transactions.isFree;
  }

  get hasTransaction(): boolean {
    return !this.#isClosed && this.#handle.isInTransaction;
  }

  get isInTransaction(): boolean {
    return this.#transactions.isInTransaction;
  }

  execSync(sql: string, params?: readonly SqlValue[]): void {
    this.#transactions.assertFree();
    this.#run(sql, params);
  }

  querySync(sql: string, params?: readonly SqlValue[]): Row[] {
    return toRowObjects(this.allSync(sql, params));
  }

  rowsSync(sql: string, params?: readonly SqlValue[]): ResultRows {
    this.#transactions.assertFree();
    return this.#rows(sql, params);
  }

  allSync(sql: string, params?: readonly SqlValue[]): ResultSet {
    return narrow(this.allTypedSync(sql, params));
  }

  allTypedSync(sql: string, params?: readonly SqlValue[]): ResultSet {
    this.#transactions.assertFree();
    return this.#all(sql, params);
  }

  iterateSync(
    sql: string,
    params?: readonly SqlValue[],
    { typed = false }: { readonly typed?: boolean } = {},
  ): RowIteration {
    this.#transactions.assertFree();
    return this.#iterate(sql, params, typed);
  }

  #iterate(sql: string, params: readonly SqlValue[] | undefined, isTyped: boolean): RowIteration {
    const bound = bindValues(params);
    return this.#guard(sql, () => {
      const statement = this.#statements.take(sql);
      this.#makeWay(statement, sql);
      const rows = statement.iterate(bound);
      return this.#follow(isTyped ? rows : narrowed(rows), statement, () =>
        this.#statements.giveBack(sql, statement),
      );
    });
  }

  /** A cursor over the rows of a statement, which writes beside it are made to wait for. */
  #follow<T>(rows: Iterator<T>, statement: NativeStatement, onEnd: () => void) {
    let cursor: RowCursor<T> | undefined;
    cursor = new RowCursor({
      rows,
      columns: () => statement.columns(),
      onEnd: () => {
        if (cursor !== undefined) this.#cursors.delete(cursor);
        onEnd();
      },
    });
    if (!cursor.isEnded) this.#cursors.add(cursor);
    return { columns: cursor.columns, rows: cursor };
  }

  prepareSync(sql: string, parameters: readonly StatementParameter[]): UserStatement {
    this.#transactions.assertFree();
    return this.#guard(sql, () => {
      const statement = this.#handle.prepare(sql, knownParameters(parameters));
      const isReadonly = statement.changesNothing();
      return {
        isReadonly,
        columns: statement.describe(),
        iterate: (values) => this.#iterateOnce(sql, statement, isReadonly, values),
      };
    });
  }

  readonly joinSync: Driver['joinSync'] = (select, options) =>
    joinedRows(this, this.#handle.collector, select, options);

  #iterateOnce(
    sql: string,
    statement: NativeStatement,
    isReadonly: boolean,
    values: readonly SqlValue[],
  ): RowIteration {
    this.#transactions.assertFree();
    return this.#guard(sql, () => {
      // COMMIT and the like write nothing and have no columns, but end what others read.
      if (!isReadonly || statement.columns().length === 0) this.#makeWay(undefined, sql);
      if (isReadonly) return this.#follow(statement.iterate(values), statement, () => statement.release?.());
      // Rows of a write that is left half-way would keep it from being finished.
      const rows = statement.all(values);
      return { columns: statement.columns(), rows: rows.values() };
    });
  }

  runSync(sql: string, params: readonly SqlValue[] = []): number {
    this.#transactions.assertFree();
    return this.#change(sql, params);
  }

  defineFunction(name: string, call: () => number): boolean {
    return this.#handle.define?.(name, call) ?? false;
  }

  changesSync(): number {
    return Number(this.#all('SELECT changes()').rows[0]?.[0]);
  }

  atomicSync(statements: Iterable<GuardedStatement>): readonly number[] {
    this.#assertOpen();
    this.#transactions.assertFree();
    return runAtomic(statements, this.#atomicHandle);
  }

  async transaction<T>(fn: () => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    this.#assertOpen();
    return await this.#transactions.transaction(fn, { ...options, open: () => this.#transactionHandle });
  }

  close(): Promise<void> {
    return this.#transactions.whenFree(() => this.closeSync());
  }

  closeSync(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const cursor of [...this.#cursors]) {
      cursor.abandon(new DatabaseError('DB_CLOSED', 'The database was closed while its rows were read.'));
    }
    this.#statements.clear();
    try {
      this.#handle.close();
    } catch (error) {
      throw toDatabaseError(error);
    }
  }

  readonly #atomicHandle: AtomicHandle = {
    isInTransaction: () => this.hasTransaction,
    run: (sql, params) => this.#change(sql, params),
    runEach: (sql, each) => this.#changeEach(sql, each),
  };

  readonly #transactionHandle: TransactionHandle = {
    isInTransaction: () => this.hasTransaction,
    run: (sql) => this.#change(sql, []),
  };

  #run(sql: string, params?: readonly SqlValue[]): void {
    const bound = bindValues(params);
    this.#guard(sql, () => {
      if (params === undefined) {
        this.#makeWay(undefined, sql);
        this.#handle.runScript(sql);
        return;
      }
      this.#withStatement(sql, (statement) => statement.run(bound));
    });
  }

  #change(sql: string, params: readonly SqlValue[]): number {
    const bound = bindValues(params);
    return this.#guard(sql, () => this.#withStatement(sql, (statement) => statement.run(bound)));
  }

  #changeEach(sql: string, each: readonly (readonly SqlValue[])[]): number {
    return this.#guard(sql, () =>
      this.#withStatement(sql, (statement) => {
        let changed = 0;
        for (const params of each) changed += statement.run(bindValues(params));
        return changed;
      }),
    );
  }

  #all(sql: string, params?: readonly SqlValue[]): ResultSet {
    const bound = bindValues(params);
    return this.#guard(sql, () =>
      this.#withStatement(sql, (statement) => {
        const rows = statement.all(bound);
        // After the run: SQLite prepares again by itself when the schema has changed, and names may differ then.
        return { columns: statement.columns(), rows };
      }),
    );
  }

  #rows(sql: string, params?: readonly SqlValue[]): ResultRows {
    const bound = bindValues(params);
    const rows = this.#guard(sql, () => this.#withStatement(sql, (statement) => statement.all(bound)));
    for (const row of rows) narrowIntegers(row);
    return rows;
  }

  #withStatement<T>(sql: string, work: (statement: NativeStatement) => T): T {
    const statement = this.#statements.take(sql);
    try {
      this.#makeWay(statement, sql);
      return work(statement);
    } finally {
      this.#statements.giveBack(sql, statement);
    }
  }

  /** Lets a statement that may write, or end a transaction, run although iterators are open. */
  #makeWay(statement: NativeStatement | undefined, sql: string): void {
    if (this.#cursors.size === 0 || statement?.isReadonly) return;
    for (const cursor of [...this.#cursors]) {
      try {
        cursor.keepRest();
      } catch (error) {
        // Undoing must not fail: what is still to be read was never committed.
        if (!/^\s*rollback\b/i.test(sql)) throw error;
        cursor.abandon(rolledBack(error));
      }
    }
  }

  #guard<T>(sql: string, work: () => T): T {
    this.#assertOpen();
    if (sql.includes('\0')) {
      throw new DatabaseError(
        'NUL_IN_SQL',
        'The statement contains a NUL character, at which SQLite would cut it. Nothing was run.',
      );
    }
    try {
      return work();
    } catch (error) {
      this.#transactions.noteFailure(this.#handle.isInTransaction, error);
      throw toDatabaseError(error);
    }
  }

  #assertOpen(): void {
    if (this.#isClosed)
      throw new DatabaseError('DB_CLOSED', 'The database is closed; open it again to use it.');
  }
}

function narrow({ columns, rows }: ResultSet): ResultSet {
  // The rows are this call's own: nobody else sees them change.
  for (const row of rows) narrowIntegers(row as SqlValue[]);
  return { columns, rows };
}

function* narrowed(rows: Iterator<SqlValue[]>): Generator<SqlValue[], void, void> {
  try {
    for (let step = rows.next(); !step.done; step = rows.next()) yield narrowIntegers(step.value);
  } finally {
    rows.return?.();
  }
}
