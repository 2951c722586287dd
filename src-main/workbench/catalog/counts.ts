import type { Count } from '../../../src-preload/contract/index.ts';
import { quoteIdentifier } from '../../engine/quote-identifier.ts';
import type { CallOptions, Connection, SqlValue } from '../../engine/types.ts';
import type { ObjectFacts } from './columns.ts';
import { codeOf } from './object-errors.ts';

/** Up to here rows are simply counted: a few leaf pages. */
const COUNTED_AT_ONCE = 2000;

export interface AboutOptions extends CallOptions {
  /** Entries of a b-tree by its pages, where the main file alone tells (no -wal); undefined if not. */
  readonly estimate: (rootPage: number) => Promise<number | undefined>;
}

/**
 * How many rows a table has, without a scan: counted if they are few, else by interior pages, by ANALYZE's last figure
 * or by the span of rowids, in this order. Unknown for views and virtual tables, whose rows may cost anything.
 */
export async function countAbout(
  connection: Connection,
  { name, type, rowidName }: Pick<ObjectFacts, 'name' | 'type' | 'rowidName'>,
  options: AboutOptions,
): Promise<Count> {
  if (type === 'view' || type === 'virtual') return { value: null, kind: 'unknown' };
  const table = `main.${quoteIdentifier(name)}`;
  const few = await connection.query(
    `SELECT count(*) FROM (SELECT 1 FROM ${table} LIMIT ${COUNTED_AT_ONCE + 1})`,
    [],
    options,
  );
  const counted = Number(few.rows[0]?.[0] ?? 0);
  if (counted <= COUNTED_AT_ONCE) return { value: counted, kind: 'exact' };

  const root = await connection.query(
    `SELECT rootpage FROM main.sqlite_schema WHERE type = 'table' AND name = ?1`,
    [name],
    options,
  );
  const byPages = await options.estimate(Number(root.rows[0]?.[0] ?? 0));
  if (byPages !== undefined) return about(byPages);
  const analyzed = await analyzedRows(connection, name, options);
  const span = rowidName === null ? undefined : await rowidSpan(connection, table, rowidName, options);
  const value = analyzed === undefined ? span : span === undefined ? analyzed : Math.min(analyzed, span);
  return value === undefined ? { value: null, kind: 'unknown' } : about(Math.max(value, counted));
}

/** Counts by a scan (of the smallest index where there is one): call it on a worker. */
export async function countExactly(
  connection: Connection,
  object: string,
  options?: CallOptions,
): Promise<Count> {
  const sql = `SELECT count(*) FROM main.${quoteIdentifier(object)}`;
  try {
    const { rows } = await connection.query(sql, [], options);
    return { value: Number(rows[0]?.[0] ?? 0), kind: 'exact' };
  } catch (error) {
    if (codeOf(error) !== 'SQL_ERROR') throw error;
    // An index with a collation that only another program has: the table itself can still be counted.
    const { rows } = await connection.query(`${sql} NOT INDEXED`, [], options);
    return { value: Number(rows[0]?.[0] ?? 0), kind: 'exact' };
  }
}

function about(value: number): Count {
  return { value: Math.round(value), kind: 'about' };
}

/** The first figure of any row of sqlite_stat1 is the number of rows at the last ANALYZE. */
async function analyzedRows(
  connection: Connection,
  table: string,
  options: CallOptions,
): Promise<number | undefined> {
  try {
    const { rows } = await connection.query(
      'SELECT max(CAST(stat AS INTEGER)) FROM main.sqlite_stat1 WHERE tbl = ?1',
      [table],
      options,
    );
    return typeof rows[0]?.[0] === 'number' ? rows[0][0] : undefined;
  } catch (error) {
    // The table exists only after an ANALYZE.
    if (codeOf(error) === null || options.signal?.aborted === true) throw error;
    return undefined;
  }
}

async function rowidSpan(
  connection: Connection,
  table: string,
  rowidName: string,
  options: CallOptions,
): Promise<number | undefined> {
  const { rows } = await connection.query(
    `SELECT (SELECT min(${rowidName}) FROM ${table}), (SELECT max(${rowidName}) FROM ${table})`,
    [],
    options,
  );
  const [low, high] = rows[0] ?? [];
  return isInteger(low) && isInteger(high) ? Number(BigInt(high) - BigInt(low)) + 1 : undefined;
}

function isInteger(value: SqlValue | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
