import { DatabaseError } from '../errors.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { runStepsSync } from '../steps/run-steps.ts';
import { all, type Steps } from '../steps/steps.ts';
import type { Driver, GuardedStatement } from '../types.ts';
import { COLUMN_SCHEMAS_TABLE } from './collection-names.ts';
import { defineCollection } from './define-collection.ts';
import type { StoredCollection } from './metadata-table.ts';
import { buildSchema } from './stored-schemas/build-schema.ts';
import type { StoredSchema } from './stored-schemas/stored-schema.ts';

/** The schema that a file keeps for the documents in one column of a table that is no collection. */
export interface ColumnSchema {
  readonly table: string;
  readonly column: string;
  readonly version: number;
  readonly schema: StoredSchema;
}

/** A schema to be stored for a column, by somebody who has its stored form. */
export type WantedColumnSchema = Pick<ColumnSchema, 'table' | 'column' | 'schema'>;

export interface ColumnSchemaScript {
  /** The table of such schemas, where the file has none. */
  readonly shape: readonly string[];
  readonly description: GuardedStatement;
  /** One more than the file has; 1 where it has none. */
  readonly version: number;
}

const TABLE = quoteIdentifier(COLUMN_SCHEMAS_TABLE);

const DDL = `CREATE TABLE IF NOT EXISTS ${TABLE} (table_name TEXT NOT NULL COLLATE NOCASE, column_name TEXT NOT NULL COLLATE NOCASE, version INTEGER NOT NULL, schema TEXT NOT NULL, PRIMARY KEY (table_name, column_name))`;

/** The schemas that a file keeps for columns of a table. Throws TABLE_UNSUITABLE where one of them is not JSON. */
export function* columnSchemas(table: string): Steps<ColumnSchema[]> {
  if (!(yield* hasTable())) return [];
  const { rows } = yield* all(
    `SELECT table_name, column_name, version, schema FROM ${TABLE} WHERE table_name = ? ORDER BY rowid`,
    [table],
  );
  return rows.map(([name, column, version, schema]) => ({
    table: String(name),
    column: String(column),
    version: Number(version),
    schema: parsed(table, String(column), schema),
  }));
}

/** The schema of a column in the form in which schemas are asked about documents: no column follows it. */
export function asCollection({ table, version, schema }: ColumnSchema): StoredCollection {
  return { name: table, version, primaryKey: '_id', schema, constrainedFields: [], constraints: [] };
}

/** The statements that storing the schema would run now. Writes nothing. Throws SCHEMA_INVALID. */
export function columnSchemaScript(driver: Driver, wanted: WantedColumnSchema): ColumnSchemaScript {
  const { table, column, schema } = wanted;
  // Says what is wrong with it.
  defineCollection(table, buildSchema(schema), { attach: true });
  const isThere = runStepsSync(driver, hasTable());
  const stored = runStepsSync(driver, columnSchemas(table)).find(
    (one) => one.column.toLowerCase() === column.toLowerCase(),
  );
  const version = (stored?.version ?? 0) + 1;
  return {
    shape: isThere ? [] : [DDL],
    description: {
      sql: `INSERT INTO ${TABLE} VALUES (?, ?, ?, ?) ON CONFLICT (table_name, column_name) DO UPDATE SET version = excluded.version, schema = excluded.schema`,
      params: [table, column, version, JSON.stringify(schema)],
    },
    version,
  };
}

/** Stores the schema, in the transaction that is open. */
export function storeColumnSchema(driver: Driver, wanted: WantedColumnSchema): void {
  const { shape, description } = columnSchemaScript(driver, wanted);
  for (const sql of shape) driver.execSync(sql);
  driver.runSync(description.sql, description.params ?? []);
}

function* hasTable(): Steps<boolean> {
  const { rows } = yield* all('SELECT 1 FROM main.sqlite_schema WHERE type = ? AND name = ?', [
    'table',
    COLUMN_SCHEMAS_TABLE,
  ]);
  return rows.length > 0;
}

function parsed(table: string, column: string, text: unknown): StoredSchema {
  try {
    // Written by `storeColumnSchema`; who writes something else into it is told by the failure below.
    return JSON.parse(String(text)) as StoredSchema;
  } catch (error) {
    throw new DatabaseError(
      'TABLE_UNSUITABLE',
      `What the file keeps about the column “${column}” of “${table}” in ${COLUMN_SCHEMAS_TABLE} is not JSON. Nothing was changed: repair or delete that row.`,
      { cause: error },
    );
  }
}
