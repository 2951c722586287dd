import type { FileSpace, ObjectKind, SpaceObject } from '../../../src-preload/contract/index.ts';
import type { Connection } from '../../engine/types.ts';
import { readStamps } from '../files/file-stamp.ts';
import type { OpenFile } from '../open-file.ts';

/** Who holds the connection meanwhile, as the pool shows it. */
const HOLDER = 'statistics';

/**
 * The space of a file by `dbstat`, which reads every page (https://sqlite.org/dbstat.html): in a worker, and stopped with
 * the signal.
 */
export async function measureSpace(
  file: OpenFile,
  kindOf: ReadonlyMap<string, ObjectKind>,
  signal: AbortSignal,
): Promise<FileSpace> {
  const began = performance.now();
  const [facts, objects] = await file.use('worker', { holder: HOLDER, signal }, async (connection) => [
    await factsOf(connection, signal),
    await objectsOf(connection, kindOf, signal),
  ]);
  return {
    measuredAt: Date.now(),
    milliseconds: performance.now() - began,
    ...facts,
    walBytes: await walBytesOf(file.info.path),
    objects,
  };
}

async function factsOf(connection: Connection, signal: AbortSignal) {
  const { rows } = await connection.query(
    'SELECT page_size, page_count, freelist_count FROM pragma_page_size, pragma_page_count, pragma_freelist_count',
    [],
    { signal },
  );
  const [pageSize, pages, freePages] = (rows[0] ?? []).map(Number);
  const size = pageSize ?? 0;
  return { bytes: size * (pages ?? 0), pageSize: size, pages: pages ?? 0, freePages: freePages ?? 0 };
}

/**
 * Page by page, since the rows of a table are the cells of its leaves; without rowid, where the table is one index, those
 * of its interior pages too (https://sqlite.org/fileformat2.html#b_tree_pages).
 */
const OBJECTS = `
  SELECT d.name, coalesce(s.type, 'table'), coalesce(s.tbl_name, d.name), d.pages, d.bytes, d.used,
    CASE WHEN d.broken THEN NULL WHEN l.wr THEN d.cells ELSE d.leaf_cells END
  FROM (
    SELECT name, count(*) AS pages, sum(pgsize) AS bytes, sum(pgsize - unused) AS used, sum(ncell) AS cells,
      sum(iif(pagetype = 'leaf', ncell, 0)) AS leaf_cells, max(pagetype = 'corrupted') AS broken
    FROM dbstat('main') GROUP BY name
  ) AS d
  LEFT JOIN main.sqlite_schema AS s ON s.name = d.name AND s.rootpage > 0
  LEFT JOIN (SELECT name, wr FROM pragma_table_list WHERE schema = 'main') AS l ON l.name = d.name
  ORDER BY d.bytes DESC, d.name`;

async function objectsOf(
  connection: Connection,
  kindOf: ReadonlyMap<string, ObjectKind>,
  signal: AbortSignal,
): Promise<SpaceObject[]> {
  const { rows } = await connection.query(OBJECTS, [], { signal });
  return rows.map(([name, type, table, pages, bytes, used, cells]) => ({
    name: String(name),
    kind: type === 'index' ? 'index' : (kindOf.get(String(name)) ?? 'system'),
    table: String(table),
    pages: Number(pages),
    bytes: Number(bytes),
    usedBytes: Number(used),
    rows: type === 'index' || cells === null ? null : Number(cells),
  }));
}

/** Bytes of a file's WAL; null where it has none. */
export async function walBytesOf(path: string): Promise<number | null> {
  const { wal } = await readStamps(path);
  return wal === null ? null : Number(wal.size);
}
