import { showToast } from '../ui/toasts.ts';
import { toFailure } from './failure.ts';

/** Does something that may fail; a failure is told in a toast. Whether it was done. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const { message, hint } = toFailure(error);
    showToast({ kind: 'error', title: message, ...(hint !== null && { description: hint }) });
    return false;
  }
}
