import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { commits as commitsContract } from '../../../src-preload/contract/commits.ts';
import type { CommitResult, EditStep } from '../../../src-preload/contract/index.ts';
import { createProcessConnector } from '../../engine/index.ts';
import { createTestSpawner } from '../../testing/process-entry.ts';
import { createClients } from '../clients.ts';
import { createEdits } from '../edits/index.ts';
import { context } from '../edits/testing/open-edits.ts';
import { makeCopiedWal, makeDatabase, makeQuietWal, SMALL_TABLE } from '../files/testing/make-file.ts';
import { makeOpenBase, type OpenBase } from '../files/testing/open-base.ts';
import { startOtherProgram } from '../files/testing/other-program.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../files/testing/temporary-folder.ts';
import { limitsInForce, putLimits } from '../limits.ts';
import { createCommits } from './index.ts';

const usual = limitsInForce();
let folder: TemporaryFolder;
let opened: OpenBase;
let closeEdits = async () => {};
const spawner = createTestSpawner();
const connector = createProcessConnector({ spawn: () => spawner.spawn('connection-process') });
afterAll(() => connector.dispose?.());
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  opened = await makeOpenBase(folder.at('run'), {}, connector);
});
afterEach(async () => {
  putLimits(usual);
  await closeEdits();
  await opened[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** A file with one staged edit, over connections in processes of their own. */
async function withEdit(path: string) {
  const { id: file } = await opened.openFiles.open(path);
  const services = { ...opened.base, openFiles: opened.openFiles, clients: createClients() };
  const edits = createEdits(services);
  closeEdits = edits.close;
  const commits = createCommits(services, edits.staged);
  const set = { kind: 'set', object: 't', row: { key: [1] }, column: 'v', value: 'mine' } satisfies EditStep;
  await edits.handlers.stage({ file, steps: [set] }, context);
  return {
    file,
    commits,
    commit: async () =>
      commitsContract.write.output.parse(
        await commits.write({ file, decisions: [] }, context),
      ) as CommitResult,
    staged: async () => (await edits.staged.entries(file)).length,
    read: async () => {
      const read = await opened.openFiles
        .get(file)
        .use('reader', { holder: 'test' }, (connection) => connection.query('SELECT v FROM t ORDER BY id'));
      return read.rows.flat();
    },
  };
}

const make = (mode: string) =>
  makeDatabase(folder.at('a.db'), `PRAGMA journal_mode = ${mode}; ${SMALL_TABLE}`);

test.for(['DELETE', 'WAL'])(
  'a file that was deleted is not written, and the edit is kept: %s',
  async (mode) => {
    const path = make(mode);
    const { commit, staged } = await withEdit(path);
    await rm(path);
    for (const side of ['-wal', '-shm']) await rm(path + side, { force: true });
    await expect(commit()).rejects.toMatchObject({ code: 'FILE_MISSING' });
    expect(await staged()).toBe(1);
    expect(existsSync(path)).toBe(false);
  },
);

test.for(['DELETE', 'WAL'])(
  'a file that was replaced is not written; the next commit compares with it: %s',
  async (mode) => {
    const path = make(mode);
    const { commit, staged, read } = await withEdit(path);
    const other = makeDatabase(folder.at('b.db'), `${SMALL_TABLE} UPDATE t SET v = 'other' WHERE id = 1;`);
    const bytes = await readFile(other);
    for (const side of ['-wal', '-shm']) await rm(path + side, { force: true });
    await rename(other, path);
    await expect(commit()).rejects.toMatchObject({ code: 'FILE_REPLACED' });
    expect((await readFile(path)).equals(bytes)).toBe(true);
    expect(await commit()).toMatchObject({
      kind: 'conflict',
      rows: [{ fields: [{ before: 'one', mine: 'mine', theirs: 'other' }] }],
    });
    expect(await staged()).toBe(1);
    expect(await read()).toEqual(['other', 'two']);
  },
);

test('a file that was cut is not written without a word', async () => {
  const path = make('DELETE');
  const { commit, staged } = await withEdit(path);
  await truncate(path, 100);
  await expect(commit()).rejects.toThrow();
  expect(await staged()).toBe(1);
});

test('a file that is locked is waited for; then the holder is named and the edit kept', async () => {
  const path = make('DELETE');
  const { commit, staged, read } = await withEdit(path);
  await using other = await startOtherProgram(path);
  await other.run('BEGIN EXCLUSIVE');
  const writing = commit();
  await opened.changed('busy');
  await other.run('COMMIT');
  expect(await writing).toMatchObject({ kind: 'committed' });
  expect(await read()).toEqual(['mine', 'two']);
  expect(await staged()).toBe(0);
});

test('a file that stays locked refuses the commit, and keeps the edit', async () => {
  const path = make('WAL');
  const { commit, staged } = await withEdit(path);
  await using other = await startOtherProgram(path);
  await other.run('BEGIN IMMEDIATE');
  putLimits({ ...usual, busySeconds: 0 });
  await expect(commit()).rejects.toMatchObject({ code: 'FILE_LOCKED' });
  await other.run('ROLLBACK');
  expect(await staged()).toBe(1);
  expect(await commit()).toMatchObject({ kind: 'committed' });
});

test('a quiet WAL file is written by its first commit, and leaves its content whole', async () => {
  const path = makeQuietWal(folder.at('a.db'));
  const { commit, read } = await withEdit(path);
  expect(await commit()).toMatchObject({ kind: 'committed' });
  expect(await read()).toEqual(['mine', 'two']);
  await using other = await startOtherProgram(path);
  expect(await other.run('SELECT v FROM t ORDER BY id')).toEqual([['mine'], ['two']]);
});

test('nothing is staged for a private copy, which would never reach the file', async () => {
  const path = await makeCopiedWal(folder.at('a.db'));
  await expect(withEdit(path)).rejects.toMatchObject({ code: 'EDIT_REFUSED' });
});

test('the writer is killed in a commit: nothing of it is there, and the edit is kept', async () => {
  const path = makeDatabase(
    folder.at('a.db'),
    `${SMALL_TABLE} CREATE TRIGGER slow AFTER UPDATE ON t BEGIN
       INSERT INTO big SELECT value FROM n; END;
     CREATE TABLE big (x); CREATE TABLE n (value);
     INSERT INTO n WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 30000) SELECT i FROM c;`,
  );
  const { commit, staged, read } = await withEdit(path);
  const committing = commit().catch((error: unknown) => error);
  await expect.poll(() => existsSync(`${path}-journal`), { timeout: 20_000, interval: 5 }).toBe(true);
  const writer = opened.base.manager.getStats().connections.find(({ role }) => role === 'writer');
  process.kill(writer?.pid ?? 0, 'SIGKILL');
  expect(await committing).toMatchObject({ code: 'CONNECTION_GONE' });
  expect(await read()).toEqual(['one', 'two']);
  expect(await staged()).toBe(1);
  expect(await commit()).toMatchObject({ kind: 'committed' });
  expect(await read()).toEqual(['mine', 'two']);
});

test('a file that a program left in the middle of a write is copied as it was found, then made whole and written', async () => {
  const path = make('DELETE');
  const { commits, file, commit, read } = await withEdit(path);
  {
    await using other = await startOtherProgram(path);
    await other.run('PRAGMA cache_size = 2');
    await other.run(
      `BEGIN; UPDATE t SET v = 'uncommitted';
       WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
       INSERT INTO t SELECT i, hex(randomblob(50)) FROM n;`,
    );
    await other.crash();
  }
  const [main, journal] = [await readFile(path), await readFile(`${path}-journal`)];
  expect(await read()).toEqual(['one', 'two']);
  expect(await commit()).toMatchObject({ kind: 'committed' });
  expect(await read()).toEqual(['mine', 'two']);
  const { copies } = (await commits.history({ file }, context)) as {
    copies: { id: string; reason: unknown }[];
  };
  expect(copies).toMatchObject([{ reason: null }]);
  const copied = (await readdir(opened.base.dataFolder, { recursive: true, withFileTypes: true })).find(
    ({ name }) => name === 'a.db',
  );
  const copy = `${copied?.parentPath}/a.db`;
  expect((await readFile(copy)).equals(main)).toBe(true);
  expect((await readFile(`${copy}-journal`)).equals(journal)).toBe(true);
  const compared = await commits.compareCopy({ file, copy: copies[0]?.id ?? '' }, context);
  expect(compared).toEqual({ tables: [{ object: 't', onlyInCopy: 0, onlyInFile: 0, different: 1 }] });
});

test('a file that only the second driver can open is written by it', async () => {
  const path = folder.at('a.db ');
  await rename(makeDatabase(folder.at('b.db'), SMALL_TABLE), path);
  const { file, commit, read } = await withEdit(path);
  expect(opened.openFiles.get(file).info.driver).toBe('node:sqlite');
  expect(await commit()).toMatchObject({ kind: 'committed' });
  expect(await read()).toEqual(['mine', 'two']);
});
