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

async function objectsOf(
  connection: Connection,
  kindOf: ReadonlyMap<string, ObjectKind>,
  signal: AbortSignal,
): Promise<SpaceObject[]> {
  const { rows } = await connection.query(
    `SELECT d.name, coalesce(s.type, 'table'), coalesce(s.tbl_name, d.name), d.pageno, d.pgsize, d.pgsize - d.unused
     FROM dbstat('main', 1) AS d LEFT JOIN main.sqlite_schema AS s ON s.name = d.name AND s.rootpage > 0
     ORDER BY d.pgsize DESC, d.name`,
    [],
    { signal },
  );
  return rows.map(([name, type, table, pages, bytes, used]) => ({
    name: String(name),
    kind: type === 'index' ? 'index' : (kindOf.get(String(name)) ?? 'system'),
    table: String(table),
    pages: Number(pages),
    bytes: Number(bytes),
    usedBytes: Number(used),
  }));
}

/** Bytes of a file's WAL; null where it has none. */
export async function walBytesOf(path: string): Promise<number | null> {
  const { wal } = await readStamps(path);
  return wal === null ? null : Number(wal.size);
}
