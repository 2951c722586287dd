import { cancelledError } from '../errors.ts';
import type { Driver, GuardedStatement, ResultSet, SqlValue } from '../types.ts';
import type { CallOptions, Connection, ConnectionRole, Operation } from './connection.ts';
import { nextConnectionId } from './connection-ids.ts';
import { findOperation, nextTurn, readChunks, runOperation, startOperation } from './operation-steps.ts';

const DEFAULT_CHUNK_ROWS = 1_000;

/**
 * A connection over a driver of this process. A running statement cannot be stopped here: an abort is noticed
 * before a call and between the steps of a stream.
 */
export class LocalConnection implements Connection {
  readonly id: string;
  readonly role: ConnectionRole;
  readonly pid = process.pid;
  readonly #driver: Driver;
  readonly #operations: Readonly<Record<string, Operation>>;

  constructor(driver: Driver, role: ConnectionRole, operations: Readonly<Record<string, Operation>> = {}) {
    this.id = nextConnectionId(role);
    this.role = role;
    this.#driver = driver;
    this.#operations = operations;
  }

  async query(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<ResultSet> {
    assertNotAborted(options);
    return this.#driver.allSync(sql, params);
  }

  async exec(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<void> {
    assertNotAborted(options);
    this.#driver.execSync(sql, params);
  }

  async run(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<number> {
    assertNotAborted(options);
    return this.#driver.runSync(sql, params);
  }

  async atomic(statements: readonly GuardedStatement[], options?: CallOptions): Promise<readonly number[]> {
    assertNotAborted(options);
    return this.#driver.atomicSync(statements);
  }

  async hasTransaction(): Promise<boolean> {
    return this.#driver.hasTransaction;
  }

  async call(operation: string, input: unknown, options?: CallOptions): Promise<unknown> {
    assertNotAborted(options);
    return await runOperation(findOperation(this.#operations, operation), this.#driver, input);
  }

  stream(
    sql: string,
    params?: readonly SqlValue[],
    options: CallOptions & { readonly chunkRows?: number } = {},
  ): AsyncGenerator<ResultSet, void, void> {
    const start = () => readChunks(this.#driver, sql, params, options.chunkRows ?? DEFAULT_CHUNK_ROWS);
    return steps(start, options);
  }

  callStream(
    operation: string,
    input: unknown,
    options: CallOptions = {},
  ): AsyncGenerator<unknown, void, void> {
    return steps(
      () => startOperation(findOperation(this.#operations, operation), this.#driver, input),
      options,
    );
  }
}

async function* steps<T>(
  start: () => Generator<T, void, void> | AsyncGenerator<T, void, void>,
  options: CallOptions,
): AsyncGenerator<T, void, void> {
  assertNotAborted(options);
  const running = start();
  try {
    for (let step = await running.next(); !step.done; step = await running.next()) {
      if (step.value === undefined) await nextTurn();
      else yield step.value;
      assertNotAborted(options);
    }
  } finally {
    await running.return();
  }
}

function assertNotAborted({ signal }: CallOptions = {}): void {
  if (signal?.aborted) throw cancelledError(signal);
}
