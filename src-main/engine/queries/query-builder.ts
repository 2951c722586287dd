import type { DocumentOf, DocumentSchema } from '../collections/collection-spec.ts';
import type { Steps } from '../steps/steps.ts';
import type { CallOptions } from '../types.ts';
import { wholeNumber } from './compile-query.ts';
import type { AggregateTerm, Filter, JoinTerm, OrderTerm, QuerySpec } from './filter.ts';
import { FilterSteps } from './filter-steps.ts';
import { GroupedQuery, type GroupKeysOf } from './grouped-query.ts';
import type { PathInput, SelectionOf, ValueAt } from './path-types.ts';
import { iterateQuery, iterateQuerySync } from './query-cursor.ts';
import { invalidQuery } from './query-error.ts';
import { joinedScope, type QueryScope } from './query-scope.ts';
import type { Queryable, QuerySource } from './query-source.ts';
import {
  countRows,
  explainQuery,
  findAll,
  findFirst,
  type QueryPlan,
  quickAll,
  quickFirst,
  readAggregate,
} from './run-query.ts';

/** A sum is a bigint where the documents have bigints. */
export type SumOf<V> = [Extract<V, bigint>] extends [never] ? number : bigint;

/** A term of `orderByMultiple`; ascending unless said otherwise. */
export interface OrderInput<D> {
  readonly path: PathInput<D>;
  readonly direction?: 'asc' | 'desc' | undefined;
}

const everything: QuerySpec = { order: [], aggregates: [], isDistinct: false, joins: [] };

/**
 * A query over the documents of a collection. `D` is what its paths are about, `R` what its rows are. Immutable: each step
 * gives a new builder, so that one that was kept can be used again. Nothing is read before one of the ends: `toArray`,
 * `first`, `count`, `sum`, `avg`, `min`, `max`, `iterator`, `explain`, each with a Sync twin.
 */
export class QueryBuilder<D, R = D> extends FilterSteps<D, QueryBuilder<D, R>> {
  readonly #source: QuerySource;
  /** The query as data. */
  readonly spec: QuerySpec;

  constructor(source: QuerySource, spec: QuerySpec = everything) {
    super();
    this.#source = source;
    this.spec = spec;
  }

  /** Missing values come first, and last when descending. Called again, it sorts within equal ones. */
  orderBy(path: PathInput<D>, direction: 'asc' | 'desc' = 'asc'): QueryBuilder<D, R> {
    return this.orderByMultiple([{ path, direction }]);
  }

  /** By the first path, within equal ones by the next. Throws PATH_UNKNOWN at once. */
  orderByMultiple(terms: readonly OrderInput<D>[]): QueryBuilder<D, R> {
    const scope = this.scope();
    const order = terms.map(({ path, direction = 'asc' }): OrderTerm => {
      scope.find(path);
      return { path, direction };
    });
    return this.#with({ order: [...this.spec.order, ...order] });
  }

  /** At most so many rows. Throws QUERY_INVALID unless it is a whole number, 0 or more. */
  limit(count: number): QueryBuilder<D, R> {
    return this.#with({ limit: wholeNumber(count, 'limit') });
  }

  /** Without so many rows at the start. */
  offset(count: number): QueryBuilder<D, R> {
    return this.#with({ offset: wholeNumber(count, 'offset') });
  }

  /** The rows of a page; the first page is 1. */
  page(number: number, size: number): QueryBuilder<D, R> {
    const limit = wholeNumber(size, 'size', 1);
    return this.#with({ limit, offset: (wholeNumber(number, 'page', 1) - 1) * limit });
  }

  /** Only what is at these paths, in objects as in the documents; what a document lacks is left out. */
  select<P extends PathInput<D>>(...paths: readonly P[]): QueryBuilder<D, SelectionOf<D, P>> {
    const scope = this.scope();
    for (const path of paths) scope.find(path);
    return new QueryBuilder(this.#source, { ...this.spec, select: [...paths] });
  }

  /** Each row once; with paths, only what is at these. */
  distinct(): QueryBuilder<D, R>;
  distinct<P extends PathInput<D>>(...paths: readonly P[]): QueryBuilder<D, SelectionOf<D, P>>;
  distinct(...paths: readonly PathInput<D>[]): QueryBuilder<D, unknown> {
    const query = paths.length === 0 ? this : this.select(...paths);
    return new QueryBuilder(this.#source, { ...query.spec, isDistinct: true });
  }

  /**
   * One row for each combination of the values at these paths; without paths one row for all. Say next what of: `count`,
   * `sum`, `avg`, `min`, `max`; and after it how groups are sorted and limited: the order of documents is forgotten.
   */
  groupBy<P extends PathInput<D> = never>(...paths: readonly P[]): GroupedQuery<D, GroupKeysOf<D, P>> {
    const scope = this.scope();
    for (const path of paths) scope.find(path);
    const { limit, offset, isDistinct } = this.spec;
    if (limit !== undefined || offset !== undefined || isDistinct) {
      throw invalidQuery(
        'Groups are made of all documents that match: say limit, offset and page after groupBy.',
      );
    }
    return new GroupedQuery(this.#source, {
      ...this.spec,
      order: [],
      select: undefined,
      groupBy: [...paths],
    });
  }

  /**
   * Each row with one document of another collection whose `foreignPath` equals the row's `localPath`: one row for each
   * such pair, none for documents without a partner. Paths into it begin with `as` (default: the collection's name).
   */
  join<S extends DocumentSchema, A extends string>(
    collection: Queryable<S>,
    localPath: PathInput<D>,
    foreignPath: PathInput<DocumentOf<S>>,
    as: A,
  ): QueryBuilder<D & Record<A, DocumentOf<S>>, R & Record<A, DocumentOf<S>>>;
  join<A extends string>(
    collection: string,
    localPath: PathInput<D>,
    foreignPath: string,
    as?: A,
  ): QueryBuilder<D & Record<A, Record<string, unknown>>, R & Record<A, Record<string, unknown>>>;
  join(collection: string | Queryable, localPath: string, foreignPath: string, as?: string): unknown {
    return this.#join('inner', collection, localPath, foreignPath, as);
  }

  /** The same, where documents without a partner are kept, with null in its place. */
  leftJoin<S extends DocumentSchema, A extends string>(
    collection: Queryable<S>,
    localPath: PathInput<D>,
    foreignPath: PathInput<DocumentOf<S>>,
    as: A,
  ): QueryBuilder<D & Record<A, DocumentOf<S> | null>, R & Record<A, DocumentOf<S> | null>>;
  leftJoin<A extends string>(
    collection: string,
    localPath: PathInput<D>,
    foreignPath: string,
    as?: A,
  ): QueryBuilder<
    D & Record<A, Record<string, unknown> | null>,
    R & Record<A, Record<string, unknown> | null>
  >;
  leftJoin(collection: string | Queryable, localPath: string, foreignPath: string, as?: string): unknown {
    return this.#join('left', collection, localPath, foreignPath, as);
  }

  /** All rows. Rejects with OPERATOR_UNKNOWN, PATH_UNKNOWN or QUERY_INVALID for conditions that came as data. */
  async toArray(options?: CallOptions): Promise<R[]> {
    const quick = quickAll(this.#source, this.spec);
    if (quick === undefined) return await this.#run<R[]>(findAll(this.#source, this.spec), options);
    return quick.read(await this.#source.rows(quick.sql, quick.params, options)) as R[];
  }

  toArraySync(): R[] {
    const quick = quickAll(this.#source, this.spec);
    if (quick === undefined) return this.#runSync<R[]>(findAll(this.#source, this.spec));
    return quick.read(this.#source.rowsSync(quick.sql, quick.params)) as R[];
  }

  /** Null when there is none. */
  async first(options?: CallOptions): Promise<R | null> {
    const quick = quickFirst(this.#source, this.spec);
    if (quick === undefined) return await this.#run<R | null>(findFirst(this.#source, this.spec), options);
    return quick.read(await this.#source.rows(quick.sql, quick.params, options)) as R | null;
  }

  firstSync(): R | null {
    const quick = quickFirst(this.#source, this.spec);
    if (quick === undefined) return this.#runSync<R | null>(findFirst(this.#source, this.spec));
    return quick.read(this.#source.rowsSync(quick.sql, quick.params)) as R | null;
  }

  /** How many rows there are. */
  async count(options?: CallOptions): Promise<number> {
    return await this.#source.run(countRows(this.#source, this.spec), options);
  }

  countSync(): number {
    return this.#source.runSync(countRows(this.#source, this.spec));
  }

  /** Of the numbers at the path; 0 when there is none. */
  async sum<P extends PathInput<D>>(path: P, options?: CallOptions): Promise<SumOf<ValueAt<D, P>>> {
    return await this.#run(this.#aggregate('sum', path), options);
  }

  sumSync<P extends PathInput<D>>(path: P): SumOf<ValueAt<D, P>> {
    return this.#runSync(this.#aggregate('sum', path));
  }

  /** The mean of the numbers at the path; null when there is none. */
  async avg(path: PathInput<D>, options?: CallOptions): Promise<number | null> {
    return await this.#run(this.#aggregate('avg', path), options);
  }

  avgSync(path: PathInput<D>): number | null {
    return this.#runSync(this.#aggregate('avg', path));
  }

  /** The least value at the path; null when there is none. */
  async min<P extends PathInput<D>>(
    path: P,
    options?: CallOptions,
  ): Promise<NonNullable<ValueAt<D, P>> | null> {
    return await this.#run(this.#aggregate('min', path), options);
  }

  minSync<P extends PathInput<D>>(path: P): NonNullable<ValueAt<D, P>> | null {
    return this.#runSync(this.#aggregate('min', path));
  }

  /** The greatest value at the path; null when there is none. */
  async max<P extends PathInput<D>>(
    path: P,
    options?: CallOptions,
  ): Promise<NonNullable<ValueAt<D, P>> | null> {
    return await this.#run(this.#aggregate('max', path), options);
  }

  maxSync<P extends PathInput<D>>(path: P): NonNullable<ValueAt<D, P>> | null {
    return this.#runSync(this.#aggregate('max', path));
  }

  /** The rows one by one, for results of any size; documents may be written meanwhile. Unless sorted, in order of ids. */
  iterator(options?: CallOptions): AsyncGenerator<R, void, void> {
    // The rows are what the schema says.
    return iterateQuery(this.#source, this.spec, options) as AsyncGenerator<R, void, void>;
  }

  iteratorSync(): Generator<R, void, void> {
    return iterateQuerySync(this.#source, this.spec) as Generator<R, void, void>;
  }

  [Symbol.asyncIterator](): AsyncGenerator<R, void, void> {
    return this.iterator();
  }

  /** The statement, and how SQLite would run it. */
  async explain(options?: CallOptions): Promise<QueryPlan> {
    return await this.#source.run(explainQuery(this.#source, this.spec), options);
  }

  explainSync(): QueryPlan {
    return this.#source.runSync(explainQuery(this.#source, this.spec));
  }

  protected override scope(): QueryScope {
    return joinedScope(this.#source, this.spec.joins);
  }

  protected override present(): Filter | undefined {
    return this.spec.filter;
  }

  protected override withFilter(filter: Filter | undefined): QueryBuilder<D, R> {
    return this.#with({ filter });
  }

  #with(change: Partial<QuerySpec>): QueryBuilder<D, R> {
    return new QueryBuilder(this.#source, { ...this.spec, ...change });
  }

  #join(
    kind: JoinTerm['kind'],
    collection: string | Queryable,
    localPath: string,
    foreignPath: string,
    as: string | undefined,
  ): QueryBuilder<never, unknown> {
    const name = typeof collection === 'string' ? collection : collection.source.spec.name;
    const term: JoinTerm = { kind, collection: name, localPath, foreignPath, as: as ?? name };
    this.scope().find(localPath);
    const joined = new QueryBuilder<never, unknown>(this.#source, {
      ...this.spec,
      joins: [...this.spec.joins, term],
    });
    joined.scope().find(`${term.as}.${foreignPath}`);
    return joined;
  }

  #aggregate(name: AggregateTerm['function'], path: string): Steps<unknown> {
    this.scope().find(path);
    return readAggregate(this.#source, this.spec, { function: name, path, as: name });
  }

  async #run<T>(steps: Steps<unknown>, options: CallOptions | undefined): Promise<T> {
    // What the schema says of the documents, which the statement cannot know.
    return (await this.#source.run(steps, options)) as T;
  }

  #runSync<T>(steps: Steps<unknown>): T {
    return this.#source.runSync(steps) as T;
  }
}

/** All documents of a collection, to be narrowed. */
export function queryOf<S extends DocumentSchema>(source: QuerySource<S>): QueryBuilder<DocumentOf<S>> {
  return new QueryBuilder(source);
}
