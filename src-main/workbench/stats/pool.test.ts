import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTemporaryFolder, type TemporaryFolder } from '../files/testing/temporary-folder.ts';
import { openPool, plain } from './testing/open-pool.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** What a busy machine may need. */
const PATIENCE = { timeout: 10_000 };
const ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';

test('a connection that is held is named with its holder, its statement and since when; killing it serves the queue', async () => {
  const { opened, file, stats, context, pool, events } = await openPool(folder);
  await using _ = opened;
  const before = Date.now();
  const held = file.write({ holder: 'a leaking job' }, (connection) => connection.query(ENDLESS));
  const failed = expect(held).rejects.toMatchObject({ code: 'CONNECTION_GONE' });
  const isHeld = async () => (await pool()).connections.find(({ holder }) => holder === 'a leaking job');
  await expect.poll(async () => (await isHeld())?.statement, PATIENCE).toBe(ENDLESS);
  const writer = await isHeld();
  expect(writer).toMatchObject({ role: 'writer', state: 'leased', file: file.info.id });
  expect(writer?.heldSince).toBeGreaterThanOrEqual(before);
  expect(writer?.statementSince).toBeGreaterThanOrEqual(before);
  if (process.platform === 'linux') expect(writer?.memoryBytes).toBeGreaterThan(1_000_000);

  const queued = file.write({ holder: 'the next' }, (connection) => connection.query('SELECT 7'));
  expect(await stats.kill({ connection: writer?.id ?? '' }, context)).toEqual({ isFound: true });
  expect((await queued).rows).toEqual([[7]]);
  await failed;
  expect(await events()).toContainEqual(
    expect.objectContaining({
      kind: 'failed',
      connection: writer?.id,
      message: expect.stringMatching(/gone/),
    }),
  );
  expect(await stats.kill({ connection: 'nobody' }, context)).toEqual({ isFound: false });
});

test('a connection is replaced when it is given back, idle ones are asked and closed', async () => {
  const { opened, file, stats, context, pool, events } = await openPool(folder);
  await using _ = opened;
  const read = (work = Promise.resolve()) =>
    file.use('reader', { holder: 'reading' }, async (connection) => {
      await work;
      return connection.id;
    });
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = read(promise);
  await expect.poll(async () => (await pool()).leased, PATIENCE).toBe(1);
  const [leased] = (await pool()).connections;
  await stats.recycle({ connection: leased?.id ?? '' }, context);
  expect((await pool()).connections.map(({ id }) => id)).toContain(leased?.id);
  resolve();
  expect(await first).toBe(leased?.id);
  await expect
    .poll(async () => (await pool()).connections.map(({ id }) => id), PATIENCE)
    .not.toContain(leased?.id);
  expect(await read()).not.toBe(leased?.id);

  const idle = async () => (await pool()).connections.filter(({ state }) => state === 'idle');
  await expect.poll(async () => (await idle()).length, PATIENCE).toBeGreaterThan(0);
  await stats.check({}, context);
  await expect
    .poll(async () => (await idle()).map(({ health }) => health?.isHealthy ?? null), PATIENCE)
    .toContain(true);
  const closing = (await idle()).map(({ id }) => id);
  const { closed } = await stats.closeIdle({ file: file.info.id }, context).then(plain);
  expect(closed).toBeGreaterThanOrEqual(closing.length);
  const left = (await pool()).connections.map(({ id }) => id);
  for (const id of closing) expect(left).not.toContain(id);
  for (const id of closing)
    expect(await events()).toContainEqual(expect.objectContaining({ kind: 'closed', connection: id }));
});

test('samples are taken each second', async () => {
  const { opened, file, stats, context } = await openPool(folder);
  await using _ = opened;
  await expect
    .poll(async () => {
      const history = await stats.poolHistory({ file: file.info.id }, context);
      return plain(history).samples.length;
    }, PATIENCE)
    .toBeGreaterThan(1);
});
