import {
  asCollection,
  columnSchemas,
  runReads,
  type StoredCollection,
  storedCollection,
} from '../../engine/index.ts';
import type { Connection } from '../../engine/types.ts';
import type { ObjectFacts } from '../catalog/columns.ts';
import type { OpenFile } from '../open-file.ts';

/**
 * What the file keeps about a collection, or, with a column, about the documents in that column of another table; null
 * where it keeps nothing, or nothing that can be read. Read anew each time: it is a row of a table, so another program
 * may change it without changing the file's schema.
 */
export function storedSchemaOf(
  file: OpenFile,
  object: string,
  column: string | null = null,
): Promise<StoredCollection | null> {
  return file.use('reader', { holder: 'schema' }, async (connection) => {
    if (column === null) return (await collectionSchema(connection, object)) ?? null;
    const found = await schemasOfColumns(connection, object);
    return found.find(([name]) => isSameName(name, column))?.[1] ?? null;
  });
}

/** Columns of a table that is no collection for which the file keeps schemas, as their schemas name them. */
export function schemaColumnsOf(file: OpenFile, object: string): Promise<readonly string[]> {
  return file.use('reader', { holder: 'schema' }, async (connection) =>
    (await schemasOfColumns(connection, object)).map(([name]) => name),
  );
}

/** The schemas that the file keeps for the documents of a table, by the columns that hold them, as the table spells them. */
export async function readSchemas(
  connection: Connection,
  { name: table, columns }: Pick<ObjectFacts, 'name' | 'columns'>,
  isCollection: boolean,
): Promise<ReadonlyMap<string, StoredCollection>> {
  const own = (wanted: string) => columns.find(({ name }) => isSameName(name, wanted))?.name;
  if (isCollection) {
    const stored = await collectionSchema(connection, table);
    return new Map(stored === undefined ? [] : [[own('doc') ?? 'doc', stored]]);
  }
  return new Map(
    (await schemasOfColumns(connection, table)).flatMap(([name, stored]) => {
      const column = own(name);
      return column === undefined ? [] : [[column, stored] as const];
    }),
  );
}

function collectionSchema(connection: Connection, name: string): Promise<StoredCollection | undefined> {
  return runReads(connection, storedCollection(name)).catch(() => undefined);
}

async function schemasOfColumns(
  connection: Connection,
  table: string,
): Promise<readonly (readonly [column: string, StoredCollection])[]> {
  const found = await runReads(connection, columnSchemas(table)).catch(() => []);
  return found.map((schema) => [schema.column, asCollection(schema)]);
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
