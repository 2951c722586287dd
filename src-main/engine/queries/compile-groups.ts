import type { SqlValue } from '../types.ts';
import { compileFilter } from './compile-filter.ts';
import { type CompiledQuery, type QueryPlace, StatementParts } from './compile-query.ts';
import type { ResultRow } from './compile-select.ts';
import type { AggregateTerm } from './filter.ts';
import { aggregateSql, type ComparableSql, commonFamily, type PathSql } from './path-sql.ts';
import { Projection } from './projection.ts';
import { invalidQuery } from './query-error.ts';
import type { ValueKind } from './schema-path.ts';

interface CompiledAggregate extends ComparableSql {
  readonly as: string;
  readonly read: (value: SqlValue) => unknown;
}

const numberKind: ReadonlySet<ValueKind> = new Set(['number']);

/** A query for groups: their keys, and aggregates of each. Without paths all documents are one group. */
export function compileGroups(place: QueryPlace): CompiledQuery<ResultRow> {
  const { spec, scope } = place;
  const parts = new StatementParts(place);
  const keys = (spec.groupBy ?? []).map((path) => {
    const found = scope.find(path);
    return { path, found, sql: parts.sqlOf(path, found) };
  });
  const projection = new Projection(keys, 'groups');
  const aggregates = compileAggregates(
    spec.aggregates,
    parts,
    new Set(keys.map(({ found }) => found.keys[0])),
  );
  const find = findInGroups(aggregates, new Map(keys.map(({ path, sql }) => [path, sql])));

  const columns = [...projection.columns, ...aggregates.map(({ value }) => value)];
  if (columns.length === 0)
    throw invalidQuery('A query for groups has neither paths to group by nor aggregates.');
  const groupBy = keys.length === 0 ? '' : ` GROUP BY ${keys.map(({ sql }) => sql.groupKey).join(', ')}`;
  let sql = `SELECT ${columns.join(', ')}${parts.from()}${parts.where()}${groupBy}`;
  if (spec.having !== undefined)
    sql += ` HAVING ${compileFilter(spec.having, { find, params: parts.params })}`;
  sql += parts.orderBy(find) + parts.limit();

  const first = projection.columns.length;
  const read = (row: readonly SqlValue[]): ResultRow => {
    const result = projection.read(row);
    aggregates.forEach((aggregate, index) => {
      result[aggregate.as] = aggregate.read(row[first + index] as SqlValue);
    });
    return result;
  };
  const names = [...projection.names, ...aggregates.map(({ as }) => as)];
  return { sql, params: parts.params, names, read };
}

/** A query for one aggregate over all that match, or over the page of them that the query names. */
export function compileAggregate(place: QueryPlace, term: AggregateTerm): CompiledQuery<unknown> {
  const parts = new StatementParts(place);
  const { limit, offset, isDistinct } = place.spec;
  if (isDistinct)
    throw invalidQuery(`“${term.function}” cannot be taken of distinct results: group by the path instead.`);
  const subject = aggregated(term, parts);
  const isPage = limit !== undefined || offset !== undefined;
  const { value, read } = compileTerm(term, isPage ? { ...subject, value: 'v', presence: 'v' } : subject);
  const sql = isPage
    ? `SELECT ${value} FROM (SELECT ${subject.value} AS v${parts.from()}${parts.where()}${parts.orderBy()}${parts.limit()})`
    : `SELECT ${value}${parts.from()}${parts.where()}`;
  return { sql, params: parts.params, read: (row) => read(row[0] as SqlValue) };
}

function compileAggregates(
  terms: readonly AggregateTerm[],
  parts: StatementParts,
  taken: Set<unknown>,
): readonly CompiledAggregate[] {
  return terms.map((term) => {
    if (taken.has(term.as) || term.as === '__proto__') {
      throw invalidQuery(`The result has “${term.as}” already: give the aggregate another name.`, term.as);
    }
    taken.add(term.as);
    return compileTerm(term, term.path === '*' ? undefined : aggregated(term, parts));
  });
}

type Aggregated = Pick<ComparableSql, 'value' | 'presence' | 'kinds'>;

/** What an aggregate is taken of. Sums and averages are of numbers: other values at the path are left out. */
function aggregated({ function: name, path }: AggregateTerm, parts: StatementParts): Aggregated {
  const subject: PathSql = parts.find(path);
  if (name !== 'sum' && name !== 'avg') return subject;
  const { kinds } = subject;
  if (!kinds.has('number') && !kinds.has('bigint') && !kinds.has('unknown')) {
    throw invalidQuery(`“${name}” takes a path with numbers, and “${path}” has none.`, path);
  }
  return { kinds, value: subject.of('number'), presence: subject.presence };
}

function compileTerm(term: AggregateTerm, subject: Aggregated | undefined): CompiledAggregate {
  const { function: name, as, path } = term;
  if (subject === undefined) {
    if (name !== 'count') throw invalidQuery(`“${String(name)}” takes a path, not *.`);
    return { ...aggregateSql('count(*)', numberKind), as, read: Number };
  }
  const { value, presence, kinds } = subject;
  const isBig = kinds.has('bigint') && commonFamily(kinds) === 'number';
  switch (name) {
    case 'count':
      return { ...aggregateSql(`count(${presence})`, numberKind), as, read: Number };
    case 'sum':
      return {
        // Numbers are summed as JavaScript has them: integers of 64 bits would overflow, which fails.
        ...aggregateSql(isBig ? `coalesce(sum(${value}), 0)` : `total(${value})`, numberKind),
        as,
        read: isBig ? toBigint : Number,
      };
    case 'avg':
      return { ...aggregateSql(`avg(${value})`, numberKind), as, read: (mean) => mean };
    case 'min':
    case 'max':
      return { ...aggregateSql(`${name}(${value})`, kinds), as, read: valueReader(kinds, isBig) };
    default:
      throw invalidQuery(
        `There is no aggregate “${String(name)}” (of “${path}”): use count, sum, avg, min or max.`,
        path,
      );
  }
}

/** A value that SQLite chose, as what the schema says that it is. */
function valueReader(kinds: ReadonlySet<ValueKind>, isBig: boolean): (value: SqlValue) => unknown {
  const family = commonFamily(kinds);
  return (value) => {
    if (value === null) return null;
    if (family === 'date') return new Date(String(value));
    if (family === 'boolean') return value !== 0;
    return isBig ? toBigint(value) : value;
  };
}

function toBigint(value: SqlValue): unknown {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
}

/** HAVING and ORDER BY of groups are about aggregates by their names, and the paths that groups are made by. */
function findInGroups(
  aggregates: readonly CompiledAggregate[],
  keys: ReadonlyMap<string, PathSql>,
): (path: string) => ComparableSql {
  return (path) => {
    const found = aggregates.find(({ as }) => as === path) ?? keys.get(path);
    if (found !== undefined) return found;
    throw invalidQuery(
      `“${path}” is neither an aggregate of the groups nor a path that they are made by.`,
      path,
    );
  };
}
