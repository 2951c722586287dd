import type { Count, ViewProgress } from '../../../src-preload/contract/index.ts';
import type { Order } from './order.ts';
import type { ViewPlan } from './plan-builder.ts';

export interface ProgressFacts {
  readonly view: string;
  readonly order: Pick<Order, 'rows' | 'isDone' | 'isCut'>;
  readonly kind: ViewPlan['kind'];
  readonly isFiltered: boolean;
  /** Rows of the object without the filter, as far as they are known. */
  readonly total: Count;
  /** Whether a jump is answered by an estimate before row numbers are exact. */
  readonly isEstimated: boolean;
  readonly isStale: boolean;
}

/** What a client is told about counts and row numbers. */
export function progressOf(facts: ProgressFacts): ViewProgress {
  const { order, isFiltered, isStale } = facts;
  const isKnown = order.isDone && !order.isCut;
  const total: Count =
    isKnown && !isFiltered && !isStale ? { value: order.rows, kind: 'exact' } : asNew(facts.total, isStale);
  return {
    view: facts.view,
    count: countOf(facts, total),
    total,
    positions: order.isDone && !isStale ? 'ready' : facts.isEstimated ? 'estimated' : 'building',
    fraction: fractionOf(facts, total),
    isStale,
  };
}

function countOf({ order, isFiltered, isStale }: ProgressFacts, total: Count): Count {
  if (order.isDone) {
    return { value: order.rows, kind: order.isCut || isStale ? 'about' : 'exact' };
  }
  if (!isFiltered) return total.value === null ? atLeast(order.rows) : total;
  return atLeast(order.rows);
}

function atLeast(rows: number): Count {
  return rows === 0 ? { value: null, kind: 'unknown' } : { value: rows, kind: 'about' };
}

/** A count that was exact before another program wrote is not exact any more. */
function asNew(count: Count, isStale: boolean): Count {
  return isStale && count.kind === 'exact' ? { value: count.value, kind: 'about' } : count;
}

function fractionOf({ order, isFiltered }: ProgressFacts, total: Count): number | null {
  if (order.isDone) return 1;
  if (isFiltered || total.value === null || total.value === 0) return null;
  return Math.min(1, order.rows / total.value);
}
