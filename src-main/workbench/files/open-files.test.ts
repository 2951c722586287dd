import { rename, rm, symlink } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenFile } from '../open-file.ts';
import { OpenedFile } from './opened-file.ts';
import { makeDatabase, SMALL_TABLE } from './testing/make-file.ts';
import { makeOpenBase, type OpenBase } from './testing/open-base.ts';
import { startOtherProgram } from './testing/other-program.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './testing/temporary-folder.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const openBase = (facts?: Parameters<typeof makeOpenBase>[1]) => makeOpenBase(folder.at('run'), facts);

async function openOne({ openFiles }: OpenBase, path: string): Promise<OpenFile> {
  return openFiles.get((await openFiles.open(path)).id);
}

test('one file under two names is opened once, also when both are asked for at a time', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  await symlink(path, folder.at('link.db'));
  await using opened = await openBase();
  const [one, two] = await Promise.all([
    opened.openFiles.open(path),
    opened.openFiles.open(folder.at('link.db')),
  ]);
  expect(two.id).toBe(one.id);
  expect(opened.openFiles.all()).toHaveLength(1);
  expect(opened.events.filter(({ name }) => name === 'files.opened')).toHaveLength(1);
});

test('each reason not to open a file has its code', async () => {
  await using opened = await openBase({ allowedRoots: [folder.at('inside')] });
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  await expect(opened.openFiles.open(path)).rejects.toMatchObject({ code: 'FILE_NOT_ALLOWED' });
  await using everywhere = await openBase();
  await expect(everywhere.openFiles.open(folder.at('none.db'))).rejects.toMatchObject({
    code: 'FILE_MISSING',
  });
  await expect(everywhere.openFiles.open(folder.path)).rejects.toMatchObject({ code: 'FILE_IS_FOLDER' });
});

test('a file of the command line may lie outside the roots, also by its real name', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  await symlink(path, folder.at('link.db'));
  await using opened = await openBase({
    allowedRoots: [folder.at('inside')],
    openedByCommandLine: [folder.at('link.db')],
  });
  expect(await opened.openFiles.open(path)).toMatchObject({ name: 'a.db' });
});

test.for(['DELETE', 'WAL'])('commits of another program are noticed, journal mode %s', async (mode) => {
  const path = folder.at('a.db');
  await using program = await startOtherProgram(path);
  await program.run(`PRAGMA journal_mode = ${mode}`);
  await program.run(SMALL_TABLE);
  await using opened = await openBase();
  const file = await openOne(opened, path);
  const made: number[] = [];
  const cached = () => file.cachedBySchema('n', async () => made.push(1));
  await cached();
  await program.run(`INSERT INTO t VALUES (3, 'three')`);
  expect(await opened.changed('content')).toMatchObject({ file: file.info.id });
  await cached();
  expect(made).toHaveLength(1);
  expect(file.generation).toBe(1);
  await program.run('CREATE TABLE more (x)');
  await opened.changed('schema');
  await cached();
  expect(made).toHaveLength(2);
  expect(file.schemaGeneration).toBe(1);
});

test('a checkpoint by another program is no change', async () => {
  const path = folder.at('a.db');
  await using program = await startOtherProgram(path);
  await program.run('PRAGMA journal_mode = WAL');
  await program.run(SMALL_TABLE);
  await using opened = await openBase();
  const file = await openOne(opened, path);
  await program.run(`INSERT INTO t VALUES (3, 'three')`);
  await opened.changed('content');
  await program.run('PRAGMA wal_checkpoint(PASSIVE)');
  if (!(file instanceof OpenedFile)) throw new TypeError('open files are of another class now');
  await file.poll();
  expect(file.generation).toBe(1);
  expect(opened.events.filter(({ name }) => name === 'files.changed')).toHaveLength(1);
});

test('another file at the path is told and read; a deleted one is told and comes back', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  await using opened = await openBase();
  const file = await openOne(opened, path);
  await rename(makeDatabase(folder.at('b.db'), `CREATE TABLE t (v); INSERT INTO t VALUES ('other')`), path);
  await opened.changed('replaced');
  const read = () =>
    file.use('reader', { holder: 'test' }, (connection) => connection.query('SELECT v FROM t'));
  expect((await read()).rows).toEqual([['other']]);
  await rm(path);
  await opened.changed('deleted');
  await expect(read()).rejects.toMatchObject({ code: 'FILE_MISSING' });
  makeDatabase(path, SMALL_TABLE);
  expect((await read()).rows).toHaveLength(2);
});

test('an exclusive lock is told with its holder, waited for, and told when it is gone', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  await using program = await startOtherProgram(path);
  await using opened = await openBase();
  const file = await openOne(opened, path);
  await program.run('BEGIN EXCLUSIVE');
  const reading = file.use('reader', { holder: 'test' }, (connection) => connection.query('SELECT v FROM t'));
  const busy = await opened.changed('busy');
  if (process.platform === 'linux') expect(JSON.stringify(busy)).toContain(String(program.pid));
  await program.run('ROLLBACK');
  expect((await reading).rows).toHaveLength(2);
  await opened.changed('free');
});

test('a file that is locked for long cannot be opened, and the message names the holder', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  await using program = await startOtherProgram(path);
  await program.run('BEGIN EXCLUSIVE');
  await using opened = await openBase();
  await expect(opened.openFiles.open(path)).rejects.toMatchObject({ code: 'FILE_LOCKED' });
});

test('views with double-quoted strings are read by the other driver, which is said', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  const { DatabaseSync } = await import('node:sqlite');
  const lenient = new DatabaseSync(path, { enableDoubleQuotedStringLiterals: true });
  lenient.exec('CREATE VIEW w AS SELECT v, "text" AS kind FROM t');
  lenient.close();
  await using opened = await openBase();
  const file = await openOne(opened, path);
  expect(file.info).toMatchObject({ driver: 'node:sqlite' });
  expect(file.info.driverReason).toContain('The view w');
  const { rows } = await file.use('reader', { holder: 'test' }, (connection) =>
    connection.query('SELECT kind FROM w LIMIT 1'),
  );
  expect(rows).toEqual([['text']]);
});

test('a view that no driver can read leaves the driver as it is', async () => {
  const path = makeDatabase(folder.at('a.db'), `${SMALL_TABLE} CREATE VIEW w AS SELECT "v" FROM gone`);
  await using opened = await openBase();
  expect(await opened.openFiles.open(path)).toMatchObject({ driver: 'better-sqlite3', driverReason: null });
});

test('a snapshot restores the same files with the same ids, also one that is gone', async () => {
  const [a, b] = [makeDatabase(folder.at('a.db'), SMALL_TABLE), makeDatabase(folder.at('b.db'), SMALL_TABLE)];
  let snapshot: unknown;
  const ids: string[] = [];
  {
    await using opened = await openBase();
    opened.openFiles.onSnapshotChange(() => {
      snapshot = structuredClone(opened.openFiles.snapshot());
    });
    ids.push((await opened.openFiles.open(a)).id, (await opened.openFiles.open(b)).id);
  }
  await rm(b);
  await using next = await openBase();
  for (const nonsense of [null, 7, { version: 2 }, { version: 1, files: [{}] }]) {
    await next.openFiles.restore(nonsense);
  }
  expect(next.openFiles.all()).toEqual([]);
  await next.openFiles.restore(snapshot);
  expect(next.openFiles.all().map(({ info }) => info.id)).toEqual(ids);
  const rowsOf = (id: string | undefined) =>
    next.openFiles
      .get(id ?? '')
      .use('reader', { holder: 'test' }, (connection) => connection.query('SELECT v FROM t'));
  expect((await rowsOf(ids[0])).rows).toHaveLength(2);
  await expect(rowsOf(ids[1])).rejects.toMatchObject({ code: 'FILE_MISSING' });
});

test('a closed file is not open any more, for whoever still holds it', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  await using opened = await openBase();
  const file = await openOne(opened, path);
  await opened.openFiles.close(file.info.id);
  expect(() => opened.openFiles.get(file.info.id)).toThrow(
    expect.objectContaining({ code: 'FILE_NOT_OPEN' }),
  );
  await expect(file.use('reader', { holder: 'test' }, async () => 1)).rejects.toMatchObject({
    code: 'FILE_NOT_OPEN',
  });
});
