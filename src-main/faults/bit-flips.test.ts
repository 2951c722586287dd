import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase, quote } from '../../e2e/fixtures/make-database.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { browse } from './testing/browse.ts';
import { enginePid, isLong, startCheckedApp } from './testing/checked-app.ts';
import { outcomeOf } from './testing/failures.ts';
import { randomNumbers } from './testing/random-numbers.ts';

const COPIES = isLong ? 300 : 8;
const FLIPS = 20;
/** Milliseconds within which a damaged file must have answered everything. */
const LIMIT = 60_000;
/** What may be said of damage. Anything else is a fault of Cairn. */
const HONEST = [
  'FILE_DAMAGED',
  'FILE_NOT_A_DATABASE',
  'FILE_ENCRYPTED',
  'OBJECT_UNREADABLE',
  'OBJECT_NOT_FOUND',
  'COLUMN_NOT_FOUND',
  'ROW_NOT_FOUND',
  'CORRUPT',
  'NOT_A_DATABASE',
  'IOERR',
  'SQL_ERROR',
  'TOO_BIG',
  'NOMEM',
];

let app: RunningApp;
let sound: Buffer;
beforeAll(async () => {
  app = await startCheckedApp();
  sound = readFileSync(
    makeDatabase(
      join(app.folder, 'sound.db'),
      (db) => {
        db.exec(`
          CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, n REAL, doc TEXT);
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
            INSERT INTO people SELECT i, 'name ' || i, i / 3.0, json_object('i', i, 'list', json_array(i, i + 1)) FROM n;
          CREATE INDEX people_name ON people (name);
          CREATE TABLE small (id INTEGER PRIMARY KEY, v TEXT);
          INSERT INTO small VALUES (1, 'one'), (2, 'two');
          CREATE TABLE no_rowid (a TEXT, b INTEGER, c BLOB, PRIMARY KEY (a, b)) WITHOUT ROWID;
          INSERT INTO no_rowid SELECT name, id, zeroblob(id % 50) FROM people WHERE id <= 200;
          CREATE VIEW names AS SELECT name FROM people WHERE id < 50;
          CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);
          INSERT INTO boxes SELECT id, id, id + 1 FROM people WHERE id <= 60;
        `);
      },
      ['page_size = 1024'],
    ),
  );
});
afterAll(() => app.stop());

/** A copy of the sound file with flipped bits; most copies keep their header, so that they get further. */
function damage(seed: number): Buffer {
  const random = randomNumbers(seed);
  const bytes = Buffer.from(sound);
  const from = seed % 4 === 0 ? 0 : 100;
  for (let flip = 0; flip < FLIPS; flip += 1) {
    // Every other copy is hit where it hurts: in the first pages, which hold the schema.
    const span = (seed % 2 === 0 ? Math.min(16 * 1024, bytes.length) : bytes.length) - from;
    const at = from + Math.floor(random() * span);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  }
  return bytes;
}

/** Tables that SQLite itself can read from the first to the last row, under the same rules as the app. */
function readableBySqlite(path: string): ReadonlyMap<string, number> {
  const readable = new Map<string, number>();
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true });
    db.pragma('cell_size_check = ON');
    db.pragma('trusted_schema = OFF');
    const names = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    for (const name of names) {
      try {
        const rows = db
          .prepare(`SELECT * FROM ${quote(name)} NOT INDEXED`)
          .raw()
          .all();
        readable.set(name, rows.length);
      } catch {
        // Not this one.
      }
    }
  } catch {
    // Not this file.
  } finally {
    db?.close();
  }
  return readable;
}

async function objectNames(file: string): Promise<readonly string[] | { readonly code: string }> {
  const outcome = await outcomeOf(app.client.catalog.objects({ file }));
  return 'code' in outcome ? outcome : outcome.value.objects.map(({ name }) => name);
}

/** Does what a user could do with a damaged file; gives what was read and every code that came. */
async function use(path: string): Promise<{ read: ReadonlyMap<string, number>; codes: readonly string[] }> {
  const codes: string[] = [];
  const read = new Map<string, number>();
  const opened = await outcomeOf(app.client.files.open({ path }));
  if ('code' in opened) return { read, codes: [opened.code] };
  const file = opened.value.id;
  const names = await objectNames(file);
  if ('code' in names) codes.push(names.code);
  else {
    for (const object of names) {
      const rows = await outcomeOf(browse(app.client, file, object, { limit: 1000, asTable: true }));
      const others = await Promise.all([
        outcomeOf(app.client.catalog.structure({ file, object })),
        outcomeOf(app.client.catalog.count({ file, object, accuracy: 'exact' })),
      ]);
      if ('value' in rows) read.set(object, rows.value.rows.length);
      for (const outcome of [rows, ...others]) if ('code' in outcome) codes.push(outcome.code);
    }
  }
  await app.client.files.close({ file });
  return { read, codes };
}

test(
  `${COPIES} files with ${FLIPS} flipped bits each: no crash, no hang, and what SQLite can read is shown`,
  async () => {
    const engine = enginePid(app);
    let survivors = 0;
    let tables = 0;
    for (let seed = 1; seed <= COPIES; seed += 1) {
      const path = join(app.folder, `damaged ${seed}.db`);
      const bytes = damage(seed);
      writeFileSync(path, bytes);
      const started = performance.now();
      const { read, codes } = await use(path);
      expect(performance.now() - started).toBeLessThan(LIMIT);
      expect({ seed, dishonest: codes.filter((code) => !HONEST.includes(code)) }).toEqual({
        seed,
        dishonest: [],
      });
      expect(readFileSync(path).equals(bytes)).toBe(true);
      const readable = readableBySqlite(path);
      // Where SQLite cannot read the schema, nothing is promised.
      const lost = [...readable].filter(([name, rows]) => read.get(name) !== rows);
      expect({ seed, lost }).toEqual({ seed, lost: [] });
      if (read.size > 0) survivors += 1;
      tables += readable.size;
    }
    expect(enginePid(app)).toBe(engine);
    // The test would prove nothing if all copies were refused at their header.
    expect(survivors).toBeGreaterThan(COPIES / 3);
    expect(tables).toBeGreaterThan(COPIES);
  },
  isLong ? 600_000 : 120_000,
);
