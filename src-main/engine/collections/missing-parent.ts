import { quoteIdentifier } from '../quote-identifier.ts';
import { all, type Steps } from '../steps/steps.ts';
import type { SqlValue } from '../types.ts';
import type { CollectionTable } from './table-layout.ts';

/**
 * The field of a row that points to nothing: SQLite does not tell it. Undefined when that cannot be found out, say
 * because the row is one that others point to.
 *
 * @param columns The values of the row, in the order of `writtenFields`.
 */
export function* findMissingParent(
  { table, writtenFields }: CollectionTable,
  columns: readonly SqlValue[],
): Steps<string | undefined> {
  // `to` is NULL where a key points to the primary key without naming it: then nothing is asked.
  const { rows } = yield* all(
    'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?1) WHERE "to" IS NOT NULL AND id NOT IN (SELECT id FROM pragma_foreign_key_list(?1) WHERE seq > 0)',
    [table],
  );
  for (const [index, { column, field }] of writtenFields.entries()) {
    const value = columns[index] ?? null;
    const [, target, key] = rows.find(([from]) => from === column) ?? [];
    if (value === null || typeof target !== 'string' || typeof key !== 'string') continue;
    const parents = `SELECT 1 FROM ${quoteIdentifier(target)} WHERE ${quoteIdentifier(key)} = ? LIMIT 1`;
    const found = yield* all(parents, [value]);
    if (found.rows.length === 0) return field;
  }
  return undefined;
}
