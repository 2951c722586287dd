import type { TableLayout } from '../collections/table-layout.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import type { SqlValue } from '../types.ts';
import { compileFilter } from './compile-filter.ts';
import type { JoinTerm, OrderTerm, QuerySpec } from './filter.ts';
import type { ComparableSql, PathSql } from './path-sql.ts';
import { invalidQuery } from './query-error.ts';
import { pathSqlOf, type QueryScope, type QueryTable, type ScopedPath } from './query-scope.ts';

/** A statement, and what its rows mean. */
export interface CompiledQuery<R> {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** What its columns hold, by the paths and names of the query. */
  readonly names?: readonly string[];
  readonly read: (row: readonly SqlValue[]) => R;
}

/** A query with the tables that it is about. */
export interface QueryPlace {
  readonly spec: QuerySpec;
  readonly scope: QueryScope;
  /** Of the tables of the scope, in their order. */
  readonly layouts: readonly TableLayout[];
}

/** The clauses of a statement, and the values for them in the order of their places. */
export class StatementParts {
  readonly #place: QueryPlace;
  readonly params: SqlValue[] = [];

  constructor(place: QueryPlace) {
    this.#place = place;
  }

  /** Throws PATH_UNKNOWN. */
  find = (path: string): PathSql => this.sqlOf(path, this.#place.scope.find(path));

  sqlOf(path: string, found: ScopedPath): PathSql {
    return pathSqlOf(path, found, this.layoutOf(found.table));
  }

  layoutOf(table: QueryTable): TableLayout {
    return this.#place.layouts[this.#place.scope.tables.indexOf(table)] as TableLayout;
  }

  from(): string {
    const { scope, spec, layouts } = this.#place;
    if (spec.joins.length === 0) return fromTable(layouts[0] as TableLayout);
    const tables = scope.tables.map((table, index) => {
      const name = `${quoteIdentifier(this.layoutOf(table).table)} AS ${table.alias}`;
      const join = spec.joins[index - 1];
      return join === undefined ? name : this.#join(join, name);
    });
    return ` FROM ${tables.join(' ')}`;
  }

  /** `extra` is a condition more, whose values come after those of the filter. */
  where(extra?: { readonly sql: string; readonly params: readonly SqlValue[] }): string {
    const { filter } = this.#place.spec;
    const conditions = filter === undefined ? [] : [`(${compileFilter(filter, this)})`];
    if (extra !== undefined) {
      conditions.push(extra.sql);
      this.params.push(...extra.params);
    }
    return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  }

  orderBy(find: (path: string) => ComparableSql = this.find): string {
    const { order } = this.#place.spec;
    if (order.length === 0) return '';
    return ` ORDER BY ${order.map((term) => `${find(term.path).value}${directionSql(term)}`).join(', ')}`;
  }

  limit(): string {
    const { limit, offset } = this.#place.spec;
    if (limit === undefined && offset === undefined) return '';
    if (limit === 1 && offset === undefined) return ' LIMIT 1';
    this.params.push(limit === undefined ? -1 : wholeNumber(limit, 'limit'));
    if (offset === undefined) return ' LIMIT ?';
    this.params.push(wholeNumber(offset, 'offset'));
    return ' LIMIT ? OFFSET ?';
  }

  #join({ kind, as, localPath, foreignPath }: JoinTerm, table: string): string {
    const foreign = this.find(`${as}.${foreignPath}`);
    const local = this.find(localPath);
    if (kind !== 'inner' && kind !== 'left') throw invalidQuery('A join is neither inner nor left.');
    return `${kind === 'left' ? 'LEFT JOIN' : 'JOIN'} ${table} ON ${foreign.value} = ${local.value}`;
  }
}

const fromTexts = new WeakMap<TableLayout, string>();

function fromTable(layout: TableLayout): string {
  const known = fromTexts.get(layout);
  if (known !== undefined) return known;
  const text = ` FROM ${quoteIdentifier(layout.table)} AS t0`;
  fromTexts.set(layout, text);
  return text;
}

function directionSql({ direction, path }: OrderTerm): string {
  if (direction === 'asc') return '';
  if (direction === 'desc') return ' DESC';
  throw invalidQuery(`The direction of “${path}” is “${String(direction)}”: use asc or desc.`, path);
}

/** Throws QUERY_INVALID for what is not a number of rows. */
export function wholeNumber(value: number, what: string, least = 0): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw invalidQuery(`“${what}” takes a whole number, ${least} or more, and got ${String(value)}.`);
}
