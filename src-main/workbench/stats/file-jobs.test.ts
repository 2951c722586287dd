import { closeSync, openSync, writeSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FileJob, JobProgress } from '../../../src-preload/contract/index.ts';
import { createFiles } from '../files/index.ts';
import { makeDatabase } from '../files/testing/make-file.ts';
import { makeOpenBase } from '../files/testing/open-base.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../files/testing/temporary-folder.ts';
import { createStats } from './index.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const CONTENT = `
  PRAGMA page_size = 4096;
  CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents(id), body TEXT);
  CREATE TABLE docs (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
  CREATE INDEX by_body ON children(body);
  INSERT INTO parents VALUES (1, 'one');
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000)
    INSERT INTO children SELECT i, 1, 'body of ' || i FROM n;
  INSERT INTO docs VALUES ('a', '{"x":1}');`;

async function setUp(path: string) {
  const opened = await makeOpenBase(folder.at('run'));
  const services = { ...opened.base, openFiles: opened.openFiles };
  const context = { client: 1, signal: new AbortController().signal };
  await createFiles(services).open({ path }, context);
  const file = opened.openFiles.all()[0]?.info.id ?? '';
  const stats = createStats(services);
  const run = async (job: FileJob, signal = context.signal) => {
    const chunks: JobProgress[] = [];
    for await (const chunk of stats.job({ file, job }, { ...context, signal })) {
      if (!('bytes' in chunk)) chunks.push(chunk);
    }
    return chunks;
  };
  const space = async () => {
    const measured = await stats.space({ file }, context);
    if ('objects' in measured) return measured;
    throw new Error('It was encoded.');
  };
  return { opened, run, space };
}

test('the space of a file is all of its pages, table by table and index by index', async () => {
  const path = makeDatabase(folder.at('a.db'), CONTENT);
  const { opened, space } = await setUp(path);
  await using _ = opened;
  const { objects, pages, freePages, pageSize, bytes, walBytes } = await space();
  expect(walBytes).toBeNull();
  expect(bytes).toBe(pages * pageSize);
  expect(objects.reduce((sum, object) => sum + object.pages, 0)).toBe(pages - freePages);
  expect(objects.map(({ name, kind, table }) => [name, kind, table])).toEqual([
    ['by_body', 'index', 'children'],
    ['children', 'table', 'children'],
    ['docs', 'collection', 'docs'],
    ['parents', 'table', 'parents'],
    ['sqlite_autoindex_docs_1', 'index', 'docs'],
    ['sqlite_schema', 'system', 'sqlite_schema'],
  ]);
  for (const { usedBytes, bytes: all } of objects) expect(usedBytes).toBeLessThanOrEqual(all);
});

test('the rows of each table are told, of one that is an index and of one with overflow pages too', async () => {
  const path = makeDatabase(
    folder.at('a.db'),
    `${CONTENT}
    CREATE TABLE words (word TEXT PRIMARY KEY, at INTEGER) WITHOUT ROWID;
    INSERT INTO words SELECT 'word ' || id, id FROM children;
    CREATE TABLE long (id INTEGER PRIMARY KEY, body BLOB);
    INSERT INTO long SELECT id, zeroblob(9000) FROM children WHERE id <= 70;
    CREATE TABLE empty (a);`,
  );
  const { opened, space } = await setUp(path);
  await using _ = opened;
  const { objects } = await space();
  expect(Object.fromEntries(objects.map(({ name, rows }) => [name, rows]))).toEqual({
    by_body: null,
    children: 5000,
    docs: 1,
    empty: 0,
    long: 70,
    parents: 1,
    sqlite_autoindex_docs_1: null,
    sqlite_schema: 8,
    words: 5000,
  });
});

test('checks go table by table, and say what they found', async () => {
  const path = makeDatabase(folder.at('a.db'), CONTENT);
  const db = new BetterSqlite3(path);
  db.pragma('foreign_keys = OFF');
  db.exec(
    'INSERT INTO children VALUES (9001, 77, NULL), (9002, 78, NULL); CREATE TABLE odd (a REFERENCES docs(doc)); INSERT INTO odd VALUES (1)',
  );
  db.close();
  const { opened, run } = await setUp(path);
  await using _ = opened;
  const chunks = await run('foreign-keys');
  expect(chunks.map(({ object, done, total }) => `${object} ${done}/${total}`)).toContain('docs 1/4');
  expect(chunks.flatMap(({ problems }) => problems)).toEqual([
    'Row 9001 of children has no parent in parents.',
    'Row 9002 of children has no parent in parents.',
    expect.stringMatching(/^odd: .*foreign key mismatch/),
  ]);
  expect(chunks.at(-1)?.ended).toMatchObject({
    message: '2 rows without a parent; 1 table could not be checked',
    problems: 3,
  });
  expect((await run('integrity')).at(-1)?.ended).toMatchObject({ message: '4 tables, no problem' });
  expect((await run('quick')).at(-1)?.ended).toMatchObject({ problems: 0 });
});

test('a damaged page is a problem of its table, and the others are checked', async () => {
  const path = makeDatabase(folder.at('a.db'), CONTENT);
  const db = new BetterSqlite3(path, { readonly: true });
  const page = db
    .prepare("SELECT pageno FROM dbstat WHERE name = 'children' AND pagetype = 'leaf' LIMIT 1 OFFSET 3")
    .pluck()
    .get();
  db.close();
  const handle = openSync(path, 'r+');
  writeSync(handle, new Uint8Array(200).fill(0xff), 0, 200, (Number(page) - 1) * 4096);
  closeSync(handle);
  const { opened, run, space } = await setUp(path);
  await using _ = opened;
  const rows = Object.fromEntries((await space()).objects.map((object) => [object.name, object.rows]));
  expect(rows).toMatchObject({ children: null, parents: 1 });
  const chunks = await run('integrity');
  const problems = chunks.flatMap((chunk) => chunk.problems.map((problem) => `${chunk.object}: ${problem}`));
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.every((problem) => problem.startsWith('children: '))).toBe(true);
  expect(chunks.filter(({ ended }) => ended === null).at(-1)).toMatchObject({ object: 'parents', done: 2 });
});

test('VACUUM frees pages, ANALYZE and REINDEX write, a checkpoint empties the WAL', async () => {
  const path = makeDatabase(folder.at('a.db'), `${CONTENT} PRAGMA journal_mode = WAL;`);
  const other = new BetterSqlite3(path);
  other.exec('DELETE FROM children WHERE id > 10');
  const { opened, run, space } = await setUp(path);
  await using _ = opened;
  const before = await space();
  expect(before.freePages).toBeGreaterThan(10);
  expect(before.walBytes).toBeGreaterThan(0);
  await run('vacuum');
  expect(await space()).toMatchObject({ freePages: 0 });
  await run('analyze');
  expect(other.prepare('SELECT count(*) FROM sqlite_stat1').pluck().get()).toBeGreaterThan(0);
  await run('reindex');
  expect((await run('checkpoint')).at(-1)?.ended?.message).toBe('The WAL is in the file, and empty.');
  expect(await space()).toMatchObject({ walBytes: 0 });
  other.close();
});

test('ANALYZE and REINDEX go table by table, and a table that SQLite refuses keeps no other from its turn', async () => {
  const path = makeDatabase(
    folder.at('a.db'),
    `${CONTENT}
    CREATE TABLE codes (code TEXT); CREATE INDEX by_code ON codes(code); INSERT INTO codes VALUES ('x'), ('x');`,
  );
  const careless = new BetterSqlite3(path).unsafeMode();
  careless.exec(`
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX by_code ON codes(code)' WHERE name = 'by_code';`);
  careless.close();
  const { opened, run } = await setUp(path);
  await using _ = opened;
  const analyzed = await run('analyze');
  expect(analyzed[0]).toMatchObject({ object: 'children', done: 0, total: 4 });
  expect(analyzed.at(-1)?.ended).toMatchObject({ problems: 0 });
  const reindexed = await run('reindex');
  expect(reindexed.flatMap(({ problems }) => problems)).toEqual([
    expect.stringMatching(/^codes: .*UNIQUE constraint failed/),
  ]);
  expect(reindexed.at(-1)?.ended).toMatchObject({ message: '1 problem', problems: 1 });
});

test('a job that is stopped ends with CANCELLED', async () => {
  const { opened, run } = await setUp(makeDatabase(folder.at('a.db'), CONTENT));
  await using _ = opened;
  await expect(run('integrity', AbortSignal.abort())).rejects.toThrow();
});
