import { quoteIdentifier } from '../../engine/index.ts';
import type { RowImage } from '../commit/commit-input.ts';
import { sqlLiteral } from '../formats/sql.ts';
import type { StoredValue } from '../stored-value.ts';

/** What names the rows of a table. */
export interface RowNames {
  /** SQL of the columns that name a row; a name of the rowid, or quoted columns. */
  readonly keys: readonly string[];
  /** The column that is the rowid, INTEGER PRIMARY KEY; null: the table has none. */
  readonly rowidColumn: string | null;
}

/**
 * What became of a row as a statement that does the same. An implicit rowid is given too, so that a row gets the same
 * again.
 */
export function rowStatement(image: RowImage, names: RowNames): string {
  const { before, after, changed, columns } = image;
  const table = `main.${quoteIdentifier(image.table)}`;
  if (after === null) return `DELETE FROM ${table} WHERE ${keyCondition(names, before?.key ?? [])}`;
  if (before === null) {
    const rowid = names.rowidColumn === null ? names.keys.filter(isRowid) : [];
    const own = [...rowid, ...columns.map(quoteIdentifier)].join(', ');
    const values = [...rowid.map((_, at) => after.key[at] ?? null), ...after.values].map(sqlLiteral);
    return `INSERT INTO ${table} (${own}) VALUES (${values.join(', ')})`;
  }
  const sets = changed.map((name) => {
    const value = after.values[columns.indexOf(name)] ?? null;
    return `${quoteIdentifier(name)} = ${sqlLiteral(value)}`;
  });
  return `UPDATE ${table} SET ${sets.join(', ')} WHERE ${keyCondition(names, before.key)}`;
}

/** The statement that makes the row what it was. */
export function inverseStatement(image: RowImage, names: RowNames): string {
  return rowStatement({ ...image, before: image.after, after: image.before }, names);
}

/** No collation may make it another row. */
function keyCondition({ keys, rowidColumn }: RowNames, key: readonly StoredValue[]): string {
  return keys
    .map((sql, at) => {
      const value = sqlLiteral(key[at] ?? null);
      if (isRowid(sql)) return `${rowidColumn === null ? sql : quoteIdentifier(rowidColumn)} = ${value}`;
      // Only texts have collations.
      return typeof key[at] === 'string'
        ? `${sql} = ${value} AND +${sql} = ${value} COLLATE BINARY`
        : `${sql} = ${value}`;
    })
    .join(' AND ');
}

function isRowid(key: string): boolean {
  return !key.startsWith('"');
}
