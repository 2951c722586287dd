import type { CallOptions, GuardedStatement, ResultRows, ResultSet, Row, SqlValue } from '../types.ts';
import type { DatabaseAccess, SyncAccess, TransactionOptions } from './database-access.ts';
import type { InFlight } from './in-flight.ts';

export interface Observer {
  /** Awaited by everything before it begins; sync calls throw `refuseSync` instead. */
  readonly ready?: Promise<void> | undefined;
  readonly refuseSync?: (() => never) | undefined;
  /** Told every statement that is run. */
  readonly onStatement?: ((sql: string) => void) | undefined;
}

/** An access that waits for something first, or whose statements are seen by somebody. */
export class ObservedAccess implements DatabaseAccess {
  readonly ready: Promise<void> | undefined;
  readonly #access: DatabaseAccess;
  readonly #observer: Observer;
  readonly #sync: SyncAccess | undefined;

  constructor(access: DatabaseAccess, observer: Observer) {
    this.#access = access;
    this.#observer = observer;
    this.ready = observer.ready ?? access.ready;
    this.#sync = access.sync && this.#observed(access.sync);
  }

  get sync(): SyncAccess | undefined {
    if (this.#sync !== undefined) this.#observer.refuseSync?.();
    return this.#sync;
  }

  get inFlight(): InFlight {
    return this.#access.inFlight;
  }

  get isInTransaction(): boolean {
    return this.#access.isInTransaction;
  }

  async exec(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<void> {
    await this.#begin(sql);
    await this.#access.exec(sql, params, options);
  }

  async query(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<Row[]> {
    await this.#begin(sql);
    return await this.#access.query(sql, params, options);
  }

  async all(sql: string, params: readonly SqlValue[], options: CallOptions): Promise<ResultSet> {
    await this.#begin(sql);
    return await this.#access.all(sql, params, options);
  }

  async rows(sql: string, params: readonly SqlValue[], options: CallOptions): Promise<ResultRows> {
    await this.#begin(sql);
    return await this.#access.rows(sql, params, options);
  }

  async run(sql: string, params: readonly SqlValue[], options: CallOptions): Promise<number> {
    await this.#begin(sql);
    return await this.#access.run(sql, params, options);
  }

  async atomic(statements: Iterable<GuardedStatement>, options: CallOptions): Promise<readonly number[]> {
    await this.ready;
    return await this.#access.atomic(this.#told(statements), options);
  }

  async transaction<T>(fn: () => Promise<T>, options: TransactionOptions): Promise<T> {
    await this.ready;
    return await this.#access.transaction(fn, options);
  }

  async *iterate(
    sql: string,
    params: readonly SqlValue[] | undefined,
    options: CallOptions,
  ): AsyncGenerator<ResultSet, void, void> {
    await this.#begin(sql);
    yield* this.#access.iterate(sql, params, options);
  }

  close(): Promise<void> {
    return this.#access.close();
  }

  async #begin(sql: string): Promise<void> {
    await this.ready;
    this.#observer.onStatement?.(sql);
  }

  /** Made anew each time that it is gone through, as the statements themselves are. */
  #told(statements: Iterable<GuardedStatement>): Iterable<GuardedStatement> {
    const { onStatement } = this.#observer;
    if (onStatement === undefined) return statements;
    return {
      *[Symbol.iterator]() {
        for (const statement of statements) {
          onStatement(statement.sql);
          yield statement;
        }
      },
    };
  }

  #observed(sync: SyncAccess): SyncAccess {
    const tell = (sql: string) => this.#observer.onStatement?.(sql);
    return {
      rowsSync(sql, params) {
        tell(sql);
        return sync.rowsSync(sql, params);
      },
      allSync(sql, params) {
        tell(sql);
        return sync.allSync(sql, params);
      },
      runSync(sql, params) {
        tell(sql);
        return sync.runSync(sql, params);
      },
      atomicSync: (statements) => sync.atomicSync(this.#told(statements)),
      execSync(sql, params) {
        tell(sql);
        sync.execSync(sql, params);
      },
      querySync(sql, params) {
        tell(sql);
        return sync.querySync(sql, params);
      },
      closeSync: () => sync.closeSync(),
    };
  }
}
