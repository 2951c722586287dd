import { DatabaseError } from '../errors.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { all, type Steps } from '../steps/steps.ts';
import type { GuardedStatement, SqlValue } from '../types.ts';
import { METADATA_TABLE } from './collection-names.ts';
import type { CollectionSpec, ConstrainedField, TableConstraint } from './collection-spec.ts';
import type { StoredSchema } from './stored-schemas/stored-schema.ts';
import { toStoredSchema } from './stored-schemas/to-stored-schema.ts';

/** A collection as its file knows it. */
export interface StoredCollection {
  readonly name: string;
  readonly version: number;
  readonly primaryKey: string;
  readonly schema: StoredSchema;
  readonly constrainedFields: readonly ConstrainedField[];
  readonly constraints: readonly TableConstraint[];
}

const TABLE = quoteIdentifier(METADATA_TABLE);

/** Makes the table where a file has none. */
export const METADATA_DDL = `CREATE TABLE IF NOT EXISTS ${TABLE} (name TEXT PRIMARY KEY NOT NULL COLLATE NOCASE, version INTEGER NOT NULL, primary_key TEXT NOT NULL, schema TEXT NOT NULL, constrained_fields TEXT NOT NULL, constraints TEXT NOT NULL)`;

/** All collections that a file knows; none where it has no table for them. */
export function* storedCollections(): Steps<StoredCollection[]> {
  const { rows: found } = yield* all('SELECT 1 FROM sqlite_schema WHERE type = ? AND name = ?', [
    'table',
    METADATA_TABLE,
  ]);
  if (found.length === 0) return [];
  const { rows } = yield* all(
    `SELECT name, version, primary_key, schema, constrained_fields, constraints FROM ${TABLE} ORDER BY rowid`,
  );
  return rows.map(readRow);
}

/** What a file knows about one collection. */
export function* storedCollection(name: string): Steps<StoredCollection | undefined> {
  const collections = yield* storedCollections();
  return collections.find((stored) => stored.name.toLowerCase() === name.toLowerCase());
}

/** Writes what a collection is, in the place of what the file knew about it. */
export function storeCollection(collection: StoredCollection): GuardedStatement {
  return {
    sql: `INSERT INTO ${TABLE} VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET version = excluded.version, primary_key = excluded.primary_key, schema = excluded.schema, constrained_fields = excluded.constrained_fields, constraints = excluded.constraints`,
    params: rowOf(collection),
  };
}

/** Forgets a collection. */
export function forgetCollection(name: string): GuardedStatement {
  return { sql: `DELETE FROM ${TABLE} WHERE name = ?`, params: [name] };
}

/** What is to be stored about a collection whose fields have these columns. */
export function describeCollection(
  spec: CollectionSpec,
  constrainedFields: readonly ConstrainedField[],
): StoredCollection {
  const { name, version, primaryKey, schema, constraints } = spec;
  return { name, version, primaryKey, schema: toStoredSchema(schema), constrainedFields, constraints };
}

/** Whether storing one in the place of the other would change nothing. */
export function isSameCollection(one: StoredCollection, other: StoredCollection): boolean {
  const [, ...parts] = rowOf(inOrder(one));
  const [, ...others] = rowOf(inOrder(other));
  return parts.every((part, index) => part === others[index]);
}

/** Definitions may come in any order. */
function inOrder(collection: StoredCollection): StoredCollection {
  const sorted = <T>(parts: readonly T[]): T[] =>
    [...parts].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  const { constrainedFields, constraints } = collection;
  return { ...collection, constrainedFields: sorted(constrainedFields), constraints: sorted(constraints) };
}

function rowOf(collection: StoredCollection): SqlValue[] {
  const { name, version, primaryKey, schema, constrainedFields, constraints } = collection;
  return [
    name,
    version,
    primaryKey,
    ...[schema, constrainedFields, constraints].map((part) => JSON.stringify(part)),
  ];
}

function readRow(row: readonly SqlValue[]): StoredCollection {
  const [name, version, primaryKey, schema, constrainedFields, constraints] = row.map(String);
  try {
    return {
      name: name ?? '',
      version: Number(version),
      primaryKey: primaryKey ?? '_id',
      // Written by `storeCollection`; who writes something else into it is told by the failure below.
      schema: JSON.parse(schema ?? '') as StoredSchema,
      constrainedFields: JSON.parse(constrainedFields ?? '') as ConstrainedField[],
      constraints: JSON.parse(constraints ?? '') as TableConstraint[],
    };
  } catch (error) {
    throw new DatabaseError(
      'TABLE_UNSUITABLE',
      `What the file keeps about the collection “${name}” in ${METADATA_TABLE} is not JSON. Nothing was changed: repair or delete that row.`,
      { cause: error },
    );
  }
}
