import { expect, onTestFinished, test } from 'vitest';
import type { EventValue } from '../../../src-preload/contract/index.ts';
import { type ConsoleApp, startConsoleApp } from '../queries/testing/console-app.ts';

const SCHEMA = `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, n INTEGER);
  WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i LIMIT 1000)
  INSERT INTO t SELECT x, 'row ' || x, x % 7 FROM i;`;
/** Never comes to an end. */
const RUNAWAY = `WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i) SELECT count(*) FROM i`;

function told({ client }: Pick<ConsoleApp, 'client'>): EventValue<'transactions.changed'>[] {
  const news: EventValue<'transactions.changed'>[] = [];
  client.on('transactions.changed', (value) => void news.push(value));
  return news;
}

/** The machine that runs the tests may be busy. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

const lastReason = (news: readonly EventValue<'transactions.changed'>[]) => () =>
  news.findLast(({ state }) => state === null)?.reason;

test('Views of the client show what its transaction sees, those of others what is committed', async () => {
  const { app, client, file, run } = await startConsoleApp(SCHEMA);
  const second = app.connect();
  const open = async (of = client, sort: 'n' | null = null) =>
    await of.rows.open({
      file,
      object: 't',
      ...(sort === null ? {} : { sort: [{ column: sort, direction: 'down' }] }),
    });
  const [mine, sorted, theirs] = [await open(), await open(client, 'n'), await open(second.client)];
  const page = async (of: typeof client, view: string, row = 0) =>
    await of.rows.page({ view, anchor: { kind: 'row', row }, limit: 3 });
  await page(client, mine.view);
  await run('UPDATE t SET n = 99 WHERE id = 500', { writing: 'begin' });
  await run('DELETE FROM t WHERE id = 1');
  await run("INSERT INTO t VALUES (2000, 'last', -1), (2001, 'very last', 98)");
  expect((await page(client, mine.view)).keys).toEqual([[2], [3], [4]]);
  expect((await page(client, sorted.view)).keys.slice(0, 2)).toEqual([[500], [2001]]);
  expect((await page(client, mine.view, 998)).keys).toEqual([[1000], [2000], [2001]]);
  const last = await client.rows.page({ view: mine.view, anchor: { kind: 'last' }, limit: 2 });
  expect([last.keys, last.firstRow]).toEqual([[[2000], [2001]], 999]);
  const after = await client.rows.page({ view: mine.view, anchor: { kind: 'after', key: [999] }, limit: 2 });
  expect([after.keys, after.firstRow]).toEqual([[[1000], [2000]], 998]);
  expect(await client.rows.locate({ view: mine.view, key: [2001] })).toMatchObject({ row: 1000 });
  expect((await client.rows.row({ view: mine.view, key: [500] })).cells.at(-1)).toBe(99);
  expect((await page(second.client, theirs.view)).keys[0]).toEqual([1]);
  await expect(second.client.rows.row({ view: theirs.view, key: [2000] })).rejects.toMatchObject({
    code: 'ROW_NOT_FOUND',
  });
  await client.transactions.rollback({ file });
  expect((await page(client, mine.view)).keys[0]).toEqual([1]);
  expect((await page(client, sorted.view)).firstRow).toBe(0);
});

test('Counts of a view follow the transaction', async () => {
  const { client, file, run } = await startConsoleApp(SCHEMA);
  const progress: EventValue<'rows.progress'>[] = [];
  client.on('rows.progress', (value) => void progress.push(value));
  const { view } = await client.rows.open({ file, object: 't' });
  await client.rows.page({ view, anchor: { kind: 'first' }, limit: 3 });
  const count = () => progress.at(-1)?.count;
  await soon(count).toEqual({ value: 1000, kind: 'exact' });
  await run('DELETE FROM t WHERE id > 10', { writing: 'begin' });
  await soon(count).toEqual({ value: 10, kind: 'exact' });
  expect(progress.some(({ isStale }) => isStale)).toBe(false);
  await client.transactions.rollbackTo({ file, node: '1' });
  await soon(count).toEqual({ value: 1000, kind: 'exact' });
  await run('DELETE FROM t WHERE id > 20');
  await client.transactions.commit({ file });
  await soon(count).toEqual({ value: 20, kind: 'exact' });
});

test('Stopping a statement that runs ends the transaction, and that is said', async () => {
  const console = await startConsoleApp(SCHEMA);
  const { client, file, run, failure, other } = console;
  const news = told(console);
  await run('UPDATE t SET n = 0', { writing: 'begin' });
  const state = async () => await client.transactions.state({ file });
  // A statement that is stopped before SQLite has begun with it leaves the transaction as it is.
  while ((await state()) !== null) {
    const stop = new AbortController();
    const before = (await state())?.nodes.length;
    const stopped = failure(`INSERT INTO t (n) ${RUNAWAY}`, {}, client, stop.signal);
    await soon(async () => (await state())?.nodes.length).not.toBe(before);
    const from = performance.now();
    stop.abort();
    expect(['CANCELLED', 'TRANSACTION_LOST']).toContain((await stopped).code);
    expect(performance.now() - from).toBeLessThan(1500);
  }
  await soon(lastReason(news)).toContain('was stopped');
  expect(other.prepare('SELECT sum(n) > 0 FROM t').pluck().get()).toBe(1);
  await run('DELETE FROM t WHERE id = 1', { writing: 'commit' });
  expect(other.prepare('SELECT count(*) FROM t').pluck().get()).toBe(999);
});

test('A connection that dies takes its transaction with it, and that is said', async () => {
  const console = await startConsoleApp(SCHEMA);
  const { client, file, run, failure, other } = console;
  const news = told(console);
  await run('UPDATE t SET n = 0', { writing: 'begin' });
  const { connections } = await client.stats.pool({ file });
  const writer = connections.find(({ role }) => role === 'writer');
  process.kill(writer?.pid ?? 0, 'SIGKILL');
  await soon(lastReason(news)).toContain('connection of the transaction ended');
  expect(await client.transactions.state({ file })).toBeNull();
  expect((await failure('COMMIT')).code).toBe('TRANSACTION_NONE');
  expect(other.prepare('SELECT sum(n) > 0 FROM t').pluck().get()).toBe(1);
  await run('DELETE FROM t', { writing: 'commit' });
});

test('The transaction of a window that is gone can be taken over by another one', async () => {
  const { app, client, file, other, run } = await startConsoleApp(SCHEMA);
  const gone = app.connect();
  await run('UPDATE t SET n = 0', { writing: 'begin' }, gone.client);
  expect(await client.transactions.state({ file })).toMatchObject({ isMine: false });
  await expect(client.transactions.commit({ file })).rejects.toMatchObject({ code: 'TRANSACTION_OPEN' });
  gone.disconnect();
  await soon(async () => (await client.transactions.state({ file }))?.isMine).toBe(true);
  await client.transactions.commit({ file });
  expect(other.prepare('SELECT sum(n) FROM t').pluck().get()).toBe(0);
});

test('A lock of another program is waited for and told before the transaction begins', async () => {
  const { client, file, other } = await startConsoleApp(SCHEMA);
  const busy: string[] = [];
  client.on('files.changed', ({ what, message }) => {
    if (what === 'busy') busy.push(message ?? '');
  });
  const { busySeconds } = await client.preferences.settings({});
  onTestFinished(async () => void (await client.preferences.change({ changes: { busySeconds } })));
  await client.preferences.change({ changes: { busySeconds: 1 } });
  other.exec('BEGIN IMMEDIATE');
  await expect(client.transactions.begin({ file, console: 'c1' })).rejects.toMatchObject({
    code: 'FILE_LOCKED',
  });
  expect(busy[0]).toContain('file.db');
  const begun = client.transactions.begin({ file, console: 'c1' });
  other.exec('COMMIT');
  expect(await begun).toMatchObject({ isMine: true });
  expect(() => other.exec('BEGIN IMMEDIATE')).toThrow(/locked/u);
  await client.transactions.rollback({ file });
  other.exec('BEGIN IMMEDIATE; COMMIT');
});

test('A beginning that was given up while it waited is not in the way of the next', async () => {
  const { client, file, other } = await startConsoleApp(SCHEMA);
  other.exec('BEGIN IMMEDIATE');
  const stopped = [1, 2].map(() => {
    const wait = new AbortController();
    const begun = client.transactions.begin({ file, console: 'c1' }, { signal: wait.signal });
    wait.abort();
    return begun;
  });
  expect(await Promise.allSettled(stopped)).toMatchObject([
    { status: 'rejected', reason: { code: 'CANCELLED' } },
    { status: 'rejected', reason: { code: 'CANCELLED' } },
  ]);
  const begun = client.transactions.begin({ file, console: 'c1' });
  other.exec('COMMIT');
  expect(await begun).toMatchObject({ isMine: true });
  await client.transactions.rollback({ file });
});

test('A file that is replaced under its transaction is not written', async () => {
  const { client, file, path, run, other } = await startConsoleApp(SCHEMA);
  await run('UPDATE t SET n = 0', { writing: 'begin' });
  const { copyFileSync, renameSync } = await import('node:fs');
  copyFileSync(path, `${path}.new`);
  renameSync(`${path}.new`, path);
  await expect(client.transactions.commit({ file })).rejects.toMatchObject({
    code: expect.stringMatching(/FILE_REPLACED|TRANSACTION_LOST|TRANSACTION_NONE/u),
  });
  await client.transactions.rollback({ file }).catch(() => undefined);
  expect(other.prepare('SELECT sum(n) > 0 FROM t').pluck().get()).toBe(1);
});

test('Closing the file rolls back and says so', async () => {
  const console = await startConsoleApp(SCHEMA);
  const { client, file, run, other } = console;
  const news = told(console);
  await run('UPDATE t SET n = 0', { writing: 'begin' });
  await client.files.close({ file });
  await soon(lastReason(news)).toBe('The file was closed.');
  expect(other.prepare('SELECT sum(n) > 0 FROM t').pluck().get()).toBe(1);
});
