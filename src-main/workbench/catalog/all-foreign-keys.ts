import type { CallOptions, Connection } from '../../engine/types.ts';
import { describeForeignKeys, type ForeignKeyFacts } from './foreign-keys.ts';

/** Tables whose text has the word; a virtual table declares none. */
const TABLES_WITH_KEYS = `
  SELECT name FROM main.sqlite_schema
  WHERE type = 'table' AND sql LIKE '%REFERENCES%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`;

/** Every foreign key of a file, in the order of the children's names: what points where, and what points here. */
export async function describeAllForeignKeys(
  connection: Connection,
  options?: CallOptions,
): Promise<readonly ForeignKeyFacts[]> {
  const { rows } = await connection.query(TABLES_WITH_KEYS, [], options);
  const keys: ForeignKeyFacts[] = [];
  for (const [table] of rows) {
    if (typeof table === 'string') keys.push(...(await describeForeignKeys(connection, table, options)));
  }
  return keys;
}
