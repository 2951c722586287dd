import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver, SqlValue } from '../../engine/types.ts';
import type { SqlPart } from '../sql/sql-part.ts';
import { type BeforeValue, isHashed } from '../stored-rows.ts';
import { isRawText, type StoredValue } from '../stored-value.ts';
import type { CommitChange, CommitTable } from './commit-input.ts';
import { bindExact, guardOf } from './exact.ts';
import { isKept } from './perform.ts';
import { type Assignment, deleteSql, keyCondition, updateSql, valuesCondition } from './row-sql.ts';

/** One statement for all changes of the same form. */
interface QuickStatement {
  readonly sql: string;
  /** What is staged is stored as it is: no value is converted on the way. */
  readonly isExact: boolean;
}

/**
 * Runs changes as single statements whose WHERE carries the full key and the before-values, so that each changes exactly
 * one row or none. For changes that a statement alone can tell: no documents, large values, rows without a key of their own, new rows.
 */
export class QuickWriter {
  readonly #driver: Driver;
  readonly #statements = new Map<string, QuickStatement | null>();

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  /**
   * "written": the row is as staged now. "converted": it is written, and must be read to know it. "not": the guard did not
   * hold. null: the change is none for a single statement; nothing was run.
   */
  run(table: CommitTable, change: CommitChange): 'written' | 'converted' | 'not' | null {
    const form = formOf(change);
    if (form === null) return null;
    let statement = this.#statements.get(form);
    if (statement === undefined) {
      statement = statementOf(table, change);
      this.#statements.set(form, statement);
    }
    if (statement === null) return null;
    if (this.#driver.runSync(statement.sql, paramsOf(change)) !== 1) return 'not';
    return statement.isExact ? 'written' : 'converted';
  }
}

function statementOf(table: CommitTable, change: CommitChange): QuickStatement | null {
  const made = guardedStatement(table, change);
  if (made === null) return null;
  const isExact = change.columns.every(({ name, after = null }) => isKept(table.columns.get(name), after));
  return { sql: made.sql, isExact };
}

/** A change as one guarded statement; null where a statement alone cannot tell. */
export function guardedStatement(table: CommitTable, change: CommitChange): SqlPart | null {
  const { kind, key, columns } = change;
  if (key === null || table.isKeyImplicit) return null;
  if (kind === 'delete') {
    const { image } = change;
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

/** Changes of one form, and with values of the same types, have the same statement; null: none has one. */
function formOf(change: CommitChange): string | null {
  const { form, kind, key, columns } = change;
  if (key === null || form === undefined) return null;
  let id = `${form}`;
  for (const value of key) id += letterOf(value);
  for (const { before, after, encoding } of columns) {
    if (encoding !== null || after === undefined || before === undefined || isHashed(before)) return null;
    id += letterOf(before) + letterOf(after);
  }
  // Images of updates are made when they are asked for, and are not needed here.
  if (kind !== 'delete') return id;
  for (const [name, value] of change.image ?? []) {
    if (isHashed(value)) return null;
    id += `\0${name}\0${letterOf(value)}`;
  }
  return id;
}

/** Values of one letter are bound in the same way. */
function letterOf(value: StoredValue): string {
  switch (typeof value) {
    case 'bigint':
      return 'i';
    case 'string':
      return 't';
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'w' : 'r';
    default:
      if (value === null) return 'n';
      return isRawText(value) ? 'x' : 'b';
  }
}

/** Values in the order of `guardedStatement`. */
function paramsOf(change: CommitChange): SqlValue[] {
  const { kind, key, columns } = change;
  const params: SqlValue[] = [];
  if (kind === 'update') for (const { after } of columns) params.push(bound(after ?? null));
  for (const value of key ?? []) {
    if (value === null) continue;
    params.push(bound(value));
    // Found by the index, then compared exactly.
    if (typeof value !== 'bigint') params.push(bound(value));
  }
  if (kind === 'update') for (const { before } of columns) pushGuard(params, before ?? null);
  else for (const value of change.image?.values() ?? []) pushGuard(params, value);
  return params;
}

function pushGuard(params: SqlValue[], value: BeforeValue): void {
  if (value !== null && !isHashed(value)) params.push(bound(value));
}

function bound(value: StoredValue): SqlValue {
  return isRawText(value) ? value.rawText : value;
}

function both(one: SqlPart, other: SqlPart): SqlPart {
  return { sql: `${one.sql} AND ${other.sql}`, params: [...one.params, ...other.params] };
}
