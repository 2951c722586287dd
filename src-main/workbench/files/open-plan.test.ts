import { truncate, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFileFacts } from './file-facts.ts';
import { planOpening } from './open-plan.ts';
import { makeDatabase, makeQuietWal, SMALL_TABLE } from './testing/make-file.ts';
import { startOtherProgram } from './testing/other-program.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './testing/temporary-folder.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const planOf = async (path: string) => planOpening(await readFileFacts(path));

test('a quiet rollback file is read the normal way by better-sqlite3', async () => {
  expect(await planOf(makeDatabase(folder.at('a.db'), SMALL_TABLE))).toEqual({
    mode: 'normal',
    driver: 'better-sqlite3',
    readModeReason: null,
    driverReason: null,
    needsRollback: false,
  });
});

test('an empty -wal that nobody uses would get a -shm: immutable, beside a rollback file too', async () => {
  for (const path of [makeQuietWal(folder.at('a.db')), makeDatabase(folder.at('b.db'), SMALL_TABLE)]) {
    await writeFile(`${path}-wal`, '');
    expect(await planOf(path)).toMatchObject({ mode: 'immutable', driver: 'node:sqlite' });
  }
});

test('an open WAL connection that wrote nothing yet is read the normal way', async () => {
  const path = makeQuietWal(folder.at('a.db'));
  await using program = await startOtherProgram(path);
  await program.run('SELECT * FROM t');
  expect(await planOf(path)).toMatchObject({ mode: 'normal' });
});

test('a crashed set that kept its -shm is read the normal way: nothing new appears', async () => {
  const path = folder.at('a.db');
  await using program = await startOtherProgram(path);
  await program.run('PRAGMA journal_mode = WAL');
  await program.run(SMALL_TABLE);
  await program.crash();
  expect(await planOf(path)).toMatchObject({ mode: 'normal' });
});

test('journals that SQLite has invalidated are not hot', async () => {
  const path = folder.at('a.db');
  await using program = await startOtherProgram(path);
  await program.run('PRAGMA journal_mode = PERSIST');
  await program.run(SMALL_TABLE);
  await program.crash();
  expect(await planOf(path)).toMatchObject({ mode: 'normal' });
  await truncate(`${path}-journal`, 0);
  expect(await planOf(path)).toMatchObject({ mode: 'normal' });
});

test('a WAL kept by a locking_mode=EXCLUSIVE writer has no -shm, and is no crashed set', async ({ skip }) => {
  if (process.platform !== 'linux') skip('only Linux tells holders');
  const path = folder.at('a.db');
  await using program = await startOtherProgram(path);
  await program.run('PRAGMA locking_mode = EXCLUSIVE');
  await program.run('PRAGMA journal_mode = WAL');
  await program.run(SMALL_TABLE);
  expect(await planOf(path)).toMatchObject({ mode: 'normal' });
});

test('a name that better-sqlite3 would trim is read by the other driver', async () => {
  const path = makeDatabase(folder.at('a.db'), SMALL_TABLE);
  const facts = await readFileFacts(path);
  expect(planOpening({ ...facts, realPath: `${path} ` })).toMatchObject({ driver: 'node:sqlite' });
});
