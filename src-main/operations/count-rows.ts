import type { Driver, Operation } from '../engine/types.ts';
import { countAround } from './count-around.ts';
import type { OrderTerm, Place, RowsPlan, Walk } from './plan.ts';
import { readSpan } from './read-rows.ts';
import { selectSpan } from './sql/select-span.ts';

export interface CountRowsInput {
  /** Its rows are counted along the key, whatever its order. */
  readonly plan: RowsPlan;
}

export interface CountedSoFar {
  readonly rows: number;
  readonly isDone: boolean;
}

/** Rows of the table that the first read passes, and milliseconds that one should take at most. */
const FIRST_SLICE = 256;
const MOST_TIME = 4;
/** Milliseconds between two answers. */
const ANSWER_EVERY = 40;
const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Counts rows by short reads, each of a slice of the table, so that what else is asked of the connection waits for one of
 * them only.
 */
export const countRows: Operation = function* (
  { driver },
  input,
): Generator<CountedSoFar | undefined, void, void> {
  const plan = alongKey((input as CountRowsInput).plan);
  const wholeTable = { ...plan, where: null };
  let [from, slice, rows]: [Place | null, number, number] = [null, FIRST_SLICE, 0];
  let answered = performance.now();
  for (;;) {
    const started = performance.now();
    const end: Place | undefined = readSpan(driver, wholeTable, [], walkFrom(from, slice - 1, 1)).places[0];
    if (end === undefined) {
      yield { rows: rows + countRest(driver, plan, from), isDone: true };
      return;
    }
    rows += countAround(driver, plan, { start: from, most: ALL, place: end }).upTo;
    from = end;
    const now = performance.now();
    if (now - started < MOST_TIME / 2) slice *= 2;
    else if (now - started > MOST_TIME) slice = Math.max(1, slice >> 1);
    if (now - answered < ANSWER_EVERY) yield undefined;
    else {
      yield { rows, isDone: false };
      answered = now;
    }
  }
};

/** The same rows in the order of their key. */
function alongKey(plan: RowsPlan): RowsPlan {
  // Indices of a plan lie within its order.
  const order = plan.keyTerms.map((term) => plan.order[term] as OrderTerm);
  return { ...plan, order, keyTerms: order.map((_, index) => index) };
}

function walkFrom(from: Place | null, offset: number, limit: number): Walk {
  return { kind: 'walk', from, isInclusive: false, isReverse: false, offset, limit };
}

function countRest(driver: Driver, plan: RowsPlan, from: Place | null): number {
  const rest = selectSpan(plan, walkFrom(from, 0, ALL), ['1 AS c0']);
  const { rows } = driver.allSync(`SELECT count(*) FROM (${rest.sql})`, rest.params);
  return Number(rows[0]?.[0] ?? 0);
}
