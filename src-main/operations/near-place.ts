import type { Driver, Operation } from '../engine/types.ts';
import { attachScratch } from './attach-scratch.ts';
import { keyAt, type OrderTerm, type Place, placeOfKey, type RowsPlan, type Walk } from './plan.ts';
import { readSpan } from './read-rows.ts';
import { isAfter } from './sql/keyset.ts';
import { identityOf, type StoredValue } from './stored-value.ts';

export interface RankPlaceInput {
  /** Reads the ranked rows; its order begins with their numbers, from 1 on. */
  readonly ranked: RowsPlan;
  /** The order that the rank was made by, over the columns of the file. */
  readonly order: readonly OrderTerm[];
  /** Where the row stands in that order. */
  readonly place: Place;
  readonly key: readonly StoredValue[];
  /** Rows of the rank. */
  readonly rows: number;
}

export interface RankPlace {
  /** In the order of the rank: of the row itself, else just before the next one. */
  readonly place: Place;
  readonly isFound: boolean;
}

/** Finds a row in a rank by halves, from the values that it was sorted by; the row itself may be gone. */
export const rankPlace: Operation = ({ driver }, input): RankPlace => {
  const { ranked, order, place, key, rows } = input as RankPlaceInput;
  attachScratch(driver, ranked.scratch);
  const before = isAfter(order.map(flipped), place);
  const sql = `SELECT ${ranked.order[0]?.sql}, ${before.sql} FROM ${ranked.from} WHERE ${ranked.order[0]?.sql} > ? ORDER BY 1 LIMIT 1`;
  let low = 0;
  let high = rows;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [found] = driver.allSync(sql, [...before.params, middle]).rows;
    const number = Number(found?.[0] ?? rows + 1);
    if (found?.[1] === 1) low = Math.min(high, number);
    else high = middle;
  }
  const start: Place = [BigInt(low + 1), ...ranked.order.slice(1).map(() => null)];
  const walk: Walk = { kind: 'walk', from: start, isInclusive: false, isReverse: false, offset: 0, limit: 1 };
  const [next] = readSpan(driver, ranked, [], walk).places;
  const isFound = next !== undefined && identityOf(keyAt(ranked, next)) === identityOf(key);
  return isFound ? { place: next, isFound } : { place: start, isFound };
};

export interface NearPlaceInput {
  readonly plan: RowsPlan;
  readonly key: readonly StoredValue[];
}

/** Where the row with this key stands, else the one with the next key, else the one before; null without any rows. */
export const nearPlace: Operation = ({ driver }, input): Place | null => {
  const { plan, key } = input as NearPlaceInput;
  const found = placeOf(driver, plan, key);
  if (found !== null) return found;
  const order = plan.keyTerms.map(
    (term): OrderTerm => ({ ...(plan.order[term] as OrderTerm), direction: 'up' }),
  );
  const byKey: RowsPlan = { ...plan, order, keyTerms: order.map((_, index) => index) };
  const from = placeOfKey(byKey, key);
  for (const isReverse of [false, true]) {
    const walk: Walk = { kind: 'walk', from, isInclusive: true, isReverse, offset: 0, limit: 1 };
    const [near] = readSpan(driver, byKey, [], walk).places;
    if (near !== undefined) return placeOf(driver, plan, near);
  }
  return null;
};

function placeOf(driver: Driver, plan: RowsPlan, key: readonly StoredValue[]): Place | null {
  return readSpan(driver, plan, [], { kind: 'picked', keys: [key] }).places[0] ?? null;
}

function flipped(term: OrderTerm): OrderTerm {
  return { ...term, direction: term.direction === 'up' ? 'down' : 'up' };
}
