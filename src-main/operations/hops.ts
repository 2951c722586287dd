import type { Operation } from '../engine/types.ts';
import { attachScratch } from './attach-scratch.ts';
import type { Place, RowsPlan, Walk } from './plan.ts';
import { readSpan } from './read-rows.ts';
import { selectSpan } from './sql/select-span.ts';

export interface HopsInput {
  readonly plan: RowsPlan;
  /** Rows of a chunk, at most. */
  readonly chunk: number;
}

/** Chunks of the order, one after the other: the place of the last row of each, and its rows. */
export interface Hops {
  readonly ends: readonly Place[];
  readonly counts: readonly number[];
  /** Rows after the last of `ends`; only at the end. */
  readonly rest: number | null;
}

/** Milliseconds that a hop should take at most; a page that waits behind it waits so long. */
const MOST_TIME = 2;
/** Milliseconds between two answers. */
const ANSWER_EVERY = 40;

/**
 * Finds every n-th row of an order by short reads, each from the place that the last one found: the file is never
 * held for longer than one of them. Gives the exact number of rows as well.
 */
export const hops: Operation = function* ({ driver }, input): Generator<Hops | undefined, void, void> {
  const { plan, chunk } = input as HopsInput;
  attachScratch(driver, plan.scratch);
  let from: Place | null = null;
  let size = chunk;
  let ends: Place[] = [];
  let counts: number[] = [];
  let answered = performance.now();
  for (;;) {
    const start = performance.now();
    const walk: Omit<Walk, 'offset'> = {
      kind: 'walk',
      from,
      isInclusive: false,
      isReverse: false,
      limit: 1,
    };
    const next: Place | undefined = readSpan(driver, plan, [], { ...walk, offset: size - 1 }).places[0];
    if (next === undefined) {
      const rest = selectSpan(plan, { ...walk, offset: 0, limit: size }, ['1 AS c0']);
      const { rows } = driver.allSync(`SELECT count(*) FROM (${rest.sql})`, rest.params);
      yield { ends, counts, rest: Number(rows[0]?.[0] ?? 0) };
      return;
    }
    ends.push(next);
    counts.push(size);
    from = next;
    const now = performance.now();
    if (now - start > MOST_TIME && size > 100) size = Math.max(100, Math.floor(size / 2));
    else if (size < chunk && now - start < MOST_TIME / 4) size = Math.min(chunk, size * 2);
    if (now - answered < ANSWER_EVERY) yield undefined;
    else {
      yield { ends, counts, rest: null };
      ends = [];
      counts = [];
      answered = performance.now();
    }
  }
};
