import { definitionOf } from '../../../engine/collections/stored-definition.ts';
import { type Database, runReads, storedCollection } from '../../../engine/index.ts';
import type { SqlValue } from '../../../engine/types.ts';

/** A collection as a program without a schema of its own opens it. */
export async function definitionOfFile(db: Database, name: string) {
  const query = async (sql: string, params: readonly SqlValue[] = []) => {
    const rows = await db.query(sql, [...params]);
    return { columns: [], rows: rows.map((row) => Object.values(row)) };
  };
  const stored = await runReads({ query }, storedCollection(name));
  if (stored === undefined) throw new Error(`The file knows nothing about ${name}.`);
  const definition = definitionOf(stored);
  return { definition, collection: db.collection(definition.name, definition.schema, definition.options) };
}
