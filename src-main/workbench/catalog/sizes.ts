import type { CallOptions, Connection } from '../../engine/types.ts';

/** Milliseconds that measuring may take; dbstat reads every page of what it measures. */
export const SIZE_TIME_LIMIT = 400;

/**
 * Bytes of a table and of each of its indexes by name, from dbstat. Reads all their pages: call it on a worker, with a
 * signal that ends it in time.
 */
export async function measureBytes(
  connection: Connection,
  table: string,
  options?: CallOptions,
): Promise<ReadonlyMap<string, number>> {
  const names = await connection.query(
    `SELECT name FROM main.sqlite_schema WHERE tbl_name = ?1 COLLATE NOCASE AND type IN ('table', 'index') AND rootpage > 0`,
    [table],
    options,
  );
  const bytes = new Map<string, number>();
  for (const [name] of names.rows) {
    if (typeof name !== 'string') continue;
    const { rows } = await connection.query(
      `SELECT sum(pgsize) FROM dbstat('main', 1) WHERE name = ?1`,
      [name],
      options,
    );
    bytes.set(name, Number(rows[0]?.[0] ?? 0));
  }
  return bytes;
}
