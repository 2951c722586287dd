import type { TableLayout } from '../collections/table-layout.ts';
import type { HookContext } from '../plugins/plugin.ts';
import { all, type Steps, wait } from '../steps/steps.ts';
import type { ResultRows, SqlValue } from '../types.ts';
import { compileAggregate, compileGroups } from './compile-groups.ts';
import type { CompiledQuery, QueryPlace } from './compile-query.ts';
import { compileCount, compileSelect, type ResultRow } from './compile-select.ts';
import type { AggregateTerm, QuerySpec } from './filter.ts';
import { compileKept } from './kept-queries.ts';
import { joinedScope } from './query-scope.ts';
import { hasQueryHooks, type QuerySource } from './query-source.ts';

/** What a read gave, and by which statement. */
export interface Answer<T> {
  readonly value: T;
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** How SQLite would run a query. */
export interface QueryPlan {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** The lines of EXPLAIN QUERY PLAN; `parent` is 0 or the id of the line that it belongs to. */
  readonly steps: readonly { readonly id: number; readonly parent: number; readonly detail: string }[];
}

/** A read that is one statement. */
export interface QuickRead<T> {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly read: (rows: ResultRows) => T;
}

/** All rows of the result, if no hook is to be asked and the tables are known: the shortest way. */
export function quickAll(source: QuerySource, spec: QuerySpec): QuickRead<ResultRow[]> | undefined {
  const place = knownPlace(source, spec);
  if (place === undefined) return undefined;
  const { sql, params, read } = compileKept(place) ?? compileRows(place);
  return { sql, params, read: (rows) => rows.map(read) };
}

/** The same of the first row. */
export function quickFirst(source: QuerySource, spec: QuerySpec): QuickRead<ResultRow | null> | undefined {
  const place = knownPlace(source, { ...spec, limit: Math.min(spec.limit ?? 1, 1) });
  if (place === undefined) return undefined;
  const { sql, params, read } = compileKept(place) ?? compileRows(place);
  return { sql, params, read: ([row]) => (row === undefined ? null : read(row)) };
}

function knownPlace(source: QuerySource, spec: QuerySpec): QueryPlace | undefined {
  if (hasQueryHooks(source.plugins)) return undefined;
  const scope = joinedScope(source, spec.joins);
  const layouts: TableLayout[] = [];
  for (const { source: each } of scope.tables) {
    if (each.table === undefined) return undefined;
    layouts.push(each.table);
  }
  return { spec, scope, layouts };
}

/** All rows of the result. */
export function* findAll(source: QuerySource, spec: QuerySpec, operation = 'find'): Steps<ResultRow[]> {
  return yield* hooked(source, spec, operation, function* (query) {
    return yield* readRows(compileRows(yield* placeOf(source, query)));
  });
}

/** The first row of the result; null when there is none. */
export function* findFirst(source: QuerySource, spec: QuerySpec): Steps<ResultRow | null> {
  return yield* hooked(source, spec, 'first', function* (query) {
    const limit = Math.min(query.limit ?? 1, 1);
    const answer = yield* readRows(compileRows(yield* placeOf(source, { ...query, limit })));
    return { ...answer, value: answer.value[0] ?? null };
  });
}

/** The number of rows of the result. */
export function* countRows(source: QuerySource, spec: QuerySpec): Steps<number> {
  return yield* hooked(source, spec, 'count', function* (query) {
    return yield* readValue(compileCount(yield* placeOf(source, query)));
  });
}

/** One aggregate over the result. Hooks see it in the query, which else would be the same for each path. */
export function* readAggregate(source: QuerySource, spec: QuerySpec, term: AggregateTerm): Steps<unknown> {
  return yield* hooked(source, { ...spec, aggregates: [term] }, term.function, function* (query) {
    const place = yield* placeOf(source, query);
    return yield* readValue(compileAggregate(place, query.aggregates[0] ?? term));
  });
}

/** What SQLite would do for the query; reads no documents, so that no hook is asked. */
export function* explainQuery(source: QuerySource, spec: QuerySpec): Steps<QueryPlan> {
  const { sql, params } = compileRows(yield* placeOf(source, spec));
  const { rows } = yield* all(`EXPLAIN QUERY PLAN ${sql}`, params);
  const steps = rows.map(([id, parent, , detail]) => ({
    id: Number(id),
    parent: Number(parent),
    detail: String(detail),
  }));
  return { sql, params, steps };
}

/** The tables of a query, made if they are not there yet. */
export function* placeOf(source: QuerySource, spec: QuerySpec): Steps<QueryPlace> {
  const scope = joinedScope(source, spec.joins);
  const layouts: TableLayout[] = [];
  for (const table of scope.tables) layouts.push(yield* table.source.layout());
  return { spec, scope, layouts };
}

/** Whether the rows of a query are groups, and not documents. */
export function isGrouped({ groupBy, aggregates }: QuerySpec): boolean {
  return groupBy !== undefined || aggregates.length > 0;
}

export function compileRows(place: QueryPlace): CompiledQuery<ResultRow> {
  return isGrouped(place.spec) ? compileGroups(place) : compileSelect(place);
}

export function* readRows<R>({ sql, params, read }: CompiledQuery<R>): Steps<Answer<R[]>> {
  const { rows } = yield* all(sql, params);
  return { value: rows.map(read), sql, params };
}

function* readValue<T>({ sql, params, read }: CompiledQuery<T>): Steps<Answer<T>> {
  const { rows } = yield* all(sql, params);
  return { value: read(rows[0] ?? []), sql, params };
}

/** A read between its hooks: before-hooks may veto, or put another query in the place of this one. */
function* hooked<T>(
  source: QuerySource,
  spec: QuerySpec,
  operation: string,
  read: (query: QuerySpec) => Steps<Answer<T>>,
): Steps<T> {
  if (!hasQueryHooks(source.plugins)) return (yield* read(spec)).value;
  const context = contextOf(source, spec, operation);
  yield* beforeQuery(source, context);
  let answer: Partial<Answer<T>> & Pick<Answer<T>, 'value'>;
  try {
    // Whoever sets an answer knows what the query gives.
    answer =
      context.answer === undefined
        ? yield* read(context.query ?? spec)
        : { value: context.answer.value as T };
  } catch (error) {
    yield* queryFailed(source, context, error);
    throw error;
  }
  yield* afterQuery(source, context, answer);
  return answer.value;
}

/** Asks the hooks, which may change `context.query`. Throws what one vetoes with, which `onError` is told. */
export function* beforeQuery(source: QuerySource, context: HookContext): Steps<void> {
  if (!source.plugins.hasHook('onBeforeQuery')) return;
  try {
    yield* wait(() => source.plugins.executeHook('onBeforeQuery', context));
  } catch (error) {
    yield* queryFailed(source, context, error);
    throw error;
  }
}

export function* afterQuery(
  source: QuerySource,
  context: HookContext,
  { value, sql, params }: Partial<Answer<unknown>>,
): Steps<void> {
  if (!source.plugins.hasHook('onAfterQuery')) return;
  const told: HookContext = { ...context, sql, params, result: value };
  yield* wait(() => source.plugins.executeHookSafe('onAfterQuery', told));
}

export function* queryFailed(source: QuerySource, context: HookContext, error: unknown): Steps<void> {
  if (!source.plugins.hasHook('onError')) return;
  yield* wait(() => source.plugins.executeHookSafe('onError', { ...context, error }));
}

/** What the hooks of one query are told. */
export function contextOf({ spec }: QuerySource, query: QuerySpec, operation: string): HookContext {
  return { collectionName: spec.name, schema: spec, operation, query, startedAt: performance.now() };
}
