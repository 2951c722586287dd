import { chmod, readdir, truncate, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runPrinted } from '../testing/run-printed.ts';
import { nobodyIsMissing, runAsNobody } from '../workbench/files/testing/as-nobody.ts';
import {
  makeCopiedWal,
  makeDatabase,
  makeHotJournal,
  makeQuietWal,
  SMALL_TABLE,
} from '../workbench/files/testing/make-file.ts';
import {
  makeTemporaryFolder,
  pictureOf,
  type TemporaryFolder,
} from '../workbench/files/testing/temporary-folder.ts';
import { type InspectReport, inspectFile, runInspect } from './index.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await folder[Symbol.asyncDispose]();
});

const run = (...args: string[]) => runPrinted(() => runInspect(args));

const OBJECTS = `
  ${SMALL_TABLE}
  CREATE TABLE docs (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
  INSERT INTO docs VALUES ('a', '{"x":1}');
  CREATE VIEW good AS SELECT v FROM t;
  CREATE VIEW broken AS SELECT x FROM gone;
  CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 5000;
  CREATE INDEX by_v ON t(v, id);
  CREATE TRIGGER after_t AFTER INSERT ON t BEGIN SELECT 1; END;`;

test('names every object with its type, columns and rows; a broken one hides no other', async () => {
  const path = makeDatabase(folder.at('a.db'), OBJECTS);
  const { objects, ...file } = await inspectFile(path, { counts: true });
  expect(file).toEqual({
    file: path,
    ok: true,
    error: null,
    journalMode: 'delete',
    pageSize: 4096,
    encoding: 'UTF-8',
    driver: 'better-sqlite3',
  });
  const byName = new Map(objects.map((object) => [object.name, object]));
  const plain = { collection: false, rows: null, error: null };
  expect(byName.get('t')).toEqual({ ...plain, name: 't', type: 'table', columns: ['id', 'v'], rows: 2 });
  expect(byName.get('docs')).toMatchObject({ type: 'table', collection: true, rows: 1 });
  expect(byName.get('good')).toMatchObject({ type: 'view', columns: ['v'], rows: 2, error: null });
  expect(byName.get('broken')).toMatchObject({ rows: null, error: { code: 'OBJECT_UNREADABLE' } });
  expect(byName.get('endless')).toMatchObject({ rows: 5000 });
  expect(byName.get('by_v')).toEqual({ ...plain, name: 'by_v', type: 'index', columns: ['v', 'id'] });
  expect(byName.get('after_t')).toEqual({ ...plain, name: 'after_t', type: 'trigger', columns: [] });
});

test('rows are null unless they are asked for', async () => {
  const { objects } = await inspectFile(makeDatabase(folder.at('a.db'), OBJECTS));
  expect(objects.every(({ rows }) => rows === null)).toBe(true);
});

test('a schema that SQLite refuses is still named, each object with the reason', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  const lenient = new DatabaseSync(path, { defensive: false });
  lenient.exec(
    `PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('table', 'bad', 'bad', 0, 'CREATE TABLE bad (');`,
  );
  lenient.close();
  const report = await inspectFile(path);
  expect(report).toMatchObject({ ok: true, error: null });
  expect(report.objects.map(({ name }) => name)).toEqual(['bad', 't']);
  expect(report.objects.every(({ error }) => error !== null)).toBe(true);
});

test('exit 0 for a file that opened, 1 with the JSON all the same for one that did not, 2 for bad usage', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  const good = await run(path, '--json');
  expect(good.code).toBe(0);
  expect(JSON.parse(good.out)).toMatchObject({ ok: true });
  vi.restoreAllMocks();
  const missing = await run(folder.at('none.db'), '--json');
  expect(missing.code).toBe(1);
  expect(JSON.parse(missing.out)).toMatchObject({ ok: false, error: { code: 'FILE_MISSING' }, objects: [] });
  for (const args of [[], ['a', 'b'], [path, '--nonsense'], ['']]) {
    vi.restoreAllMocks();
    const { code, out, err } = await run(...args);
    expect([args, code, out]).toEqual([args, 2, '']);
    expect(err).toContain('Usage');
  }
});

test('files that are none say so', async () => {
  const path = folder.at('a.db');
  await writeFile(path, 'hello');
  expect(await inspectFile(path)).toMatchObject({ ok: false, error: { code: 'FILE_NOT_A_DATABASE' } });
  await truncate(path, 0);
  expect(await inspectFile(path)).toMatchObject({ ok: false, error: { code: 'FILE_EMPTY' } });
});

test('nothing changes on the disk, whatever state the file is in', async () => {
  makeDatabase(folder.at('rollback.db'), OBJECTS);
  makeQuietWal(folder.at('quiet.db'));
  await makeCopiedWal(folder.at('copied.db'));
  await makeHotJournal(folder.at('hot.db'));
  const before = await pictureOf(folder.path);
  for (const name of ['rollback', 'quiet', 'copied', 'hot']) {
    const report = await inspectFile(folder.at(`${name}.db`), { counts: true });
    expect(report.objects.find((object) => object.name === 't')).toMatchObject({ rows: 2, error: null });
  }
  expect(await pictureOf(folder.path)).toEqual(before);
});

test('read-only files in a read-only folder are read, and nothing appears', async ({ skip }) => {
  if (nobodyIsMissing !== null) skip(nobodyIsMissing);
  makeDatabase(folder.at('rollback.db'), OBJECTS);
  makeQuietWal(folder.at('quiet.db'));
  await makeCopiedWal(folder.at('copied.db'));
  await makeHotJournal(folder.at('hot.db'));
  for (const name of await readdir(folder.path)) await chmod(folder.at(name), 0o444);
  await chmod(folder.path, 0o555);
  const before = await pictureOf(folder.path);
  for (const name of ['rollback', 'quiet', 'copied', 'hot']) {
    const report = await runAsNobody(new URL('./index.ts', import.meta.url), 'inspectFile', [
      folder.at(`${name}.db`),
      { counts: true },
    ]);
    expect(report).toMatchObject({ ok: true, error: null });
    const { objects } = report as InspectReport;
    expect(objects.find((object) => object.name === 't')).toMatchObject({ rows: 2, error: null });
  }
  expect(await pictureOf(folder.path)).toEqual(before);
  await chmod(folder.path, 0o755);
});
