import { eitherSignal } from '../either-signal.ts';
import type { DatabaseError } from '../errors.ts';
import type { GuardedStatement, ResultSet, SqlValue } from '../types.ts';
import type { CallOptions, Connection, ConnectionRole } from './connection.ts';

/** What runs on a connection now. `since` is in milliseconds since 1970. */
export interface RunningStatement {
  readonly text: string;
  readonly since: number;
}

/**
 * The face of a pooled connection for one holder: dead as soon as the lease ends, whatever the holder kept.
 * Ending it cancels what still runs.
 */
export class LeasedConnection implements Connection {
  readonly id: string;
  readonly role: ConnectionRole;
  readonly pid: number;
  readonly #connection: Connection;
  readonly #ending = new AbortController();
  readonly #running = new Set<RunningStatement>();
  #ended: DatabaseError | undefined;

  constructor(connection: Connection) {
    this.id = connection.id;
    this.role = connection.role;
    this.pid = connection.pid;
    this.#connection = connection;
  }

  /** The oldest of what runs now. */
  get running(): RunningStatement | undefined {
    const [oldest] = this.#running;
    return oldest;
  }

  /** From now on every call, running ones too, rejects with `reason`. */
  end(reason: DatabaseError): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#ending.abort(reason);
  }

  query(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<ResultSet> {
    return this.#run(sql, options, (own) => this.#connection.query(sql, params, own));
  }

  exec(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<void> {
    return this.#run(sql, options, (own) => this.#connection.exec(sql, params, own));
  }

  run(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<number> {
    return this.#run(sql, options, (own) => this.#connection.run(sql, params, own));
  }

  atomic(statements: readonly GuardedStatement[], options?: CallOptions): Promise<readonly number[]> {
    const text = statements[0]?.sql ?? '';
    return this.#run(text, options, (own) => this.#connection.atomic(statements, own));
  }

  hasTransaction(options?: CallOptions): Promise<boolean> {
    return this.#run('', options, (own) => this.#connection.hasTransaction(own));
  }

  call(operation: string, input: unknown, options?: CallOptions): Promise<unknown> {
    return this.#run(sqlOf(input) ?? operation, options, (own) =>
      this.#connection.call(operation, input, own),
    );
  }

  stream(
    sql: string,
    params?: readonly SqlValue[],
    options?: CallOptions & { readonly chunkRows?: number },
  ): AsyncGenerator<ResultSet, void, void> {
    return this.#stream(sql, options, (own) => this.#connection.stream(sql, params, { ...options, ...own }));
  }

  callStream(operation: string, input: unknown, options?: CallOptions): AsyncGenerator<unknown, void, void> {
    return this.#stream(sqlOf(input) ?? operation, options, (own) =>
      this.#connection.callStream(operation, input, own),
    );
  }

  async #run<T>(
    text: string,
    options: CallOptions | undefined,
    work: (own: CallOptions) => Promise<T>,
  ): Promise<T> {
    if (this.#ended !== undefined) throw this.#ended;
    const running = this.#begin(text);
    try {
      return await work({ signal: eitherSignal(options?.signal, this.#ending.signal) });
    } catch (error) {
      throw this.#ended ?? error;
    } finally {
      this.#running.delete(running);
    }
  }

  async *#stream<T>(
    text: string,
    options: CallOptions | undefined,
    work: (own: CallOptions) => AsyncIterable<T>,
  ): AsyncGenerator<T, void, void> {
    if (this.#ended !== undefined) throw this.#ended;
    const running = this.#begin(text);
    try {
      for await (const value of work({ signal: eitherSignal(options?.signal, this.#ending.signal) })) {
        yield value;
        if (this.#ended !== undefined) throw this.#ended;
      }
    } catch (error) {
      throw this.#ended ?? error;
    } finally {
      this.#running.delete(running);
    }
  }

  #begin(text: string): RunningStatement {
    const running = { text, since: Date.now() };
    this.#running.add(running);
    return running;
  }
}

/** What an operation runs, where it is given as `sql`. */
function sqlOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null || !('sql' in input)) return undefined;
  return typeof input.sql === 'string' ? input.sql : undefined;
}
