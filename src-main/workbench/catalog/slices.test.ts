import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCollections } from '../collections/index.ts';
import { createFiles } from '../files/index.ts';
import { makeDatabase, makeQuietWal } from '../files/testing/make-file.ts';
import { makeOpenBase } from '../files/testing/open-base.ts';
import { makeTemporaryFolder, pictureOf, type TemporaryFolder } from '../files/testing/temporary-folder.ts';
import type { Encoded } from '../handlers.ts';
import type { View } from '../rows/view.ts';
import { createCatalog } from './index.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const NUMBERS = (to: number) =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;
const CONTENT = `
  CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE);
  CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, parent INTEGER REFERENCES parents(id));
  ${NUMBERS(20_000)} INSERT INTO t SELECT i, 'value ' || i, NULL FROM n;
  CREATE TABLE docs (_id TEXT PRIMARY KEY, doc NOT NULL);
  INSERT INTO docs VALUES ('a', '{"x": 1.10, "x": 2}'), ('b', jsonb('{"y":{"z":[1]}}'));
  CREATE VIEW broken AS SELECT x FROM gone;
  CREATE VIEW good AS SELECT v FROM t;
  CREATE INDEX by_v ON t(v DESC);
  CREATE TRIGGER after_t AFTER INSERT ON t BEGIN INSERT INTO parents(name) VALUES (new.v); END;`;

async function setUp(path: string) {
  const opened = await makeOpenBase(folder.at('run'));
  const services = { ...opened.base, openFiles: opened.openFiles };
  const files = createFiles(services);
  const context = { client: 1, signal: new AbortController().signal };
  const info = await files.open({ path }, context).then(plain);
  return { opened, services, files, context, info, catalog: createCatalog(services) };
}

test('objects, counts and structure; the unreadable view hides nothing', async () => {
  const { opened, catalog, context, info } = await setUp(makeDatabase(folder.at('a.db'), CONTENT));
  await using _ = opened;
  const file = info.id;
  const { objects } = await catalog.objects({ file }, context).then(plain);
  expect(objects.map(({ name, kind, error }) => [name, kind, error?.code ?? null])).toEqual([
    ['broken', 'view', 'OBJECT_UNREADABLE'],
    ['docs', 'collection', null],
    ['good', 'view', null],
    ['parents', 'table', null],
    ['sqlite_schema', 'system', null],
    ['t', 'table', null],
  ]);
  const count = (object: string, accuracy: 'about' | 'exact') =>
    catalog.count({ file, object, accuracy }, context).then(plain);
  expect(await count('t', 'exact')).toEqual({ value: 20_000, kind: 'exact' });
  const about = await count('t', 'about');
  expect(about.kind).toBe('about');
  expect(Math.abs((about.value ?? 0) - 20_000)).toBeLessThan(1000);
  expect(await count('good', 'about')).toEqual({ value: null, kind: 'unknown' });
  await expect(count('broken', 'exact')).rejects.toMatchObject({ code: 'OBJECT_UNREADABLE' });
  await expect(count('none', 'exact')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });

  const structure = await catalog.structure({ file, object: 't' }, context).then(plain);
  expect(structure).toMatchObject({
    name: 't',
    kind: 'table',
    foreignKeys: [{ direction: 'out', table: 'parents' }],
  });
  expect(structure.indexes.map(({ name, columns }) => [name, columns])).toEqual([['by_v', ['v DESC']]]);
  expect(structure.ddl).toContain('CREATE INDEX by_v');
  const parents = await catalog.structure({ file, object: 'parents' }, context).then(plain);
  expect(parents.foreignKeys).toMatchObject([{ direction: 'in', table: 't' }]);
  expect(parents.triggers).toMatchObject([{ name: 'after_t', table: 't' }]);
});

test('an exact count of a view without an end stops when it is cancelled', async () => {
  const endless = `${NUMBERS(1e15)} SELECT i FROM n`;
  const path = makeDatabase(folder.at('a.db'), `CREATE VIEW endless AS ${endless}`);
  const { opened, catalog, info } = await setUp(path);
  await using _ = opened;
  const controller = new AbortController();
  const counting = catalog.count(
    { file: info.id, object: 'endless', accuracy: 'exact' },
    { client: 1, signal: controller.signal },
  );
  setTimeout(() => controller.abort(), 300);
  await expect(counting).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('documents come as they are stored, JSONB as SQLite prints it; fields of a sample', async () => {
  const { opened, services, context, info } = await setUp(makeDatabase(folder.at('a.db'), CONTENT));
  await using _ = opened;
  const file = opened.openFiles.get(info.id);
  // Of a view only these parts are looked at.
  const view = { file, info: { object: 'docs', keyColumns: ['_id'] } } as unknown as View;
  const collections = createCollections(services, { get: () => view });
  const document = (key: string) => collections.document({ view: 'v', key: [key] }, context).then(plain);
  expect(await document('a')).toEqual({
    id: 'a',
    json: '{"x": 1.10, "x": 2}',
    encoding: 'text',
    byteLength: 19,
  });
  expect(await document('b')).toMatchObject({ json: '{"y":{"z":[1]}}', encoding: 'jsonb' });
  await expect(document('c')).rejects.toMatchObject({ code: 'ROW_NOT_FOUND' });
  const fields = await collections.fields({ file: info.id, object: 'docs' }, context).then(plain);
  expect(fields).toMatchObject({ sampled: 2, encoding: 'mixed' });
  expect(fields.fields.map(({ path }) => path)).toEqual([['x'], ['y', 'z']]);
  await expect(collections.fields({ file: info.id, object: 't' }, context)).rejects.toMatchObject({
    code: 'OBJECT_NOT_FOUND',
  });
});

test('all that the catalog reads of a quiet WAL file leaves no trace', async () => {
  const path = makeQuietWal(folder.at('a.db'));
  const before = await pictureOf(folder.path);
  {
    const { opened, catalog, context, info } = await setUp(path);
    await using _ = opened;
    await catalog.objects({ file: info.id }, context);
    await catalog.structure({ file: info.id, object: 't' }, context);
    await catalog.count({ file: info.id, object: 't', accuracy: 'exact' }, context);
  }
  const { run: _run, ...after } = await pictureOfFiles();
  expect(after).toEqual(before);
});

test('the files slice: sample, opened, recents with their summary, forget, close', async () => {
  const path = makeDatabase(folder.at('a.db'), CONTENT);
  const { opened, files, context, info } = await setUp(path);
  await using _ = opened;
  const sample = await files.openSample({}, context).then(plain);
  expect(sample).toMatchObject({ isSample: true, name: 'music-store.sqlite' });
  expect(sample.path.startsWith(opened.base.dataFolder)).toBe(true);
  expect((await files.opened({}, context).then(plain)).map(({ id }) => id)).toEqual([info.id, sample.id]);
  await expect
    .poll(async () => (await files.recents({}, context).then(plain))[0]?.summary)
    .toBe('2 tables, 1 collection, 2 views');
  await files.forget({ path }, context);
  expect(await files.recents({}, context)).toEqual([]);
  await files.close({ file: info.id }, context);
  expect(opened.events.at(-1)).toEqual({ name: 'files.closed', value: { file: info.id } });
  await expect(files.close({ file: info.id }, context)).rejects.toMatchObject({ code: 'FILE_NOT_OPEN' });
});

async function pictureOfFiles(): Promise<Record<string, string>> {
  await rm(folder.at('run'), { recursive: true });
  return pictureOf(folder.path);
}

/** Handlers may answer with encoded bytes; these never do. */
function plain<T>(value: T): Exclude<T, Encoded> {
  return value as Exclude<T, Encoded>;
}

test('the columns of everything that can be read, for a search by name', async () => {
  const many = Array.from({ length: 200 }, (_, index) => `CREATE TABLE many_${index} (a, b_${index} REAL);`);
  const { opened, catalog, context, info } = await setUp(
    makeDatabase(folder.at('a.db'), CONTENT + many.join('')),
  );
  await using _ = opened;
  const { objects, isCut } = await catalog.columns({ file: info.id }, context).then(plain);
  expect(isCut).toBe(false);
  expect(objects.map(({ object }) => object).filter((name) => !name.startsWith('many'))).toEqual([
    'good',
    'parents',
    't',
  ]);
  expect(objects.find(({ object }) => object === 't')?.columns).toEqual([
    { name: 'id', declaredType: 'INTEGER', isPrimaryKey: true, isReference: false },
    { name: 'v', declaredType: 'TEXT', isPrimaryKey: false, isReference: false },
    { name: 'parent', declaredType: 'INTEGER', isPrimaryKey: false, isReference: true },
  ]);
  expect(objects.filter(({ object }) => object.startsWith('many'))).toHaveLength(200);
});
