import type { SqlValue } from '../types.ts';
import { compileAggregate } from './compile-groups.ts';
import { compileCount } from './compile-select.ts';
import type { AggregateTerm, QuerySpec } from './filter.ts';
import { invalidQuery } from './query-error.ts';
import { joinedScope } from './query-scope.ts';
import type { QuerySource } from './query-source.ts';
import { compileRows } from './run-query.ts';

/** What is asked of a query: all rows, the first of them, how many there are, or an aggregate over them. */
export type QueryEnd =
  | { readonly kind: 'rows' | 'first' | 'count' }
  | { readonly kind: 'aggregate'; readonly term: AggregateTerm };

/** A statement that a query becomes. */
export interface QueryStatement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** What its columns hold; none for a single figure. */
  readonly names: readonly string[];
}

/**
 * The statement by which a query is run, without running it. The tables of its collections must be known. Throws
 * PATH_UNKNOWN, OPERATOR_UNKNOWN, QUERY_INVALID.
 */
export function queryStatement(source: QuerySource, spec: QuerySpec, end: QueryEnd): QueryStatement {
  const wanted = end.kind === 'first' ? { ...spec, limit: Math.min(spec.limit ?? 1, 1) } : spec;
  const scope = joinedScope(source, spec.joins);
  const layouts = scope.tables.map(({ source: { table, spec: own } }) => {
    if (table === undefined) throw invalidQuery(`The table of “${own.name}” is not known.`);
    return table;
  });
  const place = { spec: wanted, scope, layouts };
  const {
    sql,
    params,
    names = [],
  } = end.kind === 'count'
    ? compileCount(place)
    : end.kind === 'aggregate'
      ? compileAggregate(place, end.term)
      : compileRows(place);
  return { sql, params, names };
}
