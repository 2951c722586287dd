/** A place in a text, in UTF-16 units; `to` is behind its last one. */
export interface TextPlace {
  readonly from: number;
  readonly to: number;
}

/** A value that stands in a query as it is written in code. */
export type QueryValue = TextPlace &
  (
    | { readonly kind: 'literal'; readonly value: null | boolean | number | bigint | string | Date }
    | { readonly kind: 'list'; readonly items: readonly QueryValue[] }
    | { readonly kind: 'object'; readonly entries: readonly QueryEntry[] }
    /** Another collection, by its name or as `db.collection('orders')`. */
    | { readonly kind: 'collection'; readonly name: string }
    /** `(group) => group.where('a').eq(1)`: read like the rest, never called. */
    | { readonly kind: 'group'; readonly calls: readonly QueryCall[] }
  );

/** A key of an object with its value. */
export interface QueryEntry extends TextPlace {
  readonly key: string;
  readonly value: QueryValue;
}

/** One step of a chain, such as `.where('status')`; its place is that of its name. */
export interface QueryCall extends TextPlace {
  readonly name: string;
  readonly values: readonly QueryValue[];
}

/** A query as it was typed: a collection, and what is done to it. */
export interface QueryChain {
  readonly collection: TextPlace & { readonly name: string };
  readonly calls: readonly QueryCall[];
}

/** A query cannot be read; its place, and what was meant, as far as that can be told. */
export class QueryTextError extends Error {
  override readonly name = 'QueryTextError';
  readonly place: TextPlace;
  readonly nearest: string | null;

  constructor(message: string, place: TextPlace, nearest: string | null = null) {
    super(message);
    this.place = place;
    this.nearest = nearest;
  }
}
