import type { CatalogObject, WireError } from '../../../src-preload/contract/index.ts';
import { findCollections, quoteIdentifier, runReads } from '../../engine/index.ts';
import type { CallOptions, Connection, SqlValue } from '../../engine/types.ts';
import { objectUnreadable } from './object-errors.ts';
import { objectKindOf, type TableListType } from './object-kind.ts';

/** The objects of a file and the schema version that they were read at. */
export interface ObjectList {
  readonly schemaVersion: number;
  readonly objects: readonly CatalogObject[];
}

/** Objects tested by one statement. */
const BATCH = 48;
/** Milliseconds spent on testing; objects after that are listed untested. */
const TEST_BUDGET = 250;

const OBJECTS = `
  SELECT s.name, s.type, s.sql LIKE 'CREATE VIRTUAL%',
    (SELECT l.type FROM pragma_table_list(s.name) AS l WHERE l.schema = 'main')
  FROM main.sqlite_schema AS s
  WHERE s.type IN ('table', 'view') AND typeof(s.name) = 'text'
  UNION ALL SELECT 'sqlite_schema', 'table', 0, 'table'`;

/**
 * Every table and view of a file by name, each tested for being readable. Rejects only if SQLite cannot load the schema
 * at all (then `readRawSchema` can still name its objects).
 */
export async function listObjects(connection: Connection, options?: CallOptions): Promise<ObjectList> {
  const version = await connection.query('PRAGMA main.schema_version', [], options);
  const { rows } = await connection.query(OBJECTS, [], options);
  const collections = await runReads(connection, findCollections(), options);
  const found = rows.map(([rawName, rawType, isVirtual, listType]) => {
    const name = String(rawName);
    const type = typeOf(rawType ?? null, isVirtual === 1, listType ?? null);
    return { name, type, kind: objectKindOf(name, type, collections.has(name)) };
  });
  found.sort((a, b) => compareNames(a.name, b.name));
  const errors = await testObjects(connection, found, options);
  return {
    schemaVersion: Number(version.rows[0]?.[0] ?? 0),
    objects: found.map(({ name, kind }) => ({ name, kind, error: errors.get(name) ?? null })),
  };
}

/** By name as people sort: case ignored, numbers by their value. */
export function compareNames(a: string, b: string): number {
  const order = collator.compare(a.slice(0, 200), b.slice(0, 200));
  return order !== 0 ? order : a < b ? -1 : a > b ? 1 : 0;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function typeOf(type: SqlValue, isVirtual: boolean, listType: SqlValue): TableListType {
  // table_list gives one of the four words, or nothing where it fails for this one object.
  if (typeof listType === 'string') return listType as TableListType;
  return isVirtual ? 'virtual' : type === 'view' ? 'view' : 'table';
}

interface Testable {
  readonly name: string;
  readonly type: TableListType;
}

/**
 * The objects that SQLite cannot read, with the reason: many in one statement, and each by itself where that fails.
 * They are asked for together then, so that many unreadable ones take no longer than a few. What relies on more than
 * the file, virtual tables and views, comes first.
 */
async function testObjects(
  connection: Connection,
  objects: readonly Testable[],
  options: CallOptions | undefined,
): Promise<ReadonlyMap<string, WireError>> {
  const errors = new Map<string, WireError>();
  const until = performance.now() + TEST_BUDGET;
  const isFirst = ({ type }: Testable) => type === 'virtual' || type === 'view';
  const ordered = [...objects.filter(isFirst), ...objects.filter((object) => !isFirst(object))];
  for (let at = 0; at < ordered.length && performance.now() <= until; at += BATCH) {
    const batch = ordered.slice(at, at + BATCH);
    if ((await failureOf(connection, batch, options)) === null) continue;
    const failures = await Promise.all(batch.map((object) => failureOf(connection, [object], options)));
    for (const [index, { name }] of batch.entries()) {
      const failure = failures[index] ?? null;
      if (failure !== null) errors.set(name, objectUnreadable(name, failure.cause).toWire());
    }
  }
  return errors;
}

/** Why these objects cannot be read together; null if they can. Rejects when it was cancelled. */
async function failureOf(
  connection: Connection,
  objects: readonly Testable[],
  options: CallOptions | undefined,
): Promise<{ readonly cause: unknown } | null> {
  try {
    await connection.query(`SELECT ${objects.map(testOf).join(', ')}`, paramsOf(objects), options);
    return null;
  } catch (cause) {
    options?.signal?.throwIfAborted();
    return { cause };
  }
}

/**
 * A table: its first page is read. A view or virtual table: only its columns are resolved, since its first row may
 * cost anything.
 */
function testOf({ name, type }: Testable): string {
  return type === 'table' || type === 'shadow'
    ? `EXISTS (SELECT 1 FROM main.${quoteIdentifier(name)})`
    : `(SELECT count(*) FROM pragma_table_xinfo(?, 'main'))`;
}

function paramsOf(batch: readonly Testable[]): readonly string[] {
  return batch.filter(({ type }) => type === 'view' || type === 'virtual').map(({ name }) => name);
}
