import type { Connection } from '../../engine/types.ts';

/** What SQLite counts of the commits of others and of changes of the schema. */
export interface FileVersions {
  readonly data: unknown;
  readonly schema: number;
}

/** Reads both; `data` can only be compared with what the same connection said before. */
export async function readVersions(connection: Connection): Promise<FileVersions> {
  const data = await connection.query('PRAGMA main.data_version');
  return { data: data.rows[0]?.[0], schema: await schemaVersionOf(connection) };
}

export async function schemaVersionOf(connection: Connection): Promise<number> {
  const { rows } = await connection.query('PRAGMA main.schema_version');
  return Number(rows[0]?.[0] ?? 0);
}
