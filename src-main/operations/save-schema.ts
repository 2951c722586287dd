import {
  columnSchemaScript,
  storeColumnSchema,
  storeWanted,
  type WantedCollection,
  type WantedColumnSchema,
  wantedScript,
} from '../engine/index.ts';
import type { Driver, GuardedStatement, Operation, SqlValue } from '../engine/types.ts';

/** One statement of the script, as it is shown. */
export interface ScriptLine {
  readonly sql: string;
  readonly why: string;
}

export interface SchemaScript {
  readonly lines: readonly ScriptLine[];
  readonly version: number;
}

/** A collection, or the documents in a column of another table. */
export type WantedSchema = WantedCollection | WantedColumnSchema;

export interface SaveInput {
  readonly wanted: WantedSchema;
  /** The script that was agreed to. */
  readonly reviewed: readonly string[];
}

const STORES = 'Stores the schema';

/** The script that saving a schema would run. Reads only. */
export const reviewSchema: Operation = ({ driver }, input): SchemaScript =>
  scriptFor(driver, input as WantedSchema);

/** Saves a schema if that takes just the script that was reviewed; null, and nothing is written, if it takes another. */
export const saveSchema: Operation = ({ driver }, input): { readonly version: number } | null => {
  const { wanted, reviewed } = input as SaveInput;
  driver.execSync('BEGIN IMMEDIATE');
  try {
    const { lines, version } = scriptFor(driver, wanted);
    const isSame = lines.length === reviewed.length && lines.every(({ sql }, at) => sql === reviewed[at]);
    if (isSame) store(driver, wanted);
    driver.execSync(isSame ? 'COMMIT' : 'ROLLBACK');
    return isSame ? { version } : null;
  } catch (error) {
    undo(driver);
    throw error;
  }
};

/** SQLite ends some failed transactions by itself. */
function undo(driver: Driver): void {
  if (driver.hasTransaction) driver.execSync('ROLLBACK');
}

function store(driver: Driver, wanted: WantedSchema): void {
  if ('column' in wanted) storeColumnSchema(driver, wanted);
  else storeWanted(driver, wanted);
}

function scriptFor(driver: Driver, wanted: WantedSchema): SchemaScript {
  return 'column' in wanted ? columnScript(driver, wanted) : collectionScript(driver, wanted);
}

function columnScript(driver: Driver, wanted: WantedColumnSchema): SchemaScript {
  const { shape, description, version } = columnSchemaScript(driver, wanted);
  const lines = shape.map((sql) => ({ sql, why: whyOf(sql) }));
  return { lines: [...lines, { sql: literal(description), why: STORES }], version };
}

function collectionScript(driver: Driver, wanted: WantedCollection): SchemaScript {
  const { shape, filled, guards, description, version } = wantedScript(driver, wanted);
  const lines = [
    ...shape.map((sql) => ({ sql, why: whyOf(sql) })),
    ...(filled.length === 0
      ? []
      : [
          {
            sql: `-- ${filled.join(', ')}: each row gets the values of its document.`,
            why: 'Fills the new columns',
          },
        ]),
    ...guards.map((sql) => ({ sql, why: whyOf(sql) })),
    ...(description === undefined ? [] : [{ sql: literal(description), why: STORES }]),
  ];
  return { lines, version };
}

function whyOf(sql: string): string {
  if (sql.startsWith('CREATE TABLE IF')) return 'Keeps the schemas of this file';
  if (sql.startsWith('CREATE TABLE')) return 'The table of the documents';
  if (sql.startsWith('CREATE UNIQUE')) return 'No value twice';
  if (sql.startsWith('CREATE INDEX')) return 'Finds documents by this field';
  if (sql.startsWith('CREATE TRIGGER')) return 'Keeps documents as their foreign keys';
  if (sql.startsWith('DROP')) return 'Is not asked for any more';
  return 'A column beside the document';
}

/** The statement with its values in the place of the question marks, none of which stands in a text of its own. */
function literal({ sql, params = [] }: GuardedStatement): string {
  let next = 0;
  return sql.replaceAll('?', () => {
    next += 1;
    return literalOf(params[next - 1] ?? null);
  });
}

function literalOf(value: SqlValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
