import { setTimeout as delay } from 'node:timers/promises';
import type { PageAnchor } from '../../../src-preload/contract/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import { isOrderedByKey } from '../../operations/plan.ts';
import { fromKeyValue } from '../../operations/stored-value.ts';
import type { Order } from './order.ts';
import type { OrderKeeper } from './order-keeper.ts';
import type { PlaceMemory } from './place-memory.ts';
import type { ViewPlan } from './plan-builder.ts';

/** Milliseconds that a page is read from the file before the rank is asked, too. */
const GRACE = 200;

/** Whether a rank that is still being made has the rows of a page already. */
export function holdsPage(
  order: Order,
  plan: ViewPlan,
  memory: PlaceMemory,
  anchor: PageAnchor,
  limit: number,
): boolean {
  const { scratch, isDone, rows } = order;
  if (isDone || scratch === null) return isDone;
  if (anchor.kind === 'first') return rows > limit;
  if (anchor.kind === 'last' || anchor.kind === 'row') return false;
  const place = memory.get(plan.fromScratch(scratch), anchor.key.map(fromKeyValue));
  return place !== null && (anchor.kind === 'before' || rows > Number(place[0]) + limit);
}

/**
 * Reads from the file until the rank can answer instead; undefined where it is to be read from the rank. A filter that
 * few rows pass would keep a reader busy for as long as its scan takes, while the rank finds the very same rows in the
 * very same order: then the reader is given back as soon as the rank is on its way.
 */
export async function raceRank<T>(
  keeper: OrderKeeper,
  plan: ViewPlan,
  holds: (order: Order) => boolean,
  read: (options: CallOptions) => Promise<T>,
  { signal }: CallOptions,
): Promise<T | undefined> {
  const isStreamed = plan.direct !== null && isOrderedByKey(plan.direct);
  const ending = new AbortController();
  const own = signal === undefined ? ending.signal : AbortSignal.any([signal, ending.signal]);
  const isReady = (order: Order) => holds(order) || (isStreamed && order.isStarted) || undefined;
  const ranked = delay(GRACE, undefined, { signal: own }).then(() => keeper.until(isReady, { signal: own }));
  try {
    const first = await Promise.race([
      read({ signal: own }).then((value) => ({ value })),
      // A rank that fails, for want of room on the disk say, leaves the page to the file.
      ranked.then(
        () => undefined,
        () => {
          keeper.assertAlive();
          return new Promise<never>(() => {});
        },
      ),
    ]);
    if (first !== undefined) return first.value;
  } finally {
    ending.abort();
  }
  try {
    await keeper.until((order) => holds(order) || undefined, { signal });
    return undefined;
  } catch (error) {
    keeper.assertAlive();
    if (signal?.aborted === true) throw error;
    return await read({ signal });
  }
}
