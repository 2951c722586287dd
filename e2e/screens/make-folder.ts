import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makeDatabase } from '../fixtures/make-database.ts';
import { ROOT } from '../shells/choose-shells.ts';

/** Files of a folder that every screen can be shown with. */
export interface ScreenFiles {
  /** The sample: tables, collections, one with a schema and faulty documents, views, every type of value. */
  readonly sample: string;
  /** What is empty, does not end or cannot be read. */
  readonly states: string;
  /** A text that is called a database. */
  readonly wrong: string;
}

/** Makes the files in an empty folder. */
export function makeFolder(folder: string): ScreenFiles {
  const sample = join(folder, 'music-store.sqlite');
  copyFileSync(join(ROOT, 'resources', 'music-store.sqlite'), sample);
  giveSchema(sample);
  const states = makeDatabase(join(folder, 'field-notes.sqlite'), (db) => {
    db.exec(`
      CREATE TABLE sightings (id INTEGER PRIMARY KEY, bird TEXT, seen_at TEXT);
      CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT);
      INSERT INTO places VALUES (1, 'North shore'), (2, 'Old quarry');
      CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS total FROM n;
      CREATE VIEW broken AS SELECT missing FROM nowhere;
    `);
  });
  const wrong = join(folder, 'holiday-list.sqlite');
  writeFileSync(wrong, 'Tent, lamp, rope, map, boots, bread, tea.\n'.repeat(100));
  mkdirSync(join(folder, 'older'));
  return { sample, states, wrong };
}

const text = { type: 'string' };
/** As a program stores it with its collection: what is only in its code is named. */
const orderSchema = {
  type: 'object',
  properties: {
    _id: text,
    status: { type: 'string', enum: ['draft', 'paid', 'shipped', 'refunded'], default: 'draft' },
    customer: {
      type: 'object',
      properties: { name: text, email: { ...text, format: 'email', 'x-zod': { onlyInCode: ['refine'] } } },
      required: ['name', 'email'],
    },
    items: {
      type: 'array',
      maxItems: 50,
      items: {
        type: 'object',
        properties: { sku: text, qty: { type: 'integer', minimum: 1 }, price: { type: 'number' } },
        required: ['sku', 'qty', 'price'],
      },
    },
    total: { anyOf: [{ type: 'number' }, { type: 'null' }] },
    ship: { type: 'object', properties: { street: text, city: text, country: text } },
    created_at: text,
  },
  required: ['customer', 'items', 'total'],
};

/** Stores a schema for the orders, some of which break it. */
function giveSchema(path: string): void {
  const db = new Database(path);
  try {
    db.exec(`CREATE TABLE _cairn_collections (name TEXT PRIMARY KEY NOT NULL COLLATE NOCASE, version INTEGER NOT NULL,
        primary_key TEXT NOT NULL, schema TEXT NOT NULL, constrained_fields TEXT NOT NULL, constraints TEXT NOT NULL);
      UPDATE orders SET doc = jsonb_set(doc, '$.status', 'payed') WHERE rowid % 101 = 5;
      UPDATE orders SET doc = jsonb_set(doc, '$.status', 'Shipped') WHERE rowid % 400 = 7;
      UPDATE orders SET doc = jsonb_set(doc, '$.total', '12.50') WHERE rowid % 300 = 11;
      UPDATE orders SET doc = jsonb_set(doc, '$.items[0].qty', 0) WHERE rowid % 250 = 3;`);
    db.prepare(`INSERT INTO _cairn_collections VALUES ('orders', 3, '_id', ?, '[]', '[]')`).run(
      JSON.stringify(orderSchema),
    );
  } finally {
    db.close();
  }
}
