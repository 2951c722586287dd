import type { TableLayout } from '../collections/table-layout.ts';
import { comparedValue } from './compare-values.ts';
import { boundFor } from './compile-filter.ts';
import type { CompiledQuery, QueryPlace } from './compile-query.ts';
import { compileSelect, documentReader, type ResultRow } from './compile-select.ts';
import type { Operator, QuerySpec } from './filter.ts';
import type { ComparableSql, Family } from './path-sql.ts';
import { pathSqlOf } from './query-scope.ts';

/** Paths that are kept for each table, as everywhere. */
const KEPT_PATHS = 1_000;

/** The statements that compare one path with one value, by operator and by what the value is. */
interface KeptPath {
  readonly subject: ComparableSql;
  readonly texts: Readonly<Record<Family, Map<Operator, string>>>;
}

interface KeptTable {
  readonly all: Map<string, KeptPath>;
  readonly first: Map<string, KeptPath>;
}

const tables = new WeakMap<TableLayout, KeptTable>();
const keptOperators: ReadonlySet<Operator> = new Set(['eq', 'neq', 'gt', 'gte', 'lt', 'lte']);

/**
 * A query for documents by one comparison, the commonest of all: its text is made once. Putting the same text together
 * for each call costs more than all else that is done in JavaScript. Undefined for any other query.
 */
export function compileKept(place: QueryPlace): CompiledQuery<ResultRow> | undefined {
  const comparison = keptComparison(place.spec);
  if (comparison === undefined) return undefined;
  const { path, operator, value } = comparison;
  const { subject, texts } = keptPath(place, path);
  const compared = comparedValue(value, path, subject);
  const kept = texts[compared.family];
  let sql = kept.get(operator);
  if (sql === undefined) {
    ({ sql } = compileSelect(place));
    kept.set(operator, sql);
  }
  return { sql, params: [boundFor(operator, compared)], read: documentReader(place.scope).read };
}

function keptComparison(spec: QuerySpec) {
  const { filter, limit, order, joins } = spec;
  if (filter?.kind !== 'compare' || !keptOperators.has(filter.operator)) return undefined;
  const { path, operator, values } = filter;
  const [value] = values;
  if (values.length !== 1 || value === null) return undefined;
  if (order.length > 0 || joins.length > 0 || spec.isDistinct || spec.select !== undefined) return undefined;
  if (spec.offset !== undefined || (limit !== undefined && limit !== 1)) return undefined;
  return { path, operator, value };
}

function keptPath({ spec, scope, layouts }: QueryPlace, path: string): KeptPath {
  const layout = layouts[0] as TableLayout;
  const { all, first } = keptTable(layout);
  const paths = spec.limit === undefined ? all : first;
  const known = paths.get(path);
  if (known !== undefined) return known;
  const subject = pathSqlOf(path, scope.find(path), layout);
  const texts = { string: new Map(), number: new Map(), boolean: new Map(), date: new Map() };
  const made = { subject, texts };
  if (paths.size < KEPT_PATHS) paths.set(path, made);
  return made;
}

function keptTable(layout: TableLayout): KeptTable {
  let table = tables.get(layout);
  if (table === undefined) {
    table = { all: new Map(), first: new Map() };
    tables.set(layout, table);
  }
  return table;
}
