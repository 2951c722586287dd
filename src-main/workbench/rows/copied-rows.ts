import type { CallOptions } from '../../engine/types.ts';
import type { OrderKeeper } from './order-keeper.ts';

/** Milliseconds that a page waits for the rest of its rows, once there is one. */
const REST_WITHIN = 250;

/**
 * Waits for the rows of a page of a view that is still being copied: for all of them, but not for long once the first
 * one is there, since the next one may take for ever.
 */
export async function untilCopied(
  keeper: OrderKeeper,
  row: number,
  limit: number,
  options: CallOptions,
): Promise<void> {
  await keeper.until((order) => order.isDone || order.rows > row || undefined, options);
  const soon = AbortSignal.timeout(REST_WITHIN);
  const signal = options.signal === undefined ? soon : AbortSignal.any([options.signal, soon]);
  try {
    await keeper.until((order) => order.isDone || order.rows > row + limit || undefined, { signal });
  } catch (error) {
    if (!soon.aborted || options.signal?.aborted) throw error;
  }
}
