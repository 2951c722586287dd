import type { Place } from '../../operations/plan.ts';
import type { StoredValue } from '../../operations/stored-value.ts';

/** The first and the last integer key along an order. */
export interface KeySpan {
  readonly first: bigint;
  readonly last: bigint;
}

/** The span between two ends, where the order is one of integers. */
export function keySpanOf(ends: readonly [Place, Place] | null): KeySpan | null {
  const first = ends?.[0][0];
  const last = ends?.[1][0];
  return typeof first === 'bigint' && typeof last === 'bigint' ? { first, last } : null;
}

/** The key that stands about here, were keys spread evenly. `fraction` is 0 for the first row and 1 for the last. */
export function estimatePlace({ first, last }: KeySpan, fraction: number): StoredValue {
  const parts = 1_000_000_000n;
  const part = BigInt(Math.round(Math.min(1, Math.max(0, fraction)) * Number(parts)));
  return first + ((last - first) * part) / parts;
}
