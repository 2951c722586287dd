import type { Operation } from '../engine/types.ts';

/**
 * An operation that is loaded when it is called first. Those that ask schemas need zod, which would take each
 * connection half of its start.
 */
export function callLater(load: () => Promise<Operation>): Operation {
  return async (context, input) => (await load())(context, input);
}

/** The same for an operation that yields its answers. */
export function streamLater(load: () => Promise<StreamOperation>): Operation {
  return async function* (context, input) {
    yield* (await load())(context, input);
  };
}

type StreamOperation = (...args: Parameters<Operation>) => Generator<unknown, void, void>;
