import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { buildSample } from './sample/build-sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-sample-'));
const kept = join(import.meta.dirname, '..', 'resources', 'music-store.sqlite');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a file holds: its schema, and a digest of the rows of each table. */
function contentOf(path: string): Readonly<Record<string, unknown>> {
  const database = new Database(path, { readonly: true });
  try {
    const objects = database
      .prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name')
      .all() as { type: string; name: string; sql: string | null }[];
    const tables = objects.filter(({ type }) => type === 'table');
    const rows = tables.map(({ name }) => {
      const all = database.prepare(`SELECT * FROM "${name}"`).raw().all();
      return [name, `${all.length} rows, ${createHash('sha256').update(JSON.stringify(all)).digest('hex')}`];
    });
    return { objects, ...Object.fromEntries(rows) };
  } finally {
    database.close();
  }
}

test('the sample in resources is what the script makes', () => {
  const built = join(folder, 'built.sqlite');
  buildSample(built);
  expect(contentOf(kept)).toEqual(contentOf(built));
});

test('the sample is whole: integrity, foreign keys, totals made by its trigger, valid documents', () => {
  const database = new Database(kept, { readonly: true });
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(database.pragma('journal_mode', { simple: true })).toBe('delete');
    const wrong = database
      .prepare(
        `SELECT count(*) FROM invoices WHERE total <> (
           SELECT round(coalesce(sum(line_total), 0), 2) FROM invoice_items items
           WHERE items.invoice_id = invoices.invoice_id)`,
      )
      .pluck()
      .get();
    expect(wrong).toBe(0);
    for (const collection of ['carts', 'orders', 'reviews']) {
      const [all, jsonb] = database
        .prepare(`SELECT count(*), sum(json_valid(doc, 8)) FROM ${collection}`)
        .raw()
        .get() as [number, number];
      expect(all).toBeGreaterThan(50);
      expect(jsonb).toBe(all);
    }
  } finally {
    database.close();
  }
});
