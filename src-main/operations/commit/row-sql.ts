import { quoteIdentifier } from '../../engine/index.ts';
import { joinParts, type SqlPart } from '../sql/sql-part.ts';
import { type BeforeValue, isHashed } from '../stored-rows.ts';
import type { StoredValue } from '../stored-value.ts';
import type { CommitChange, CommitTable } from './commit-input.ts';
import { bindExact, guardOf } from './exact.ts';

/** A column with what it gets, as SQL. */
export interface Assignment {
  readonly column: string;
  readonly value: SqlPart;
}

export function tableSql({ name }: Pick<CommitTable, 'name'>): string {
  return `main.${quoteIdentifier(name)}`;
}

/** The condition that names a row by its full key. */
export function keyCondition(table: CommitTable, key: readonly StoredValue[]): SqlPart {
  return joinParts(
    table.keys.map(({ sql }, index) => {
      const value = key[index] ?? null;
      if (typeof value === 'bigint') return { sql: `${sql} = ?`, params: [value] };
      if (value === null) return guardOf(sql, value);
      // The plain comparison finds it in the index, the guard tells it from its twins under NOCASE.
      const bound = bindExact(value);
      const guard = guardOf(sql, value);
      return { sql: `${sql} = ${bound.sql} AND ${guard.sql}`, params: [...bound.params, ...guard.params] };
    }),
    ' AND ',
  );
}

/**
 * Columns that tell whether a row under an implicit rowid is still the one that was edited: those of a key without
 * NULL, else all. null: the rowid says it already.
 */
export function identityOfImage(
  table: CommitTable,
  { image }: Pick<CommitChange, 'image'>,
): readonly (readonly [string, BeforeValue])[] | null {
  if (!table.isKeyImplicit || image === null) return null;
  const key = table.uniqueKeys.find((columns) =>
    columns.every((column) => {
      const value = image.get(column);
      return value !== undefined && value !== null && !isHashed(value);
    }),
  );
  return key === undefined ? [...image] : key.map((column) => [column, image.get(column) ?? null]);
}

/** The condition that columns still have these values. In groups: SQLite takes no chain of 1,000 ANDs. */
export function valuesCondition(values: Iterable<readonly [string, BeforeValue]>): SqlPart {
  const guards = [...values].map(([column, value]) => guardOf(quoteIdentifier(column), value));
  const groups: SqlPart[] = [];
  for (let at = 0; at < guards.length; at += 100) {
    const { sql, params } = joinParts(guards.slice(at, at + 100), ' AND ');
    groups.push({ sql: `(${sql})`, params });
  }
  return joinParts(groups, ' AND ');
}

export function updateSql(table: CommitTable, sets: readonly Assignment[], where: SqlPart): SqlPart {
  const list = sets.map(({ column, value }) => `${quoteIdentifier(column)} = ${value.sql}`).join(', ');
  return {
    sql: `UPDATE ${tableSql(table)} SET ${list} WHERE ${where.sql}`,
    params: [...sets.flatMap(({ value }) => value.params), ...where.params],
  };
}

export function deleteSql(table: CommitTable, where: SqlPart): SqlPart {
  return { sql: `DELETE FROM ${tableSql(table)} WHERE ${where.sql}`, params: where.params };
}

export function insertSql(table: CommitTable, values: readonly Assignment[]): SqlPart {
  if (values.length === 0) return { sql: `INSERT INTO ${tableSql(table)} DEFAULT VALUES`, params: [] };
  const columns = values.map(({ column }) => rowidOr(table, column)).join(', ');
  return {
    sql: `INSERT INTO ${tableSql(table)} (${columns}) VALUES (${values.map(({ value }) => value.sql).join(', ')})`,
    params: values.flatMap(({ value }) => value.params),
  };
}

/** An implicit rowid has no quotes: in quotes it might be taken for a text. */
function rowidOr(table: CommitTable, column: string): string {
  return table.keys.find(({ name }) => name === column)?.sql ?? quoteIdentifier(column);
}
