import { execFileSync } from 'node:child_process';
import { copyFile, writeFile } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { startOtherProgram } from './other-program.ts';

/** Makes a database by a script and closes it. */
export function makeDatabase(path: string, sql: string): string {
  const database = new Database(path);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
  return path;
}

export const SMALL_TABLE = `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'one'), (2, 'two');`;

/** A WAL file that nobody has open: no -wal, no -shm. */
export function makeQuietWal(path: string): string {
  return makeDatabase(path, `PRAGMA journal_mode = WAL; ${SMALL_TABLE}`);
}

/** A set as `cp data.db data.db-wal` leaves it: the -wal holds the second row, and there is no -shm. */
export async function makeCopiedWal(path: string): Promise<string> {
  const source = `${path}.source`;
  await using program = await startOtherProgram(source);
  await program.run('PRAGMA journal_mode = WAL');
  await program.run(SMALL_TABLE);
  await copyFile(source, path);
  await copyFile(`${source}-wal`, `${path}-wal`);
  await program.quit();
  removeSet(source);
  return path;
}

/** A rollback-journal file whose program died in the middle of a write: the main file holds uncommitted pages. */
export async function makeHotJournal(path: string): Promise<string> {
  await using program = await startOtherProgram(path);
  await program.run(SMALL_TABLE);
  await program.run('PRAGMA cache_size = 2');
  await program.run(
    `BEGIN; UPDATE t SET v = 'uncommitted';
     WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
     INSERT INTO t SELECT i, hex(randomblob(50)) FROM n;`,
  );
  await program.crash();
  return path;
}

export async function makeFile(path: string, content: string | Uint8Array): Promise<string> {
  await writeFile(path, content);
  return path;
}

function removeSet(path: string): void {
  execFileSync('rm', ['-f', path, `${path}-wal`, `${path}-shm`]);
}
