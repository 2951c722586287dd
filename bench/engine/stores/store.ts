import type { Order } from '../documents.ts';

/** An answer comes at once or later. */
export type Answer<T> = T | PromiseLike<T>;

/** An order as a store gives it back, with what the store adds. */
export type Stored = Order & { readonly [extra: string]: unknown };

/** What the bench asks of every store. */
export interface Store {
  /** Stores new orders, all or none where the store can do that. */
  insertBulk(orders: readonly Order[]): Answer<unknown>;
  findById(id: string): Answer<Stored | null>;
  /** By a field with an index. */
  findByCustomer(customer: string): Answer<readonly Stored[]>;
  /** By a field with an index: numbers from `first` to `last`, both included, in their order. */
  findRange(first: number, last: number): Answer<readonly Stored[]>;
  /** By a field inside of the document, without index. */
  findByZip(zip: string): Answer<readonly Stored[]>;
  /** Changes one field of a document and leaves the others. */
  putTotal(id: string, total: number): Answer<unknown>;
  close(): Answer<void>;
}

/** Opens an empty store, in this file where it stores anything in one. */
export type OpenStore = (filename: string) => Answer<Store>;
