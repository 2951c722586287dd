import type { Steps } from '../steps/steps.ts';
import type { CallOptions } from '../types.ts';
import { wholeNumber } from './compile-query.ts';
import { FieldCondition } from './field-condition.ts';
import type { AggregateTerm, OrderTerm, QuerySpec } from './filter.ts';
import type { PathInput, SelectionOf, ValueAt } from './path-types.ts';
import type { SumOf } from './query-builder.ts';
import { iterateQuery, iterateQuerySync } from './query-cursor.ts';
import { joinedScope } from './query-scope.ts';
import type { QuerySource } from './query-source.ts';
import { explainQuery, findAll, findFirst, type QueryPlan } from './run-query.ts';

/** What groups are made by, in objects as in the documents; null where documents lack it. */
export type GroupKeysOf<D, P extends string> = [P] extends [never] ? unknown : WithNulls<SelectionOf<D, P>>;

type WithNulls<T> = T extends { readonly [key: string]: unknown }
  ? {
      [K in keyof T]-?: undefined extends T[K] ? WithNulls<Exclude<T[K], undefined>> | null : WithNulls<T[K]>;
    }
  : T;

/** Paths and aggregates of the rows. */
type RowPath<R> = (keyof R & string) | (string & {});

/** A query whose rows are groups of documents. Immutable, as `QueryBuilder` is. `R` is what its rows are. */
export class GroupedQuery<D, R> {
  readonly #source: QuerySource;
  /** The query as data. */
  readonly spec: QuerySpec;

  constructor(source: QuerySource, spec: QuerySpec) {
    this.#source = source;
    this.spec = spec;
  }

  /** How many documents there are in each group. */
  count<A extends string = 'count'>(as?: A): GroupedQuery<D, R & Record<A, number>> {
    return this.#add('count', '*', as ?? 'count');
  }

  /** Of the numbers at the path; 0 when there is none. */
  sum<P extends PathInput<D>, A extends string = `sum_${P}`>(
    path: P,
    as?: A,
  ): GroupedQuery<D, R & Record<A, SumOf<ValueAt<D, P>>>> {
    return this.#add('sum', path, as);
  }

  /** The mean of the numbers at the path; null when there is none. */
  avg<P extends PathInput<D>, A extends string = `avg_${P}`>(
    path: P,
    as?: A,
  ): GroupedQuery<D, R & Record<A, number | null>> {
    return this.#add('avg', path, as);
  }

  /** The least value at the path; null when there is none. */
  min<P extends PathInput<D>, A extends string = `min_${P}`>(
    path: P,
    as?: A,
  ): GroupedQuery<D, R & Record<A, NonNullable<ValueAt<D, P>> | null>> {
    return this.#add('min', path, as);
  }

  /** The greatest value at the path; null when there is none. */
  max<P extends PathInput<D>, A extends string = `max_${P}`>(
    path: P,
    as?: A,
  ): GroupedQuery<D, R & Record<A, NonNullable<ValueAt<D, P>> | null>> {
    return this.#add('max', path, as);
  }

  /** A condition on the groups: on an aggregate by its name, or on a path that they are made by. */
  having<P extends RowPath<R>>(name: P): FieldCondition<ValueAt<R, P>, GroupedQuery<D, R>> {
    return new FieldCondition(name, (filter) => {
      const { having } = this.spec;
      return this.#with({
        having: having === undefined ? filter : { kind: 'and', filters: [having, filter] },
      });
    });
  }

  /** By an aggregate, by its name, or by a path that the groups are made by. */
  orderBy(name: RowPath<R>, direction: OrderTerm['direction'] = 'asc'): GroupedQuery<D, R> {
    return this.#with({ order: [...this.spec.order, { path: name, direction }] });
  }

  /** At most so many groups. */
  limit(count: number): GroupedQuery<D, R> {
    return this.#with({ limit: wholeNumber(count, 'limit') });
  }

  /** Without so many groups at the start. */
  offset(count: number): GroupedQuery<D, R> {
    return this.#with({ offset: wholeNumber(count, 'offset') });
  }

  /** The groups of a page; the first page is 1. */
  page(number: number, size: number): GroupedQuery<D, R> {
    const limit = wholeNumber(size, 'size', 1);
    return this.#with({ limit, offset: (wholeNumber(number, 'page', 1) - 1) * limit });
  }

  /** All groups. Rejects with QUERY_INVALID where no aggregate was asked for and no path either. */
  async toArray(options?: CallOptions): Promise<R[]> {
    return (await this.#source.run(this.#all(), options)) as R[];
  }

  toArraySync(): R[] {
    return this.#source.runSync(this.#all()) as R[];
  }

  /** Null when there is none. */
  async first(options?: CallOptions): Promise<R | null> {
    return (await this.#source.run(findFirst(this.#source, this.spec), options)) as R | null;
  }

  firstSync(): R | null {
    return this.#source.runSync(findFirst(this.#source, this.spec)) as R | null;
  }

  /** The groups one by one; all are made before the first. */
  iterator(options?: CallOptions): AsyncGenerator<R, void, void> {
    return iterateQuery(this.#source, this.spec, options) as AsyncGenerator<R, void, void>;
  }

  iteratorSync(): Generator<R, void, void> {
    return iterateQuerySync(this.#source, this.spec) as Generator<R, void, void>;
  }

  /** The statement, and how SQLite would run it. */
  async explain(options?: CallOptions): Promise<QueryPlan> {
    return await this.#source.run(explainQuery(this.#source, this.spec), options);
  }

  explainSync(): QueryPlan {
    return this.#source.runSync(explainQuery(this.#source, this.spec));
  }

  #all(): Steps<unknown> {
    return findAll(this.#source, this.spec);
  }

  #add<N>(name: AggregateTerm['function'], path: string, as: string | undefined): GroupedQuery<D, N> {
    if (path !== '*') joinedScope(this.#source, this.spec.joins).find(path);
    const term: AggregateTerm = { function: name, path, as: as ?? `${name}_${path}` };
    return new GroupedQuery(this.#source, { ...this.spec, aggregates: [...this.spec.aggregates, term] });
  }

  #with(change: Partial<QuerySpec>): GroupedQuery<D, R> {
    return new GroupedQuery(this.#source, { ...this.spec, ...change });
  }
}
