import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Connection } from '../../engine/types.ts';
import { limitsInForce, putLimits } from '../limits.ts';
import type { OpenFile } from '../open-file.ts';
import { OpenedFile } from './opened-file.ts';
import { makeCopiedWal, makeDatabase, makeQuietWal, SMALL_TABLE } from './testing/make-file.ts';
import { makeOpenBase, type OpenBase } from './testing/open-base.ts';
import { startOtherProgram } from './testing/other-program.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './testing/temporary-folder.ts';

const usual = limitsInForce();
let folder: TemporaryFolder;
let opened: OpenBase;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  opened = await makeOpenBase(folder.at('run'));
});
afterEach(async () => {
  putLimits(usual);
  await opened[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const holder = 'test';

async function openOne(path: string, options?: { readOnly: boolean }): Promise<OpenFile> {
  return opened.openFiles.get((await opened.openFiles.open(path, options)).id);
}

function add(file: OpenFile, value: string): Promise<number> {
  return file.write({ holder }, (connection) => connection.run('INSERT INTO t (v) VALUES (?)', [value]));
}

async function values(file: OpenFile): Promise<unknown[]> {
  const { rows } = await file.use('reader', { holder }, (c: Connection) =>
    c.query('SELECT v FROM t ORDER BY id'),
  );
  return rows.flat();
}

function changes(): unknown[] {
  return opened.events
    .filter(({ name }) => name === 'files.changed')
    .map(({ value }) => (value as { what: string }).what)
    .filter((what) => what !== 'details');
}

test.for(['DELETE', 'WAL'])('a write is read at once and told once, journal mode %s', async (mode) => {
  const path = makeDatabase(folder.at('a.db'), `PRAGMA journal_mode = ${mode}; ${SMALL_TABLE}`);
  const file = await openOne(path);
  expect(await values(file)).toHaveLength(2);
  expect(await add(file, 'three')).toBe(1);
  expect(changes()).toEqual(['content']);
  expect(await values(file)).toEqual(['one', 'two', 'three']);
  if (!(file instanceof OpenedFile)) throw new TypeError('open files are of another class now');
  await file.poll();
  await file.poll();
  expect(changes()).toEqual(['content']);
  expect(file.info.readMode).toBe('normal');
  await using other = await startOtherProgram(path);
  await other.run(`INSERT INTO t (v) VALUES ('four')`);
  await file.poll();
  expect(changes()).toEqual(['content', 'content']);
});

test('a quiet WAL file is read without locks until the first write, then in the normal way', async () => {
  const path = makeQuietWal(folder.at('a.db'));
  const file = await openOne(path);
  expect(file.info.readMode).toBe('immutable');
  expect(existsSync(`${path}-shm`)).toBe(false);
  await add(file, 'three');
  expect(file.info.readMode).toBe('normal');
  expect(await values(file)).toEqual(['one', 'two', 'three']);
});

test('what cannot be written is refused with the reason', async () => {
  const readOnly = await openOne(makeDatabase(folder.at('a.db'), SMALL_TABLE), { readOnly: true });
  await expect(add(readOnly, 'x')).rejects.toMatchObject({
    code: 'FILE_READ_ONLY',
    message: expect.stringContaining('opened read-only'),
  });
  const copy = await openOne(await makeCopiedWal(folder.at('b.db')));
  const before = await readFile(folder.at('b.db'));
  await expect(add(copy, 'x')).rejects.toMatchObject({ code: 'FILE_READ_ONLY' });
  expect((await readFile(folder.at('b.db'))).equals(before)).toBe(true);
});

test('a file that was replaced is not written before the user was told', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  const file = await openOne(path);
  await rename(makeDatabase(folder.at('b.db'), SMALL_TABLE), path);
  await expect(add(file, 'lost')).rejects.toMatchObject({ code: 'FILE_REPLACED' });
  expect(await values(file)).toEqual(['one', 'two']);
  await add(file, 'three');
  expect(await values(file)).toEqual(['one', 'two', 'three']);
  await rename(makeDatabase(folder.at('c.db'), SMALL_TABLE), path);
  if (!(file instanceof OpenedFile)) throw new TypeError('open files are of another class now');
  await file.poll();
  await expect(add(file, 'lost')).rejects.toMatchObject({ code: 'FILE_REPLACED' });
});

test('a lock is waited for and told; after busySeconds its holder is named and nothing is written', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  const file = await openOne(path);
  await using other = await startOtherProgram(path);
  await other.run('BEGIN IMMEDIATE');
  const adding = add(file, 'three');
  await opened.changed('busy');
  await other.run('COMMIT');
  expect(await adding).toBe(1);
  expect(changes()).toContain('free');
  putLimits({ ...usual, busySeconds: 0 });
  await other.run('BEGIN IMMEDIATE');
  const error = await add(file, 'four').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'FILE_LOCKED' });
  if (process.platform === 'linux') expect(error).toMatchObject({ details: { pid: other.pid } });
  await other.run('ROLLBACK');
  expect(await values(file)).toEqual(['one', 'two', 'three']);
});

test('no lock is held between writes', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  const file = await openOne(path);
  await add(file, 'three');
  await using other = await startOtherProgram(path);
  await other.run('PRAGMA busy_timeout = 0');
  for (let count = 0; count < 50; count += 1) await other.run(`INSERT INTO t (v) VALUES ('x')`);
  expect(await values(file)).toHaveLength(53);
});

test.for(['DELETE', 'WAL'])(
  'a writer that dies in a transaction leaves nothing, journal mode %s',
  async (mode) => {
    const path = makeDatabase(folder.at('a.db'), `PRAGMA journal_mode = ${mode}; ${SMALL_TABLE}`);
    const file = await openOne(path);
    const dying = file.write({ holder }, async (connection) => {
      await connection.exec('PRAGMA cache_size = 2');
      await connection.exec('BEGIN IMMEDIATE');
      await connection.exec(
        `WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
       INSERT INTO t SELECT i, hex(randomblob(50)) FROM n`,
      );
      process.kill(connection.pid, 'SIGKILL');
      await connection.exec('COMMIT');
    });
    await expect(dying).rejects.toMatchObject({ code: 'CONNECTION_GONE' });
    expect(await values(file)).toEqual(['one', 'two']);
    expect(file.info.readOnlyReason).toBe(null);
    await add(file, 'three');
    expect(await values(file)).toEqual(['one', 'two', 'three']);
  },
);
