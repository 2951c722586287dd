import { quoteIdentifier } from '../../engine/index.ts';
import type { RowImage } from '../commit/commit-input.ts';
import { sqlLiteral } from '../formats/sql.ts';
import type { StoredValue } from '../stored-value.ts';

/**
 * What became of a row as a statement that does the same. `keys`: SQL of the columns that name it; an implicit rowid is
 * given too, so that a row gets the same again.
 */
export function rowStatement(image: RowImage, keys: readonly string[]): string {
  const { before, after, changed, columns } = image;
  const table = `main.${quoteIdentifier(image.table)}`;
  if (after === null) return `DELETE FROM ${table} WHERE ${keyCondition(keys, before?.key ?? [])}`;
  if (before === null) {
    const rowid = keys.filter((sql) => !sql.startsWith('"'));
    const names = [...rowid, ...columns.map(quoteIdentifier)].join(', ');
    const values = [...rowid.map((_, at) => after.key[at] ?? null), ...after.values].map(sqlLiteral);
    return `INSERT INTO ${table} (${names}) VALUES (${values.join(', ')})`;
  }
  const sets = changed.map((name) => {
    const value = after.values[columns.indexOf(name)] ?? null;
    return `${quoteIdentifier(name)} = ${sqlLiteral(value)}`;
  });
  return `UPDATE ${table} SET ${sets.join(', ')} WHERE ${keyCondition(keys, before.key)}`;
}

/** The statement that makes the row what it was. */
export function inverseStatement(image: RowImage, keys: readonly string[]): string {
  return rowStatement({ ...image, before: image.after, after: image.before }, keys);
}

/** No collation may make it another row. */
function keyCondition(keys: readonly string[], key: readonly StoredValue[]): string {
  return keys
    .map((sql, at) => {
      const value = sqlLiteral(key[at] ?? null);
      return sql.startsWith('"')
        ? `${sql} = ${value} AND +${sql} = ${value} COLLATE BINARY`
        : `${sql} = ${value}`;
    })
    .join(' AND ');
}
