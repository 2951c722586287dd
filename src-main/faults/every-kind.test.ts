import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeEveryKind } from '../../e2e/fixtures/every-kind.ts';
import { makeDatabase, quote } from '../../e2e/fixtures/make-database.ts';
import { type Cell, CellTag } from '../../src-preload/contract/index.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { browse, objectsOf } from './testing/browse.ts';
import { isLong, startCheckedApp } from './testing/checked-app.ts';
import { failureOf, outcomeOf } from './testing/failures.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startCheckedApp();
});
afterAll(() => app.stop());

/** A cell as the text that SQLite's quote() gives for its value; only for whole cells. */
function quoted(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'NULL';
  if (typeof cell === 'string') return `'${cell.replaceAll("'", "''")}'`;
  if (!Array.isArray(cell)) return String(cell);
  if (cell[0] === CellTag.real) return cell[1];
  if (cell[0] === CellTag.blob) return `X'${Buffer.from(cell[2]).toString('hex').toUpperCase()}'`;
  throw new Error(`unexpected cell ${JSON.stringify(cell)}`);
}

/** What is shown of a quoted BLOB: its first 64 bytes. */
function asPreview(text: string): string {
  return text.startsWith("X'") && text.length > 131 ? `${text.slice(0, 130)}'` : text;
}

/** Every row of an object in the words of SQLite itself; undefined where SQLite cannot read it. */
function contentBySqlite(db: Database.Database, name: string): readonly string[] | undefined {
  try {
    const columns = db
      .prepare<[string], { name: string }>('SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> 1')
      .all(name);
    const list = columns.map((column) => `quote(${quote(column.name)})`).join(', ');
    const rows = db
      .prepare(`SELECT ${list} FROM ${quote(name)}`)
      .raw()
      .all() as string[][];
    return rows.map((row) => row.map(asPreview).join(' | ')).toSorted();
  } catch {
    return undefined;
  }
}

/** What a user sees of an object, in the same words; undefined where the app says that it cannot be read. */
async function contentByCairn(file: string, name: string): Promise<readonly string[] | undefined> {
  const outcome = await outcomeOf(browse(app.client, file, name, { limit: 2, asTable: true }));
  if ('code' in outcome) {
    expect({ name, code: outcome.code }).toEqual({ name, code: 'OBJECT_UNREADABLE' });
    return undefined;
  }
  const { view, rows } = outcome.value;
  const shown = view.columns.map((column) => !column.isHidden);
  return rows
    .map((row) =>
      row
        .filter((_, at) => shown[at])
        .map(quoted)
        .join(' | '),
    )
    .toSorted();
}

/** Compares everything in a file with what SQLite reads, and gives the names of what neither can read. */
async function compare(path: string): Promise<readonly string[]> {
  const { id: file } = await app.client.files.open({ path });
  const objects = await objectsOf(app.client, file);
  const db = new Database(path, { readonly: true });
  const names = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
    .pluck()
    .all();
  expect([...objects.keys()].toSorted()).toEqual(
    names.filter((name) => !name.startsWith('sqlite_')).toSorted(),
  );
  const unreadable: string[] = [];
  for (const name of names.filter((name) => objects.has(name))) {
    const expected = contentBySqlite(db, name);
    expect({ name, rows: await contentByCairn(file, name) }).toEqual({ name, rows: expected });
    if (expected === undefined) {
      unreadable.push(name);
      continue;
    }
    const count = await app.client.catalog.count({ file, object: name, accuracy: 'exact' });
    expect({ name, count }).toEqual({ name, count: { value: expected.length, kind: 'exact' } });
    const { ddl } = await app.client.catalog.structure({ file, object: name });
    expect(ddl).toMatch(/^CREATE /i);
  }
  db.close();
  await app.client.files.close({ file });
  return unreadable;
}

const encodings = ['UTF-8', 'UTF-16le', 'UTF-16be'];
const pageSizes = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];
const shapes = encodings.flatMap((encoding) => pageSizes.map((pageSize) => [encoding, pageSize] as const));
/** Each encoding, the usual page size, the smallest, and the largest, which the header writes in another way. */
const fewShapes = [
  ['UTF-8', 65_536],
  ['UTF-16le', 512],
  ['UTF-16be', 4096],
] as const;

describe.each(isLong ? shapes : fewShapes)('%s, pages of %i bytes', (encoding, pageSize) => {
  test('every kind of object shows what SQLite reads, and what it cannot read blocks no other', async () => {
    const path = makeEveryKind(join(app.folder, `kinds ${encoding} ${pageSize}.db`), [
      `encoding = '${encoding}'`,
      `page_size = ${pageSize}`,
    ]);
    expect(await compare(path)).toEqual(['broken_view', 'unknown_module']);
  });
});

test('an object that cannot be read says why, each in its own words', async () => {
  const path = makeEveryKind(join(app.folder, 'words.db'));
  const { id: file } = await app.client.files.open({ path });
  const view = await failureOf(browse(app.client, file, 'broken_view'));
  expect(view).toMatchObject({ code: 'OBJECT_UNREADABLE', message: expect.stringContaining('nowhere') });
  const module = await failureOf(browse(app.client, file, 'unknown_module'));
  expect(module).toMatchObject({
    code: 'OBJECT_UNREADABLE',
    message: expect.stringContaining('no_such_module'),
  });
  const objects = await objectsOf(app.client, file);
  expect(objects.get('unknown_module')?.error?.message).toContain('no_such_module');
  expect(objects.get('plain')?.error).toBeNull();
  expect((await failureOf(browse(app.client, file, 'not there'))).code).toBe('OBJECT_NOT_FOUND');
});

test('WITHOUT ROWID, shadowed and NOCASE keys are walked by a key that names each row once', async () => {
  const path = makeEveryKind(join(app.folder, 'keys.db'));
  const { id: file } = await app.client.files.open({ path });
  const keyKinds: Record<string, string> = {};
  for (const name of [
    'plain',
    'no_rowid',
    'rowid_shadowed',
    'all_shadowed',
    'nocase_key',
    'blob_key',
    'null_key',
  ]) {
    const { view, keys } = await browse(app.client, file, name, { limit: 1 });
    keyKinds[name] = view.keyKind;
    const texts = keys.map((key) => JSON.stringify(key));
    expect({ name, each: new Set(texts).size }).toEqual({ name, each: texts.length });
  }
  expect(keyKinds).toEqual({
    plain: 'rowid',
    no_rowid: 'primary-key',
    rowid_shadowed: 'rowid',
    all_shadowed: 'position',
    nocase_key: 'primary-key',
    blob_key: 'primary-key',
    null_key: 'rowid',
  });
});

/** Schemas that need what only the program that made them has. */
function makeForeign(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE calm (id INTEGER PRIMARY KEY, v TEXT);
      INSERT INTO calm VALUES (1, 'b'), (2, 'a');
      CREATE TABLE collated (id INTEGER PRIMARY KEY, name TEXT);
      INSERT INTO collated VALUES (1, 'b'), (2, 'a');
      CREATE TABLE keyed (name TEXT PRIMARY KEY, v INTEGER);
      INSERT INTO keyed VALUES ('b', 2);
      CREATE TABLE keyed_without_rowid (name TEXT PRIMARY KEY, v INTEGER) WITHOUT ROWID;
      INSERT INTO keyed_without_rowid VALUES ('a', 1), ('b', 2);
      CREATE INDEX collated_name ON collated (name);
      CREATE VIEW calls_function AS SELECT id FROM calm;
      CREATE VIEW needs_collation AS SELECT v FROM calm ORDER BY v;
      CREATE TABLE checked (id INTEGER PRIMARY KEY, v TEXT CHECK (length(v) > 0));
      INSERT INTO checked VALUES (1, 'x');
    `);
    db.unsafeMode(true);
    db.pragma('writable_schema = ON');
    const change = db.prepare('UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ?');
    change.run('name TEXT', 'name TEXT COLLATE their_own', 'collated');
    change.run('name TEXT', 'name TEXT COLLATE their_own', 'keyed');
    change.run('name TEXT', 'name TEXT COLLATE their_own', 'keyed_without_rowid');
    change.run('SELECT id', 'SELECT their_function(id)', 'calls_function');
    change.run('ORDER BY v', 'ORDER BY v COLLATE their_own', 'needs_collation');
    change.run('length(v)', 'their_function(v)', 'checked');
    db.pragma('writable_schema = OFF');
  });
}

test('unknown functions and collations block only what needs them', async () => {
  const { id: file } = await app.client.files.open({ path: makeForeign(join(app.folder, 'foreign.db')) });
  expect((await browse(app.client, file, 'calm')).rows).toEqual([
    [1, 'b'],
    [2, 'a'],
  ]);
  expect((await browse(app.client, file, 'collated')).rows).toEqual([
    [1, 'b'],
    [2, 'a'],
  ]);
  expect((await browse(app.client, file, 'checked')).rows).toEqual([[1, 'x']]);
  expect((await browse(app.client, file, 'keyed')).rows).toEqual([['b', 2]]);
  expect(await app.client.catalog.count({ file, object: 'keyed', accuracy: 'exact' })).toEqual({
    value: 1,
    kind: 'exact',
  });
  for (const [name, word] of [
    ['calls_function', 'their_function'],
    ['needs_collation', 'their_own'],
    ['keyed_without_rowid', 'no query solution'],
  ] as const) {
    expect(await failureOf(browse(app.client, file, name))).toMatchObject({
      code: 'OBJECT_UNREADABLE',
      message: expect.stringContaining(word),
    });
  }
  const sort = [{ column: 'name', direction: 'up' }] as const;
  const sorted = await app.client.rows.open({ file, object: 'collated', sort: [...sort] });
  const page = app.client.rows.page({ view: sorted.view, anchor: { kind: 'last' }, limit: 10 });
  expect((await failureOf(page)).code).toBe('OBJECT_UNREADABLE');
  const { columns } = await app.client.catalog.structure({ file, object: 'collated' });
  expect(columns.find(({ name }) => name === 'name')?.collation).toBe('their_own');
});
