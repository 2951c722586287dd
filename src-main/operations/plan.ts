import type { SqlPart } from './sql/sql-part.ts';
import type { StoredValue } from './stored-value.ts';

/** One term of the order in which rows are read. */
export interface OrderTerm {
  /** A column as SQL, with the column's own collation. */
  readonly sql: string;
  readonly direction: 'up' | 'down';
  readonly collation: string;
  readonly isNullable: boolean;
  /**
   * An SQL literal that no value of the column but NULL is below: what "after NULL" seeks to. `''` where the
   * affinity is TEXT, since a number beside such a column is compared as text; else minus infinity.
   */
  readonly floor: "''" | '-9e999';
}

/** A database of Cairn's own beside the file: rows of a view, kept in the order in which they came. */
export interface Scratch {
  readonly path: string;
  /** The name under which it is attached to a connection; needs no quotes. */
  readonly schema: string;
}

/**
 * What is read, and in which order: sent along with every operation, so that a connection keeps no state.
 * The order is total: it ends with the columns of the key.
 */
export interface RowsPlan {
  /** Read from here and not from the file. */
  readonly scratch: Scratch | null;
  /** What stands after FROM, such as `main."tracks" INDEXED BY "tracks_name"`. */
  readonly from: string;
  readonly where: SqlPart | null;
  readonly order: readonly OrderTerm[];
  /** Places of the key's columns in `order`, in the order of the key. */
  readonly keyTerms: readonly number[];
}

/** Values of the terms of an order: where a row stands. */
export type Place = readonly StoredValue[];

/** A run of rows along the order. */
export interface Walk {
  readonly kind: 'walk';
  /** null: from the start (or from the end, in reverse). */
  readonly from: Place | null;
  /** Whether a row that stands exactly at `from` belongs to it. */
  readonly isInclusive: boolean;
  readonly isReverse: boolean;
  /** Rows to pass over first; at most one chunk of the position index. */
  readonly offset: number;
  readonly limit: number;
}

/** Rows named by their keys, in this order; rows that are gone are left out. */
export interface Picked {
  readonly kind: 'picked';
  readonly keys: readonly (readonly StoredValue[])[];
}

export type Span = Walk | Picked;

/** The key of the row that stands at a place. */
export function keyAt(plan: RowsPlan, place: Place): readonly StoredValue[] {
  return plan.keyTerms.map((term) => place[term] ?? null);
}

/** Whether a key alone says where its row stands, without looking at the row. */
export function isOrderedByKey(plan: RowsPlan): boolean {
  return plan.keyTerms.length === plan.order.length;
}

/** The place of a key, where `isOrderedByKey`. */
export function placeOfKey(plan: RowsPlan, key: readonly StoredValue[]): Place {
  const place: StoredValue[] = [];
  plan.keyTerms.forEach((term, index) => {
    place[term] = key[index] ?? null;
  });
  return place;
}

/** The SQL of the key's columns. */
export function keyColumns(plan: RowsPlan): readonly string[] {
  // Indices of a plan lie within its order.
  return plan.keyTerms.map((term) => (plan.order[term] as OrderTerm).sql);
}
