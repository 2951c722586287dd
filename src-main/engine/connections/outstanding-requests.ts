import { type DatabaseError, deserializeError } from '../errors.ts';
import type { Answer } from './protocol.ts';

/** What the caller of a request gets: the value, and whether its stream has ended. */
export interface Reply {
  readonly value: unknown;
  readonly isEnd: boolean;
}

interface Outstanding {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
  /** Other requests may run while this one is not answered. */
  readonly letsOthersRun: boolean;
  isCancelled: boolean;
}

/**
 * The requests of one connection that have no answer yet, in the order of sending. Watches over cancelled ones:
 * when such a request runs and has not ended `killAfter` milliseconds later, `onOverdue` is called.
 */
export class OutstandingRequests {
  readonly #requests = new Map<number, Outstanding>();
  readonly #killAfter: number;
  readonly #onOverdue: () => void;
  #timer: NodeJS.Timeout | undefined;
  #whenSettled: (() => void)[] = [];

  constructor(killAfter: number, onOverdue: () => void) {
    this.#killAfter = killAfter;
    this.#onOverdue = onOverdue;
  }

  add(id: number, letsOthersRun: boolean): Promise<Reply> {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.#requests.set(id, { resolve, reject, letsOthersRun, isCancelled: false });
    return promise;
  }

  /** Tells the caller at once; the request stays until its answer comes. */
  cancel(id: number, error: DatabaseError): void {
    const request = this.#requests.get(id);
    if (request === undefined || request.isCancelled) return;
    request.isCancelled = true;
    request.reject(error);
    this.#watch();
  }

  answer(answer: Answer): void {
    const request = this.#requests.get(answer.id);
    if (request === undefined) return;
    this.#requests.delete(answer.id);
    if ('error' in answer) request.reject(deserializeError(answer.error));
    else request.resolve({ value: answer.value, isEnd: answer.isEnd === true });
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#watch();
    }
    this.#tellSettled();
  }

  /** Rejects all of them: the connection has gone. */
  fail(error: DatabaseError): void {
    clearTimeout(this.#timer);
    const requests = [...this.#requests.values()];
    this.#requests.clear();
    for (const request of requests) request.reject(error);
    this.#tellSettled();
  }

  get size(): number {
    return this.#requests.size;
  }

  /** Resolves when none is left. */
  settled(): Promise<void> {
    if (this.#requests.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenSettled.push(resolve));
  }

  #tellSettled(): void {
    if (this.#requests.size > 0) return;
    const listeners = this.#whenSettled;
    this.#whenSettled = [];
    for (const listener of listeners) listener();
  }

  /** The time runs while a cancelled request can be the one that runs: nothing is before it that blocks it. */
  #watch(): void {
    if (this.#timer !== undefined || !this.#isCancelledOneRunning()) return;
    this.#timer = setTimeout(() => this.#onOverdue(), this.#killAfter);
  }

  #isCancelledOneRunning(): boolean {
    for (const request of this.#requests.values()) {
      if (request.isCancelled) return true;
      if (!request.letsOthersRun) return false;
    }
    return false;
  }
}
