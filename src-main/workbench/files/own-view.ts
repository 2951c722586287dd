import { cancelledError } from '../../engine/index.ts';
import type { Connection } from '../../engine/types.ts';

/**
 * The connection of an open transaction for reads beside its statements. A read that is given up runs to its end there,
 * or to that of its step: stopping it would end the process, and with it the transaction.
 */
export function withoutStops(connection: Connection): Connection {
  return {
    id: connection.id,
    role: connection.role,
    pid: connection.pid,
    query: (sql, params) => connection.query(sql, params),
    exec: (sql, params) => connection.exec(sql, params),
    run: (sql, params) => connection.run(sql, params),
    atomic: (statements) => connection.atomic(statements),
    hasTransaction: () => connection.hasTransaction(),
    call: (operation, input) => connection.call(operation, input),
    stream: (sql, params, options) => connection.stream(sql, params, { ...options, signal: undefined }),
    callStream: (operation, input, options) =>
      leavable(connection.callStream(operation, input), options?.signal),
  };
}

/** Steps that are left between two of them where nobody wants them any more. */
async function* leavable(
  steps: AsyncIterable<unknown>,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void, void> {
  for await (const step of steps) {
    if (signal?.aborted) throw cancelledError(signal);
    yield step;
  }
}
