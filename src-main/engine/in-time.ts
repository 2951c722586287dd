import { cancelledError, DatabaseError } from './errors.ts';
import type { CallOptions } from './types.ts';

/** How long something may be waited for. */
export interface Limits extends CallOptions {
  /** Milliseconds. Default Infinity. */
  readonly timeout?: number | undefined;
  /** Default: ACQUIRE_TIMEOUT. */
  readonly onTimeout?: (() => DatabaseError) | undefined;
}

/** The longest time that a timer of the runtime can wait. */
const LONGEST = 2 ** 31 - 1;

/** What the promise gives, or rejects with CANCELLED or `onTimeout` when that comes first. */
export function inTime<T>(promise: Promise<T>, limits: Limits): Promise<T> {
  const { signal, timeout = Number.POSITIVE_INFINITY } = limits;
  const hasTimeout = timeout <= LONGEST;
  if (!hasTimeout && signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    const abort = () => {
      end();
      reject(cancelledError(signal));
    };
    const timer = hasTimeout
      ? setTimeout(() => {
          end();
          reject(limits.onTimeout?.() ?? turnTimeout(timeout));
        }, timeout)
      : undefined;
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    promise.then(
      (value) => {
        end();
        resolve(value);
      },
      (error: unknown) => {
        end();
        reject(error);
      },
    );
  });
}

function turnTimeout(timeout: number): DatabaseError {
  return new DatabaseError(
    'ACQUIRE_TIMEOUT',
    `The connection was not free within ${timeout} ms, because a transaction holds it. Nothing was run: try again, or end that transaction.`,
  );
}
