import { keyColumns, type Picked, type RowsPlan, type Span, type Walk } from '../plan.ts';
import { bindStored } from '../stored-value.ts';
import { orderByClause, rangesAfter } from './keyset.ts';
import { joinParts, type SqlPart, whereAll } from './sql-part.ts';

/**
 * One SELECT that gives these expressions for the rows of a span, in its order (a walk in reverse gives its rows
 * from the last to the first). It can stand in parentheses after FROM; expressions are then to be named with AS.
 */
export function selectSpan(plan: RowsPlan, span: Span, expressions: readonly (string | SqlPart)[]): SqlPart {
  const select = joinParts(
    expressions.map((expression) =>
      typeof expression === 'string' ? { sql: expression, params: [] } : expression,
    ),
    ', ',
  );
  return span.kind === 'walk' ? selectWalk(plan, span, select) : selectPicked(plan, span.keys, select);
}

function selectWalk(plan: RowsPlan, walk: Walk, select: SqlPart): SqlPart {
  const orderBy = orderByClause(plan.order, walk.isReverse);
  if (walk.from === null) {
    return rangeSelect(plan, null, select, orderBy, limitClause(walk.limit, walk.offset));
  }
  const ranges = rangesAfter(plan.order, walk.from, walk);
  if (ranges.length <= 1) {
    return rangeSelect(plan, ranges[0] ?? null, select, orderBy, limitClause(walk.limit, walk.offset));
  }
  // Each arm is one seek in an index; SQLite runs them one after the other and stops at the limit.
  const most = limitClause(walk.limit + walk.offset, 0);
  const arms = ranges.map((range) => rangeSelect(plan, range, select, orderBy, most));
  const joined = joinParts(
    arms.map(({ sql, params }) => ({ sql: `SELECT * FROM (${sql})`, params })),
    ' UNION ALL ',
  );
  return joinParts([joined, limitClause(walk.limit, walk.offset)], '');
}

function rangeSelect(
  plan: RowsPlan,
  range: SqlPart | null,
  select: SqlPart,
  orderBy: string,
  limit: SqlPart,
): SqlPart {
  const where = whereAll([range, plan.where]);
  return {
    sql: `SELECT ${select.sql} FROM ${plan.from}${where.sql}${orderBy}${limit.sql}`,
    params: [...select.params, ...where.params, ...limit.params],
  };
}

/** Rows by key, each found by a seek; together in the order of the keys. A key that stands twice comes twice. */
function selectPicked(plan: RowsPlan, keys: Picked['keys'], select: SqlPart): SqlPart {
  if (keys.length === 0)
    return rangeSelect(plan, { sql: 'FALSE', params: [] }, select, '', limitClause(0, 0));
  const columns = keyColumns(plan);
  const arms = keys.map((key) => {
    const conditions = columns.map((column, index): SqlPart => {
      const value = bindStored(key[index] ?? null);
      return { sql: `${column} ${key[index] === null ? 'IS' : '='} ${value.sql}`, params: value.params };
    });
    return rangeSelect(plan, joinParts(conditions, ' AND '), select, '', limitClause(1, 0));
  });
  if (arms.length === 1) return arms[0] as SqlPart; // Its length says so.
  return joinParts(
    arms.map(({ sql, params }) => ({ sql: `SELECT * FROM (${sql})`, params })),
    ' UNION ALL ',
  );
}

/** Bound, so that pages of any size and place share one prepared statement. */
function limitClause(limit: number, offset: number): SqlPart {
  return { sql: ' LIMIT ? OFFSET ?', params: [limit, offset] };
}
