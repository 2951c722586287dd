import type { FieldCondition } from '../queries/field-condition.ts';
import type { Filter } from '../queries/filter.ts';
import type { GroupOf } from '../queries/filter-steps.ts';
import type { PathInput, SelectionOf, ValueAt } from '../queries/path-types.ts';
import { type OrderInput, type QueryBuilder, queryOf } from '../queries/query-builder.ts';
import type { QueryPlan } from '../queries/run-query.ts';
import type { CallOptions } from '../types.ts';
import type { CollectionSource } from './collection-source.ts';
import type { DocumentOf, DocumentSchema } from './collection-spec.ts';

type Query<S extends DocumentSchema> = QueryBuilder<DocumentOf<S>>;

/** The reading side of a collection: each of these begins a query over all of its documents. */
export abstract class CollectionQueries<S extends DocumentSchema> {
  abstract readonly source: CollectionSource<S>;

  /** All documents, as a query to be narrowed. */
  query(): Query<S> {
    return queryOf(this.source);
  }

  /** Documents that meet a condition on a dotted path. Throws PATH_UNKNOWN at once. */
  where<P extends PathInput<DocumentOf<S>>>(path: P): FieldCondition<ValueAt<DocumentOf<S>, P>, Query<S>> {
    return this.query().where(path);
  }

  /** A condition as data; checked when the query is run. */
  filter(filter: Filter): Query<S> {
    return this.query().filter(filter);
  }

  /** Documents that meet any of these. */
  or(...groups: readonly GroupOf<DocumentOf<S>>[]): Query<S> {
    return this.query().or(...groups);
  }

  /** Missing values come first, and last when descending. Throws PATH_UNKNOWN at once. */
  orderBy(path: PathInput<DocumentOf<S>>, direction?: 'asc' | 'desc'): Query<S> {
    return this.query().orderBy(path, direction);
  }

  /** By the first path, within equal ones by the next. */
  orderByMultiple(terms: readonly OrderInput<DocumentOf<S>>[]): Query<S> {
    return this.query().orderByMultiple(terms);
  }

  /** At most so many documents. Throws QUERY_INVALID unless it is a whole number, 0 or more. */
  limit(count: number): Query<S> {
    return this.query().limit(count);
  }

  /** Without so many documents at the start. */
  offset(count: number): Query<S> {
    return this.query().offset(count);
  }

  /** The first page is 1. */
  page(number: number, size: number): Query<S> {
    return this.query().page(number, size);
  }

  /** Each combination of the values at these paths once. */
  distinct<P extends PathInput<DocumentOf<S>>>(
    ...paths: readonly P[]
  ): QueryBuilder<DocumentOf<S>, SelectionOf<DocumentOf<S>, P>> {
    return this.query().distinct(...paths);
  }

  /** All documents. */
  async toArray(options?: CallOptions): Promise<DocumentOf<S>[]> {
    return await this.query().toArray(options);
  }

  toArraySync(): DocumentOf<S>[] {
    return this.query().toArraySync();
  }

  /** How many documents there are. */
  async count(options?: CallOptions): Promise<number> {
    return await this.query().count(options);
  }

  countSync(): number {
    return this.query().countSync();
  }

  /** A document, the one that was inserted first as a rule (sort to be sure); null when there is none. */
  async first(options?: CallOptions): Promise<DocumentOf<S> | null> {
    return await this.query().first(options);
  }

  firstSync(): DocumentOf<S> | null {
    return this.query().firstSync();
  }

  /** The documents one by one; they may be written meanwhile. */
  iterator(options?: CallOptions): AsyncGenerator<DocumentOf<S>, void, void> {
    return this.query().iterator(options);
  }

  iteratorSync(): Generator<DocumentOf<S>, void, void> {
    return this.query().iteratorSync();
  }

  [Symbol.asyncIterator](): AsyncGenerator<DocumentOf<S>, void, void> {
    return this.iterator();
  }

  /** How SQLite reads all documents. */
  async explain(options?: CallOptions): Promise<QueryPlan> {
    return await this.query().explain(options);
  }

  explainSync(): QueryPlan {
    return this.query().explainSync();
  }
}
