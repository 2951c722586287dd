import { setTimeout as wait } from 'node:timers/promises';
import { cancelledError, hasErrorCode } from './errors.ts';
import type { OnWaited } from './types.ts';

const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 100;

export interface BusyRetry {
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  readonly onWaited?: OnWaited | undefined;
}

/**
 * Runs `work` again while another connection's lock is in the way (BUSY), without blocking the thread in between,
 * for at most `timeout` milliseconds; then the last BUSY is thrown. A statement that was refused so changed nothing.
 */
export async function retryWhileBusy<T>(
  work: () => Promise<T>,
  { timeout, signal, onWaited }: BusyRetry,
): Promise<T> {
  const began = performance.now();
  const end = began + timeout;
  let isWaiting = false;
  const tell = (isServed: boolean) => {
    if (isWaiting) onWaited?.(performance.now() - began, isServed);
  };
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    if (signal?.aborted) {
      tell(false);
      throw cancelledError(signal);
    }
    try {
      const value = await work();
      tell(true);
      return value;
    } catch (error) {
      const left = end - performance.now();
      const isBusy = hasErrorCode(error, 'BUSY');
      isWaiting ||= isBusy && timeout > 0;
      if (left <= 0 || !isBusy) {
        tell(!isBusy);
        throw error;
      }
      await wait(Math.min(pause, left), undefined, { signal }).catch(() => {});
    }
  }
}
