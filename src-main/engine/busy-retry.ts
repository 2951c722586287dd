import { setTimeout as wait } from 'node:timers/promises';
import { cancelledError, hasErrorCode } from './errors.ts';

const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 100;

/**
 * Runs `work` again while another connection's lock is in the way (BUSY), without blocking the thread in between,
 * for at most `timeout` milliseconds; then the last BUSY is thrown. A statement that was refused so changed nothing.
 */
export async function retryWhileBusy<T>(
  work: () => Promise<T>,
  { timeout, signal }: { readonly timeout: number; readonly signal?: AbortSignal | undefined },
): Promise<T> {
  const end = performance.now() + timeout;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    if (signal?.aborted) throw cancelledError(signal);
    try {
      return await work();
    } catch (error) {
      const left = end - performance.now();
      if (left <= 0 || !hasErrorCode(error, 'BUSY')) throw error;
      await wait(Math.min(pause, left), undefined, { signal }).catch(() => {});
    }
  }
}
