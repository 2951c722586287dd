import type { Driver, Operation } from '../engine/types.ts';
import { attachScratch } from './attach-scratch.ts';
import type { Place, RowsPlan, Walk } from './plan.ts';
import { readSpan } from './read-rows.ts';
import { orderByClause } from './sql/keyset.ts';
import { selectSpan } from './sql/select-span.ts';

export interface HopsInput {
  readonly plan: RowsPlan;
  /** Rows of a chunk, at most; of a huge table, chunks further on have more. */
  readonly chunk: number;
}

/** Chunks of the order, one after the other: the place of the last row of each, and its rows. */
export interface Hops {
  readonly ends: readonly Place[];
  readonly counts: readonly number[];
  /** Rows after the last of `ends`; only at the end. */
  readonly rest: number | null;
}

/** Milliseconds that a read should take at most; a page that waits behind it waits so long. */
const MOST_TIME = 2;
/** Milliseconds between two answers. */
const ANSWER_EVERY = 40;
const SMALLEST_CHUNK = 64;
/** Hops of one statement, at most. */
const MOST_AT_ONCE = 64;
/** After so many chunks the next ones are larger by one chunk: what is kept of a billion rows still fits into memory. */
const GROW_EVERY = 40_000;

/**
 * Finds every n-th row of an order by short reads, each from the place that the last one found: the file is never
 * held for longer than one of them. Gives the exact number of rows as well.
 */
export const hops: Operation = function* ({ driver }, input): Generator<Hops | undefined, void, void> {
  const { plan, chunk } = input as HopsInput;
  attachScratch(driver, plan.scratch);
  const pace = new Pace(chunk, plan.order.length === 1 && plan.where === null);
  let from: Place | null = null;
  let ends: Place[] = [];
  let counts: number[] = [];
  let answered = performance.now();
  for (;;) {
    const start = performance.now();
    const { rows, atOnce } = pace;
    const found: readonly Place[] =
      atOnce > 1 ? manyHops(driver, plan, from, pace) : oneHop(driver, plan, from, rows);
    for (const place of found) {
      ends.push(place);
      counts.push(rows);
    }
    from = found.at(-1) ?? from;
    const rest = found.length < atOnce ? countRest(driver, plan, from, rows) : null;
    // Enough for another hop: somebody has just added rows.
    if (rest !== null && rest < rows) {
      yield { ends, counts, rest };
      return;
    }
    const now = performance.now();
    pace.learn(now - start);
    if (now - answered < ANSWER_EVERY) yield undefined;
    else {
      yield { ends, counts, rest: null };
      ends = [];
      counts = [];
      answered = performance.now();
    }
  }
};

/** How large chunks are and how many of them one statement finds, learned from how long it takes. */
class Pace {
  readonly #chunk: number;
  readonly #mayHopTwice: boolean;
  #rows: number;
  #atOnce = 1;
  #chunks = 0;

  constructor(chunk: number, mayHopTwice: boolean) {
    this.#chunk = chunk;
    this.#mayHopTwice = mayHopTwice;
    this.#rows = chunk;
  }

  get rows(): number {
    return this.#rows;
  }

  get atOnce(): number {
    return this.#atOnce;
  }

  learn(milliseconds: number): void {
    this.#chunks += this.#atOnce;
    const most = this.#chunk * (1 + Math.floor(this.#chunks / GROW_EVERY));
    if (milliseconds > MOST_TIME) {
      if (this.#atOnce > 1) this.#atOnce = this.#atOnce >> 1;
      else this.#rows = Math.max(Math.min(SMALLEST_CHUNK, this.#chunk), this.#rows >> 1);
    } else if (milliseconds < MOST_TIME / 3) {
      if (this.#rows < most) this.#rows = Math.min(most, this.#rows * 2);
      else if (this.#mayHopTwice) this.#atOnce = Math.min(MOST_AT_ONCE, this.#atOnce * 2);
    }
  }
}

function walkFrom(from: Place | null, offset: number, limit: number): Walk {
  return { kind: 'walk', from, isInclusive: false, isReverse: false, offset, limit };
}

function oneHop(driver: Driver, plan: RowsPlan, from: Place | null, rows: number): readonly Place[] {
  return readSpan(driver, plan, [], walkFrom(from, rows - 1, 1)).places;
}

/** Several hops by one statement, where one column is the whole order: much of a hop is the call of a statement. */
function manyHops(
  driver: Driver,
  plan: RowsPlan,
  from: Place | null,
  { rows, atOnce }: Pace,
): readonly Place[] {
  const [term] = plan.order;
  if (term === undefined) return [];
  const first = selectSpan(plan, walkFrom(from, rows - 1, 1), [term.sql]);
  const next = `SELECT ${term.sql} FROM ${plan.from} WHERE ${term.sql} ${term.direction === 'up' ? '>' : '<'} h.k${orderByClause(plan.order, false)} LIMIT 1 OFFSET ?`;
  const { rows: found } = driver.allTypedSync(
    `WITH RECURSIVE h (k, i) AS (SELECT (${first.sql}), 1 UNION ALL SELECT (${next}), i + 1 FROM h WHERE k IS NOT NULL AND i < ?)
      SELECT k FROM h WHERE k IS NOT NULL`,
    [...first.params, rows - 1, atOnce],
  );
  // Bytes that are no text come through another read only.
  const isPlain = !found.some(([key]) => typeof key === 'string' && key.includes('\uFFFD'));
  return isPlain ? found : Array.from(hopsOneByOne(driver, plan, from, rows, atOnce));
}

function* hopsOneByOne(
  driver: Driver,
  plan: RowsPlan,
  start: Place | null,
  rows: number,
  most: number,
): Generator<Place, void, void> {
  let from = start;
  for (let hop = 0; hop < most; hop += 1) {
    const [next] = oneHop(driver, plan, from, rows);
    if (next === undefined) return;
    yield next;
    from = next;
  }
}

/** Rows after the last hop, up to a whole chunk. */
function countRest(driver: Driver, plan: RowsPlan, from: Place | null, chunk: number): number {
  const rest = selectSpan(plan, walkFrom(from, 0, chunk), ['1 AS c0']);
  const { rows } = driver.allSync(`SELECT count(*) FROM (${rest.sql})`, rest.params);
  return Number(rows[0]?.[0] ?? 0);
}
