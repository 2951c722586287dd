import { cancelledError } from '../../engine/index.ts';

/** Lets work wait until something that changes now and then has come far enough. */
export class Changes {
  readonly #waiting = new Set<() => void>();

  /** Whether somebody waits. */
  get isAwaited(): boolean {
    return this.#waiting.size > 0;
  }

  /** Something has changed: everybody who waits looks again. */
  tell(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves with the first answer that is not undefined; rejects with what `look` throws, or CANCELLED. */
  async until<T>(look: () => T | undefined, signal?: AbortSignal): Promise<T> {
    for (;;) {
      if (signal?.aborted) throw cancelledError(signal);
      const found = look();
      if (found !== undefined) return found;
      await this.#next(signal);
    }
  }

  #next(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }
}
