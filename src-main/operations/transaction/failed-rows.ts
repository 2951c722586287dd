import type { QueryParameter } from '../../../src-preload/contract/queries.ts';
import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver, Operation } from '../../engine/types.ts';
import { guardOf } from '../commit/exact.ts';
import { prepareStatement } from '../query/prepare-statement.ts';
import type { StoredValue } from '../stored-value.ts';
import { orphanRows } from './orphan-rows.ts';
import { refusedRows } from './refused-rows.ts';
import { tableFacts } from './table-facts.ts';

/** A statement that a constraint has stopped. */
export interface FailedInput {
  readonly sql: string;
  readonly parameters: readonly QueryParameter[];
  /** What SQLite said: its code in the engine, and its words. */
  readonly code: string;
  readonly message: string;
  /** Rows that are told. */
  readonly limit: number;
}

/** A row that has to do with the failure. */
export interface FailedRow {
  readonly object: string;
  /** null: it would have been a new one, without a key so far. */
  readonly key: readonly StoredValue[] | null;
  /**
   * "refused": the constraint does not let it be written; "taken": it has what another one was to have as well;
   * "orphan": it would point to a row that is not there.
   */
  readonly role: 'refused' | 'taken' | 'orphan';
  /** The columns that the constraint is about, or that tell a new row. */
  readonly columns: readonly string[];
  readonly values: readonly StoredValue[];
  /** To which an orphan points. */
  readonly parent: string | null;
  /** What people know it by, if that is not its key. */
  readonly label: readonly (readonly [column: string, value: StoredValue])[];
}

export interface FailedRows {
  readonly rows: readonly FailedRow[];
  /** How many there are, of those that would not be written. */
  readonly total: number;
}

const NOTHING: FailedRows = { rows: [], total: 0 };

/**
 * Which rows have made a statement of the transaction fail: it is run again with the constraint let go, looked at, and
 * taken back. Nothing where that cannot be told.
 */
export const failedRows: Operation = ({ driver }, input): FailedRows => {
  const failed = input as FailedInput;
  if (!failed.code.startsWith('CONSTRAINT') || !driver.hasTransaction) return NOTHING;
  driver.execSync('SAVEPOINT cairn_why');
  try {
    return isForeignKeyFailure(failed)
      ? orphanRows(driver, failed, () => runIt(driver, failed.sql, failed.parameters))
      : refusedRows(driver, failed, (sql) => runIt(driver, sql, failed.parameters));
  } catch {
    // It fails in other ways too: what SQLite said is all that is known.
    return NOTHING;
  } finally {
    if (driver.hasTransaction) driver.execSync('ROLLBACK TO cairn_why; RELEASE cairn_why');
  }
};

/** Whether a foreign key was broken. RESTRICT is a trigger of SQLite's own, and has the code of one. */
export function isForeignKeyFailure({ code, message }: Pick<FailedInput, 'code' | 'message'>): boolean {
  return (
    code === 'CONSTRAINT_FOREIGN_KEY' ||
    (code === 'CONSTRAINT' && message === 'FOREIGN KEY constraint failed')
  );
}

/** Rows by their tables and keys. */
export type KeyedRows = readonly { readonly object: string; readonly key: readonly StoredValue[] }[];

/** Which of some rows are there. */
export const rowsThere: Operation = ({ driver }, input): readonly boolean[] =>
  (input as KeyedRows).map(({ object, key }) => {
    const facts = tableFacts(driver, object);
    if (facts === null || typeof facts === 'string' || facts.keys.length !== key.length) return false;
    const guards = facts.keys.map((column, at) => guardOf(`t.${column}`, key[at] ?? null));
    const { rows } = driver.allSync(
      `SELECT 1 FROM main.${quoteIdentifier(object)} AS t WHERE ${guards.map(({ sql }) => sql).join(' AND ')}`,
      guards.flatMap(({ params }) => params),
    );
    return rows.length > 0;
  });

function runIt(driver: Driver, sql: string, parameters: readonly QueryParameter[]): void {
  const { statement, values } = prepareStatement(driver, sql, parameters);
  for (const _ of statement.iterate(values).rows);
}
