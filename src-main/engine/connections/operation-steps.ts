import { DatabaseError } from '../errors.ts';
import type { Driver, ResultSet, RowIteration, SqlValue } from '../types.ts';
import type { Operation } from './connection.ts';

/** A generator of either kind. A step that yields undefined says nothing: it only lets others have their turn. */
export type Steps = Generator<unknown, void, void> | AsyncGenerator<unknown, void, void>;

/** The operation of this name, or OPERATION_UNKNOWN. */
export function findOperation(operations: Readonly<Record<string, Operation>>, name: string): Operation {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation !== undefined) return operation;
  throw new DatabaseError(
    'OPERATION_UNKNOWN',
    `The connection has no operation called ${JSON.stringify(name)}.`,
  );
}

/** Runs an operation that answers `call`. */
export async function runOperation(operation: Operation, driver: Driver, input: unknown): Promise<unknown> {
  const result = await operation({ driver }, input);
  if (!isSteps(result)) return result;
  throw new DatabaseError('OPERATION_FAILED', 'The operation yields values: use callStream.');
}

/** Starts an operation that answers `callStream`; nothing of a generator runs before its first step. */
export function startOperation(operation: Operation, driver: Driver, input: unknown): Steps {
  const result = operation({ driver }, input);
  if (isSteps(result)) return result;
  throw new DatabaseError('OPERATION_FAILED', 'The operation yields no values: use call.');
}

/** The rows of a statement in chunks (see `chunksOf`). */
export function* readChunks(
  driver: Driver,
  sql: string,
  params: readonly SqlValue[] | undefined,
  chunkRows: number,
): Generator<ResultSet, void, void> {
  yield* chunksOf(driver.iterateSync(sql, params), chunkRows);
}

/** Rows in chunks of at most `chunkRows`; an empty result gives one empty chunk, for its header. */
export function* chunksOf(
  { columns, rows }: RowIteration,
  chunkRows: number,
): Generator<ResultSet, void, void> {
  try {
    let chunk: (readonly SqlValue[])[] = [];
    let isFirst = true;
    for (const row of rows) {
      chunk.push(row);
      if (chunk.length < chunkRows) continue;
      yield { columns, rows: chunk };
      chunk = [];
      isFirst = false;
    }
    if (isFirst || chunk.length > 0) yield { columns, rows: chunk };
  } finally {
    rows.return?.();
  }
}

/** Lets the event loop hear what has arrived. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isSteps(value: unknown): value is Steps {
  if (typeof value !== 'object' || value === null) return false;
  // Arrays and typed arrays are iterable too, but have no `next`.
  return 'next' in value && (Symbol.iterator in value || Symbol.asyncIterator in value);
}
