import { afterEach, beforeEach, expect, test } from 'vitest';
import { startOtherProgram } from '../files/testing/other-program.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../files/testing/temporary-folder.ts';
import { openPool } from './testing/open-pool.ts';
import { untilTold } from './testing/until-told.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** What a busy machine may need. */
const PATIENCE = { timeout: 10_000 };
const isLinux = process.platform === 'linux';

test('a wait for the lock of another program is counted, and told with its process', async () => {
  const { opened, path, file, pool, events } = await openPool(folder);
  await using _ = opened;
  await using program = await startOtherProgram(path);
  await program.run('BEGIN EXCLUSIVE');
  const reading = file.use('reader', { holder: 'rows of t' }, (connection) =>
    connection.query('SELECT * FROM t'),
  );
  const writing = file.write({ holder: 'commit' }, (connection) =>
    connection.run('INSERT INTO t VALUES (1)'),
  );
  await opened.changed('busy');
  await program.run('ROLLBACK');
  await Promise.all([reading, writing]);
  const { lockWaits } = await pool();
  expect(lockWaits.count).toBeGreaterThanOrEqual(1);
  expect(lockWaits.longest).toBeLessThanOrEqual(lockWaits.total);
  const who = isLinux ? `node \\(process ${program.pid}\\)` : '.+';
  const told = (await events()).filter(({ kind }) => kind === 'locked').map(({ message }) => message);
  expect(told.join('\n')).toMatch(
    new RegExp(`^(rows of t|commit) waited [\\d,]+ ms for a lock of (${who})\\.$`, 'm'),
  );
});

test('a write that waits for another one of Cairn is told with the name of that', async () => {
  const { opened, file, pool, events } = await openPool(folder);
  await using _ = opened;
  const { promise, resolve } = untilTold();
  const first = file.write({ holder: 'import of a.csv' }, async (connection) => {
    await connection.query('SELECT 1');
    await promise;
  });
  const second = file.write({ holder: 'commit' }, (connection) => connection.run('INSERT INTO t VALUES (1)'));
  await expect.poll(async () => (await pool()).leased, PATIENCE).toBe(1);
  setTimeout(resolve, 120);
  await Promise.all([first, second]);
  expect((await pool()).lockWaits).toMatchObject({ count: 1 });
  expect(await events()).toContainEqual({
    kind: 'locked',
    connection: null,
    message: expect.stringMatching(/^commit waited [\d,]+ ms for a lock of import of a\.csv\.$/),
  });
});

test('a read that waits for a transaction of Cairn is told with the name of that', async () => {
  const { opened, file, events } = await openPool(folder);
  await using _ = opened;
  const { promise, resolve } = untilTold();
  const begun = Promise.withResolvers<void>();
  const writing = file.write({ holder: 'transaction of Console 1' }, async (connection) => {
    await connection.exec('BEGIN EXCLUSIVE');
    begun.resolve();
    await promise;
    await connection.exec('ROLLBACK');
  });
  await begun.promise;
  const reading = file.use('worker', { holder: 'rows of t' }, (connection) =>
    connection.query('SELECT count(*) FROM t'),
  );
  await opened.changed('busy');
  resolve();
  expect((await reading).rows).toEqual([[0]]);
  await writing;
  // SQLite has waited for 50 ms before it said so, and 60 ms are waited before it is asked again.
  const told = (await events()).filter(({ kind }) => kind === 'locked').map(({ message }) => message);
  expect(told.join('\n')).toMatch(/^rows of t waited [\d,]+ ms for a lock of transaction of Console 1\.$/m);
});
