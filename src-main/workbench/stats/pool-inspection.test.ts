import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { defaultSettings } from '../../../src-preload/contract/default-settings.ts';
import { startOtherProgram } from '../files/testing/other-program.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../files/testing/temporary-folder.ts';
import { putLimits } from '../limits.ts';
import { createStats } from './index.ts';
import { openPool, plain } from './testing/open-pool.ts';
import { untilTold } from './testing/until-told.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** What a busy machine may need. */
const PATIENCE = { timeout: 10_000 };
const isLinux = process.platform === 'linux';

test('a connection that is leaked on purpose is named within 5 s, with the place that took it', async () => {
  const { opened, file, pool } = await openPool(folder);
  await using _ = opened;
  const { promise, resolve } = untilTold();
  async function leakOnPurpose() {
    await file.use('worker', { holder: 'job nightly-report' }, async (connection) => {
      await connection.query('SELECT 1');
      await promise;
    });
  }
  const leak = leakOnPurpose();
  await expect
    .poll(async () => (await pool()).connections.find(({ state }) => state === 'leased'), { timeout: 5000 })
    .toMatchObject({ holder: 'job nightly-report', role: 'worker' });
  const [place] = (await pool()).connections.find(({ state }) => state === 'leased')?.takenIn ?? [];
  expect(place).toEqual({
    caller: 'leakOnPurpose',
    file: 'pool-inspection.test.ts',
    line: expect.any(Number),
  });
  resolve();
  await leak;
});

test('killing the holder serves everybody who waits for a reader', async () => {
  const { opened, services, file, stats, context, pool } = await openPool(folder);
  await using _ = opened;
  await stats.setReaders({ file: file.info.id, readers: 1 }, context);
  const held = services.manager.lease(
    { file: file.info.path, driver: 'better-sqlite3', options: { filename: file.info.path, readonly: true } },
    'reader',
    { holder: 'a leak' },
  );
  const leaked = await held;
  const waiting = [1, 2, 3].map((number) =>
    file.use('reader', { holder: `page ${number}` }, (connection) => connection.query('SELECT ?', [number])),
  );
  // What watches the file may wait with them.
  await expect.poll(async () => (await pool()).waiting, PATIENCE).toBeGreaterThanOrEqual(3);
  expect(await stats.kill({ connection: leaked.connection.id }, context)).toEqual({ isFound: true });
  expect((await Promise.all(waiting)).map(({ rows }) => rows[0]?.[0])).toEqual([1, 2, 3]);
  await expect(leaked.connection.query('SELECT 1')).rejects.toMatchObject({ code: 'CONNECTION_GONE' });
  await expect.poll(pool, PATIENCE).toMatchObject({ waiting: 0, leased: 0 });
});

test('the number of readers of a file is kept within its bounds, in force at once, and remembered', async () => {
  const { opened, services, path, file, stats, context, pool } = await openPool(folder);
  await using _ = opened;
  onTestFinished(() => putLimits(defaultSettings));
  const stored = join(services.dataFolder, 'pool-limits.json');
  const { promise, resolve } = untilTold();
  const reading = [1, 2].map(() => file.use('reader', { holder: 'reading' }, () => promise));
  await expect.poll(async () => (await pool()).leased, PATIENCE).toBe(2);
  await stats.setReaders({ file: file.info.id, readers: 1 }, context);
  expect(await pool()).toMatchObject({ leased: 2, maxReaders: 1 });
  resolve();
  await Promise.all(reading);
  await expect.poll(async () => (await pool()).open, PATIENCE).toBe(1);
  expect(JSON.parse(readFileSync(stored, 'utf8'))).toEqual([{ file: path, readers: 1 }]);

  // As an engine that starts finds it.
  services.manager.setReadersOf(path, null);
  expect(await pool()).toMatchObject({ maxReaders: 4 });
  createStats(services);
  await expect.poll(async () => (await pool()).maxReaders, PATIENCE).toBe(1);

  // As many as every file has: it follows them.
  await stats.setReaders({ file: file.info.id, readers: defaultSettings.readersPerFile }, context);
  services.manager.setLimits({ readersPerFile: 2 });
  expect(await pool()).toMatchObject({ maxReaders: 2 });
  expect(JSON.parse(readFileSync(stored, 'utf8'))).toEqual([]);

  writeFileSync(stored, '[{"file":"a","readers":99}]');
  const other = createStats(services);
  await expect
    .poll(async () => {
      await other.pool({}, context);
      return opened.events.filter(({ name }) => name === 'preferences.damaged').length;
    }, PATIENCE)
    .toBe(1);
});

test('prepared statements that are used again are hits', async () => {
  const { opened, file, pool } = await openPool(folder);
  await using _ = opened;
  const before = (await pool()).statements;
  for (let turn = 0; turn < 10; turn += 1)
    await file.use('reader', { holder: 'rows' }, (connection) => connection.query('SELECT count(*) FROM t'));
  const { statements, connections } = await pool();
  // What watches the file runs its own beside.
  expect(statements.hits - before.hits).toBeGreaterThanOrEqual(9);
  expect(statements.misses - before.misses).toBeLessThan(5);
  expect(connections.map((one) => one.statements.hits).reduce((a, b) => a + b)).toBe(statements.hits);
});

test.runIf(isLinux)(
  'the reader that keeps a WAL from shrinking is named: our own, or another program',
  async () => {
    const content = 'PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1);';
    const { opened, path, file, pool } = await openPool(folder, content);
    await using _ = opened;
    await using writer = await startOtherProgram(path);
    await using other = await startOtherProgram(path);
    await writer.run('INSERT INTO t VALUES (2)');
    expect((await pool()).walReader).toBeNull();

    // Two snapshots: that of the console is older.
    const { promise, resolve } = untilTold();
    const reading = file.use('worker', { holder: 'Console 1' }, async (connection) => {
      await connection.query('BEGIN');
      await connection.query('SELECT count(*) FROM t');
      await promise;
      await connection.query('COMMIT');
    });
    await expect.poll(async () => (await pool()).walReader?.words, PATIENCE).toBe('Console 1');
    await writer.run('INSERT INTO t VALUES (3)');
    await other.run('BEGIN');
    expect(await other.run('SELECT count(*) FROM t')).toEqual([[3]]);
    const own = await pool();
    const console = own.connections.find(({ holder }) => holder === 'Console 1');
    expect(own.walReader).toMatchObject({ connection: console?.id, pid: console?.pid, words: 'Console 1' });
    const [checkpoint] = await writer.run('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(checkpoint?.[0]).toBe(1);
    expect(own.walBytes).toBeGreaterThan(0);

    resolve();
    await reading;
    await expect.poll(async () => (await pool()).walReader?.pid, PATIENCE).toBe(other.pid);
    const theirs = (await pool()).walReader;
    expect(theirs).toMatchObject({ connection: null, words: expect.stringMatching(`process ${other.pid}`) });
    expect(theirs?.frames).toBeGreaterThan(own.walReader?.frames ?? 0);
    await other.run('COMMIT');
    await expect.poll(async () => (await pool()).walReader, PATIENCE).toBeNull();
  },
);

test('events and samples are asked for from those on that are known', async () => {
  const { opened, file, stats, context, history } = await openPool(folder);
  await using _ = opened;
  await expect.poll(async () => (await history()).samples.length, PATIENCE).toBeGreaterThan(0);
  const known = await history();
  const after = { sample: known.samples.at(-1)?.at ?? 0, event: known.events[0]?.id ?? 0 };
  plain(await stats.closeIdle({ file: file.info.id }, context));
  const newer = await history(after);
  expect(newer.events.map(({ kind }) => kind)).toEqual(['closed']);
  expect(newer.samples.every(({ at }) => at > after.sample)).toBe(true);
  expect((await history()).events).toEqual([...newer.events, ...known.events]);
});
