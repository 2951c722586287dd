import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { defaultSettings } from '../../../src-preload/contract/default-settings.ts';
import { CellTag } from '../../../src-preload/contract/index.ts';
import { settings } from '../../../src-preload/contract/preferences.ts';
import { putLimits } from '../limits.ts';
import { context, openRows, type RowsUnderTest } from '../rows/testing/open-rows.ts';
import { createPreferences } from './index.ts';
import { measureSpace } from './space.ts';

beforeEach(() => putLimits(defaultSettings));
const first = { kind: 'first' } as const;

/** The settings of an engine with one open file; changed as the page changes them. */
async function openBoth(sql: string) {
  const under: RowsUnderTest = await openRows(sql);
  onTestFinished(() => putLimits(defaultSettings));
  return { under, preferences: createPreferences(under.services) };
}

test('the defaults that the page begins with are those of the contract', () => {
  expect(settings.parse({})).toEqual(defaultSettings);
});

test('a cell of a page carries as much of a long value as the settings say', async () => {
  const { under, preferences } = await openBoth(
    "CREATE TABLE t (a TEXT); INSERT INTO t VALUES (printf('%.*c', 5000, 'x'))",
  );
  const { view } = await under.open('t');
  const before = await under.page(view, first, 1);
  expect(before.rows[0]?.[0]).toEqual([CellTag.longText, 5000, 'x'.repeat(1024)]);
  await preferences.change({ changes: { cellPreviewKilobytes: 4 } }, context);
  const after = await under.page(view, first, 1);
  expect(after.rows[0]?.[0]).toEqual([CellTag.longText, 5000, 'x'.repeat(4096)]);
  await preferences.change({ changes: { cellPreviewKilobytes: 8 } }, context);
  expect((await under.page(view, first, 1)).rows[0]?.[0]).toBe('x'.repeat(5000));
});

test('a locked file is waited for as long as the settings say', async () => {
  const { under, preferences } = await openBoth('CREATE TABLE t (a)');
  await preferences.change({ changes: { busySeconds: 0 } }, context);
  under.writer.execSync('BEGIN EXCLUSIVE');
  onTestFinished(() => under.writer.execSync('ROLLBACK'));
  const start = performance.now();
  const file = under.services.openFiles.get(under.file);
  await expect(
    file.use('reader', { holder: 'test' }, (connection) => connection.query('SELECT * FROM t')),
  ).rejects.toMatchObject({ code: 'FILE_LOCKED' });
  expect(performance.now() - start).toBeLessThan(3000);
});

test('the copy of rows without a key ends where the settings say', async () => {
  const { under, preferences } = await openBoth(`
    CREATE TABLE t (a TEXT);
    CREATE VIEW v AS SELECT a FROM t;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
    INSERT INTO t SELECT printf('%.*c', 1000, char(97 + i % 26)) FROM n`);
  await preferences.change({ changes: { cacheMegabytes: 16 } }, context);
  const sort = [{ column: 'a', direction: 'up' }] as const;
  const { view } = await under.open('v', { sort: [...sort] });
  const { progress, limitedTo } = await under.settled(view);
  expect(progress.positions).toBe('ready');
  // 16 MB of rows of 1,000 letters.
  expect(limitedTo).toBeGreaterThan(15_000);
  expect(limitedTo).toBeLessThan(17_500);
});

test('a file has as many readers as the settings say', async () => {
  const { under, preferences } = await openBoth('CREATE TABLE t (a)');
  const file = under.services.openFiles.get(under.file);
  const holdThree = async () => {
    let release = () => {};
    const freed = new Promise<void>((resolve) => {
      release = resolve;
    });
    const holders = [1, 2, 3].map(() =>
      file.use('reader', { holder: 'test' }, async (connection) => {
        await connection.query('SELECT 1');
        await freed;
      }),
    );
    await expect.poll(() => under.services.manager.getStats().leased).toBeGreaterThan(0);
    await expect
      .poll(() => {
        const { leased, waiting } = under.services.manager.getStats();
        return leased + waiting;
      })
      .toBe(3);
    const { leased } = under.services.manager.getStats();
    release();
    await Promise.all(holders);
    return leased;
  };
  await preferences.change({ changes: { readersPerFile: 1 } }, context);
  expect(await holdThree()).toBe(1);
  await preferences.change({ changes: { readersPerFile: 3 } }, context);
  expect(await holdThree()).toBe(3);
});

test('an engine that starts works within the limits that were kept', async () => {
  const { under, preferences } = await openBoth(
    "CREATE TABLE t (a TEXT); INSERT INTO t VALUES (printf('%.*c', 5000, 'x'))",
  );
  await preferences.change({ changes: { cellPreviewKilobytes: 2 } }, context);
  putLimits(defaultSettings);
  createPreferences(under.services);
  const { view } = await under.open('t');
  await expect
    .poll(async () => (await under.page(view, first, 1)).rows[0]?.[0])
    .toEqual([CellTag.longText, 5000, 'x'.repeat(2048)]);
});

test('emptying the cache removes what dead engines left, and nothing that is in use', async () => {
  const { under, preferences } = await openBoth('CREATE TABLE t (a)');
  const { cacheFolder } = under.services;
  const dead = 4_194_305;
  writeFileSync(join(cacheFolder, `rows-${dead}-1.sqlite`), Buffer.alloc(3000));
  mkdirSync(join(cacheFolder, 'copies', `${dead}-f1-12`), { recursive: true });
  writeFileSync(join(cacheFolder, 'copies', `${dead}-f1-12`, 'a.db'), Buffer.alloc(500));
  writeFileSync(join(cacheFolder, `rows-${process.pid}-9.sqlite`), Buffer.alloc(70));
  expect(await preferences.space({}, context)).toMatchObject({
    kinds: expect.arrayContaining([{ kind: 'copies', bytes: 500 }]),
  });
  expect(await preferences.emptyCache({}, context)).toEqual({ bytes: 3500 });
  expect(await preferences.emptyCache({}, context)).toEqual({ bytes: 0 });
  expect(await preferences.space({}, context)).toMatchObject({
    kinds: expect.arrayContaining([{ kind: 'copies', bytes: 0 }]),
  });
});

test('staged edits and the history are kinds of their own', async () => {
  const { under } = await openBoth('CREATE TABLE t (a)');
  const [data, cache] = ['data', 'cache'].map((name) => join(under.services.dataFolder, name));
  for (const [name, bytes] of [
    ['edits/a.journal', 40],
    ['history/b/1.commit', 30],
    ['settings.json', 20],
    ['edits.txt', 10],
  ] as const) {
    const path = join(data ?? '', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.alloc(bytes));
  }
  const kinds = await measureSpace(data ?? '', cache ?? '');
  expect(kinds.filter(({ bytes }) => bytes > 0)).toEqual([
    { kind: 'settings', bytes: 20 },
    { kind: 'edits', bytes: 40 },
    { kind: 'history', bytes: 30 },
    { kind: 'other', bytes: 10 },
  ]);
});
