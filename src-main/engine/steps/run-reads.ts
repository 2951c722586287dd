import type { CallOptions, Connection } from '../types.ts';
import type { Steps } from './steps.ts';

/**
 * Runs a body that only reads over a connection of the pool. Throws the signal's CANCELLED, whatever the body makes of
 * it. A body that wants to write, or asks a hook, is a fault of its author: TypeError.
 */
export async function runReads<T>(
  connection: Pick<Connection, 'query'>,
  steps: Steps<T>,
  options: CallOptions = {},
): Promise<T> {
  let next = steps.next();
  while (!next.done) {
    const step = next.value;
    if (step.kind !== 'all') throw new TypeError(`A body that only reads asked for “${step.kind}”.`);
    try {
      next = steps.next((await connection.query(step.sql, step.params, options)).rows);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      next = steps.throw(error);
    }
  }
  return next.value;
}
