import { closeSync, openSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Source of the layout: https://www.sqlite.org/fileformat2.html#b_tree_pages */
const INTERIOR_TABLE = 5;
const LEAF_TABLE = 13;

/**
 * Numbers of the pages that hold the first rows of a table and the way to them, in the order in which they are
 * needed: page 1, the interior pages down to the first leaf, the leaves.
 */
export function firstPages(path: string, table: string, rows: number): readonly number[] {
  const db = new Database(path, { readonly: true });
  const root = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) as number;
  const pageSize = db.pragma('page_size', { simple: true }) as number;
  db.close();
  const file = openSync(path, 'r');
  const pages: number[] = [1];
  let found = 0;
  const visit = (number: number): void => {
    if (found >= rows) return;
    pages.push(number);
    const page = Buffer.alloc(pageSize);
    readSync(file, page, 0, pageSize, (number - 1) * pageSize);
    const header = number === 1 ? 100 : 0;
    const cells = page.readUInt16BE(header + 3);
    if (page[header] === LEAF_TABLE) {
      found += cells;
      return;
    }
    if (page[header] !== INTERIOR_TABLE) throw new Error(`page ${number} of ${table} is no table page`);
    for (let cell = 0; cell < cells; cell += 1) {
      visit(page.readUInt32BE(page.readUInt16BE(header + 12 + 2 * cell)));
    }
    visit(page.readUInt32BE(header + 8));
  };
  try {
    visit(root);
  } finally {
    closeSync(file);
  }
  return [...new Set(pages)];
}

/** Reads pages one after the other and gives the milliseconds. */
export function readPages(path: string, pages: readonly number[], pageSize = 4096): number {
  const page = Buffer.alloc(pageSize);
  const started = performance.now();
  const file = openSync(path, 'r');
  for (const number of pages) readSync(file, page, 0, pageSize, (number - 1) * pageSize);
  closeSync(file);
  return performance.now() - started;
}
