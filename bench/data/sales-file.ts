import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** A generated file with one large table, `sales`, in which the right answer to every question is known. */
export interface SalesFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  /** The id in a row of the table in its own order; row numbers are 0-based. */
  readonly idOf: (row: number) => number;
  /** Ids of the rows of a page. */
  readonly idsOf: (firstRow: number, count: number) => readonly number[];
}

/** Raised when what is generated changes: files of other runs no longer fit then. */
const VERSION = 1;
const ROWS_AT_ONCE = 200_000;
/** Ids have small gaps everywhere and a large one in the middle: a guess from the largest id is wrong. */
const LARGE_GAP = 1_000_000_000;

/**
 * Gives the file with this many rows (about 100 bytes each), generated unless an earlier run has left one that fits.
 * `amount` has no index and holds every number from 0 to rows - 1 once, scattered over the table: sorted by it, row
 * n has the amount n.
 */
export function salesFile(folder: string, rows: number, tell: (line: string) => void): SalesFile {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `sales-${rows}.sqlite`);
  if (!fits(path, rows)) {
    tell(`Generating ${rows.toLocaleString('en')} rows in ${path}`);
    generate(path, rows);
  }
  const idOf = (row: number) => idAt(row, rows);
  return {
    path,
    rows,
    bytes: statSync(path).size,
    idOf,
    idsOf: (firstRow, count) =>
      Array.from({ length: Math.min(count, rows - firstRow) }, (_, offset) => idOf(firstRow + offset)),
  };
}

function idAt(row: number, rows: number): number {
  return 3 * row + (row % 3) + 1 + (row >= halfOf(rows) ? LARGE_GAP : 0);
}

function halfOf(rows: number): number {
  return Math.floor(rows / 2);
}

function fits(path: string, rows: number): boolean {
  if (!existsSync(path)) return false;
  try {
    const db = new Database(path, { readonly: true });
    try {
      return (
        db.pragma('user_version', { simple: true }) === VERSION &&
        db.prepare('SELECT max(id) FROM sales').pluck().get() === idAt(rows - 1, rows)
      );
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}

/** Written beside its place and moved there when it is whole. */
function generate(path: string, rows: number): void {
  const unfinished = `${path}.part`;
  rmSync(unfinished, { force: true });
  const db = new Database(unfinished);
  try {
    db.pragma('page_size = 4096');
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.exec(
      'CREATE TABLE sales (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, amount INTEGER NOT NULL, at TEXT NOT NULL, price REAL, note TEXT)',
    );
    const insert = db.prepare(`
      WITH RECURSIVE n(i) AS (SELECT $from UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $to)
      INSERT INTO sales
      SELECT 3 * i + i % 3 + 1 + iif(i >= $half, $gap, 0), 'Customer ' || (i * 31 % 90001), i * $step % $rows,
        datetime(1600000000 + i, 'unixepoch'), (i * 17 % 100000) / 8.0,
        iif(i % 11 = 0, NULL, 'Order ' || i || ' was packed, checked and sent') FROM n`);
    const fixed = { half: halfOf(rows), gap: LARGE_GAP, rows, step: stepFor(rows) };
    for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
      insert.run({ ...fixed, from, to: Math.min(rows, from + ROWS_AT_ONCE) });
    }
    db.pragma(`user_version = ${VERSION}`);
  } finally {
    db.close();
  }
  renameSync(unfinished, path);
}

/** A prime that does not divide the number of rows: its multiples modulo rows hit every number once. */
function stepFor(rows: number): number {
  return [7919, 7907, 7901].find((prime) => rows % prime !== 0) ?? 1;
}
