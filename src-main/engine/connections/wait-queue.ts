import { cancelledError, DatabaseError } from '../errors.ts';
import type { CallOptions, ConnectionRole } from './connection.ts';
import type { FileTarget } from './connector.ts';
import type { Lease } from './lease.ts';
import type { LeaseSite } from './lease-site.ts';

/** A request for a connection that waits. `since` is of `performance.now()`. */
export interface Waiter {
  readonly target: FileTarget;
  readonly role: ConnectionRole;
  readonly shape: string;
  readonly holder: string | null;
  /** Where it was asked for; null: not kept. */
  readonly site: LeaseSite | null;
  readonly since: number;
  readonly serve: (lease: Lease) => void;
  readonly reject: (error: unknown) => void;
}

export interface WaitOptions extends CallOptions {
  /** Milliseconds. */
  readonly timeout: number;
  /** Called after the request was rejected because its time was over. */
  readonly onTimeout: (waiter: Waiter) => void;
}

/** The waiting requests of all files, in the order of asking. */
export class WaitQueue {
  readonly #waiters = new Set<Waiter>();
  /** The same by shape; those of a shape in the order of asking. */
  readonly #byShape = new Map<string, Set<Waiter>>();

  /** Resolves with the lease that `serve` was called with; rejects with ACQUIRE_TIMEOUT or CANCELLED. */
  add(
    request: Pick<Waiter, 'target' | 'role' | 'shape' | 'holder' | 'site'>,
    { timeout, onTimeout, signal }: WaitOptions,
  ): Promise<Lease> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        this.#remove(waiter);
      };
      const waiter: Waiter = {
        ...request,
        since: performance.now(),
        serve: (lease) => {
          leave();
          resolve(lease);
        },
        reject: (error) => {
          leave();
          reject(error);
        },
      };
      const abort = () => waiter.reject(cancelledError(signal));
      const timer = setTimeout(() => {
        waiter.reject(timeoutError(waiter, timeout));
        onTimeout(waiter);
      }, timeout);
      signal?.addEventListener('abort', abort, { once: true });
      this.#add(waiter);
    });
  }

  /** Of each shape the one that has waited longest: nobody else of it can be served before. In the order of asking. */
  firsts(): readonly Waiter[] {
    const firsts: Waiter[] = [];
    for (const waiters of this.#byShape.values()) {
      const [first] = waiters;
      if (first !== undefined) firsts.push(first);
    }
    return firsts.sort((a, b) => a.since - b.since);
  }

  ofFile(file: string | undefined): readonly Waiter[] {
    return [...this.#waiters].filter((waiter) => file === undefined || waiter.target.file === file);
  }

  ofShape(shape: string): readonly Waiter[] {
    return [...(this.#byShape.get(shape) ?? [])];
  }

  #add(waiter: Waiter): void {
    this.#waiters.add(waiter);
    const waiters = this.#byShape.get(waiter.shape) ?? new Set();
    this.#byShape.set(waiter.shape, waiters.add(waiter));
  }

  #remove(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    const waiters = this.#byShape.get(waiter.shape);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.#byShape.delete(waiter.shape);
  }
}

function timeoutError({ role, target }: Waiter, timeout: number): DatabaseError {
  return new DatabaseError(
    'ACQUIRE_TIMEOUT',
    `No ${role} connection to ${target.file} became free within ${timeout} ms. Nothing was run: try again, or end what holds them.`,
  );
}
