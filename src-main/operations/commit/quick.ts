import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver, SqlValue } from '../../engine/types.ts';
import type { SqlPart } from '../sql/sql-part.ts';
import { isHashed } from '../stored-rows.ts';
import type { StoredValue } from '../stored-value.ts';
import type { CommitChange, CommitTable, RowImage } from './commit-input.ts';
import { bindExact, guardOf } from './exact.ts';
import { isKept, NO_DOCUMENTS, readBack } from './perform.ts';
import { type Assignment, deleteSql, keyCondition, updateSql, valuesCondition } from './row-sql.ts';

/**
 * A change as one statement whose WHERE carries the full key and the before-values, so that it changes exactly one row or none.
 * null where a statement alone cannot tell: documents, large values, rows without a key of their own, new rows.
 */
export function guardedStatement(table: CommitTable, change: CommitChange): SqlPart | null {
  const { kind, key, columns, image } = change;
  if (key === null || table.isKeyImplicit) return null;
  if (kind === 'delete') {
    if (image === null || [...image.values()].some(isHashed)) return null;
    return deleteSql(table, both(keyCondition(table, key), valuesCondition(image)));
  }
  const sets: Assignment[] = [];
  const guards: SqlPart[] = [keyCondition(table, key)];
  for (const { name, before, after, encoding } of columns) {
    if (encoding !== null || after === undefined || before === undefined || isHashed(before)) return null;
    sets.push({ column: name, value: bindExact(after) });
    guards.push(guardOf(quoteIdentifier(name), before));
  }
  return updateSql(table, sets, guards.reduce(both));
}

/** Runs a guarded statement. null: it did not hold, so the row must be looked at. */
export function runGuarded(
  driver: Driver,
  table: CommitTable,
  change: CommitChange,
  { sql, params }: SqlPart,
): RowImage | null {
  const key = change.key ?? [];
  if (driver.runSync(sql, params as SqlValue[]) !== 1) return null;
  if (change.kind === 'delete') {
    // `guardedStatement` asked for an image without hashes.
    const values = (change.image ?? new Map()) as ReadonlyMap<string, StoredValue>;
    return {
      table: table.name,
      before: { key, values },
      after: null,
      changed: [],
      documents: NO_DOCUMENTS,
    };
  }
  const before = new Map<string, StoredValue>();
  const after = new Map<string, StoredValue>();
  let isExact = true;
  for (const column of change.columns) {
    before.set(column.name, column.before as StoredValue);
    const value = column.after ?? null;
    after.set(column.name, value);
    isExact &&= isKept(table.columns.get(column.name), value);
  }
  const newKey = table.keys.map(({ name }, at) => after.get(name) ?? key[at] ?? null);
  return {
    table: table.name,
    before: { key, values: before },
    after: isExact ? { key: newKey, values: after } : readBack(driver, table, newKey, [...after.keys()]),
    changed: [...after.keys()],
    documents: NO_DOCUMENTS,
  };
}

function both(one: SqlPart, other: SqlPart): SqlPart {
  return { sql: `${one.sql} AND ${other.sql}`, params: [...one.params, ...other.params] };
}
