import type { OrderTerm, Place } from '../plan.ts';
import { bindStored } from '../stored-value.ts';
import { joinParts, type SqlPart } from './sql-part.ts';

/** `ORDER BY` of an order, or of its reverse. */
export function orderByClause(order: readonly OrderTerm[], isReverse: boolean): string {
  const terms = order.map(
    ({ sql, direction }) => `${sql}${(direction === 'down') === isReverse ? '' : ' DESC'}`,
  );
  return ` ORDER BY ${terms.join(', ')}`;
}

/**
 * The rows after a place (or from it on), as conditions to be read one after the other: each is one range that an
 * index can seek to, and together they hold every row once, in order. NULLs stand where SQLite puts them: first in
 * an ascending term, last in a descending one.
 *
 * One condition with OR would say the same, but SQLite scans for it.
 */
export function rangesAfter(
  order: readonly OrderTerm[],
  place: Place,
  options: { readonly isInclusive: boolean; readonly isReverse: boolean },
): readonly SqlPart[] {
  const terms = options.isReverse ? order.map(flipped) : order;
  const single = singleRange(terms, place, options.isInclusive);
  if (single !== null) return [single];
  const ranges: SqlPart[] = [];
  if (options.isInclusive)
    ranges.push(
      joinParts(
        terms.map((term, index) => equals(term, place, index)),
        ' AND ',
      ),
    );
  for (let last = terms.length - 1; last >= 0; last -= 1) {
    const prefix = terms.slice(0, last).map((term, index) => equals(term, place, index));
    // `last` counts down within the array.
    for (const after of strictlyAfter(terms[last] as OrderTerm, place, last)) {
      ranges.push(joinParts([...prefix, after], ' AND '));
    }
  }
  return ranges;
}

/** One condition, true or false and never NULL, that says whether a row stands after a place. For counting only. */
export function isAfter(order: readonly OrderTerm[], place: Place): SqlPart {
  return order.reduceRight<SqlPart>(
    (rest, term, index) => {
      const after = strictlyAfter(term, place, index);
      const same = equals(term, place, index);
      const either = joinParts([...after, joinParts([same, rest], ' AND ')], ') OR (');
      return { sql: `((${either.sql}))`, params: either.params };
    },
    { sql: 'FALSE', params: [] },
  );
}

/** A row value compares term by term from the left, which is the order itself as long as no NULL has to be placed. */
function singleRange(terms: readonly OrderTerm[], place: Place, isInclusive: boolean): SqlPart | null {
  const direction = terms[0]?.direction;
  if (!terms.every((term) => term.direction === direction)) return null;
  if (direction === 'up' ? place.includes(null) : terms.some((term) => term.isNullable)) return null;
  const operator = `${direction === 'up' ? '>' : '<'}${isInclusive ? '=' : ''}`;
  const values = joinParts(place.slice(0, terms.length).map(bindStored), ', ');
  const columns = terms.map((term) => term.sql).join(', ');
  return terms.length === 1
    ? { sql: `${columns} ${operator} ${values.sql}`, params: values.params }
    : { sql: `(${columns}) ${operator} (${values.sql})`, params: values.params };
}

function equals(term: OrderTerm, place: Place, index: number): SqlPart {
  const value = bindStored(place[index] ?? null);
  return { sql: `${term.sql} ${term.isNullable ? 'IS' : '='} ${value.sql}`, params: value.params };
}

function strictlyAfter(term: OrderTerm, place: Place, index: number): readonly SqlPart[] {
  const value = place[index] ?? null;
  if (term.direction === 'up') {
    if (value === null) return [{ sql: `${term.sql} >= ${term.floor}`, params: [] }];
    const bound = bindStored(value);
    return [{ sql: `${term.sql} > ${bound.sql}`, params: bound.params }];
  }
  if (value === null) return [];
  const bound = bindStored(value);
  const below = { sql: `${term.sql} < ${bound.sql}`, params: bound.params };
  return term.isNullable ? [below, { sql: `${term.sql} IS NULL`, params: [] }] : [below];
}

function flipped(term: OrderTerm): OrderTerm {
  return { ...term, direction: term.direction === 'up' ? 'down' : 'up' };
}
