import type { PageNumber } from '../../operations/page.ts';
import type { Place, Walk } from '../../operations/plan.ts';

/** Rows after a place (null: from the start), or before it in reverse (null: from the end). */
export function walkOf(from: Place | null, offset: number, limit: number, isReverse = false): Walk {
  return { kind: 'walk', from, isInclusive: false, isReverse, offset, limit };
}

/** The number of a page's first row that nobody has to count. */
export function known(firstRow: number, isExact = true): PageNumber {
  return { kind: 'known', firstRow, isExact };
}
