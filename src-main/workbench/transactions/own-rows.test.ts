import { expect, test } from 'vitest';
import type { EventValue } from '../../../src-preload/contract/index.ts';
import { startConsoleApp } from '../queries/testing/console-app.ts';

const NUMBERS = (to: number) => `WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i LIMIT ${to})`;
const SCHEMA = `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, n INTEGER);
  ${NUMBERS(1000)} INSERT INTO t SELECT x, 'row ' || x, x % 7 FROM i;
  CREATE VIEW sums AS SELECT n, count(*) AS rows FROM t GROUP BY n;
  CREATE VIRTUAL TABLE words USING fts5(word);
  CREATE TABLE keyless (a, rowid, _rowid_, oid);
  INSERT INTO keyless VALUES (1, 0, 0, 0), (2, 0, 0, 0);`;

/** The machine that runs the tests may be busy. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

async function startRowsApp() {
  const console = await startConsoleApp(SCHEMA);
  const { app, client, file } = console;
  const second = app.connect().client;
  const open = async (object: string, of = client) => {
    const { view } = await of.rows.open({ file, object });
    return async () => (await of.rows.page({ view, anchor: { kind: 'first' }, limit: 20 })).rows;
  };
  return { ...console, second, open };
}

test('Views and tables without a key show what the transaction sees, and others what is committed', async () => {
  const { client, second, file, run, open } = await startRowsApp();
  const [sums, keyless, theirs] = [await open('sums'), await open('keyless'), await open('sums', second)];
  const before = [0, 1, 2, 3, 4, 5, 6].map((n) => [n, n >= 1 && n <= 6 ? 143 : 142]);
  expect(await sums()).toEqual(before);
  await run('UPDATE t SET n = 7', { writing: 'begin' });
  await run('INSERT INTO keyless VALUES (3, 0, 0, 0)');
  await soon(sums).toEqual([[7, 1000]]);
  await soon(async () => (await keyless()).map(([a]) => a)).toEqual([1, 2, 3]);
  expect(await theirs()).toEqual(before);
  // One that is opened now shows the same.
  expect(await (await open('sums'))()).toEqual([[7, 1000]]);
  await client.transactions.rollbackTo({ file, node: '1' });
  await soon(sums).toEqual(before);
  await run('CREATE VIEW made AS SELECT max(n) AS most FROM t');
  expect(await (await open('made'))()).toEqual([[6]]);
  await run('UPDATE t SET n = 0');
  await client.transactions.rollback({ file });
  await soon(sums).toEqual(before);
  await soon(async () => (await keyless()).map(([a]) => a)).toEqual([1, 2]);
});

test('A view that is opened while a transaction is open is counted, and nothing is numbered for ever', async () => {
  const { client, file, run } = await startRowsApp();
  const progress = new Map<string, EventValue<'rows.progress'>>();
  client.on('rows.progress', (value) => void progress.set(value.view, value));
  await run('DELETE FROM t WHERE id > 900', { writing: 'begin' });
  const filtered = await client.rows.open({ file, object: 't', filter: [{ column: 'n', text: '= 3' }] });
  const sorted = await client.rows.open({
    file,
    object: 't',
    sort: [{ column: 'name', direction: 'down' }],
  });
  const plain = await client.rows.open({ file, object: 't' });
  const words = await client.rows.open({ file, object: 'words' });
  for (const { progress: first } of [filtered, sorted, plain]) expect(first.positions).toBe('ready');
  const countOf = (view: string) => () => progress.get(view)?.count;
  await soon(countOf(filtered.view)).toEqual({ value: 129, kind: 'exact' });
  await soon(countOf(sorted.view)).toEqual({ value: 900, kind: 'exact' });
  await soon(countOf(plain.view)).toEqual({ value: 900, kind: 'exact' });
  await soon(countOf(words.view)).toEqual({ value: 0, kind: 'exact' });
  const { keys } = await client.rows.page({
    view: plain.view,
    anchor: { kind: 'row', row: 700 },
    limit: 2,
  });
  expect(keys).toEqual([[701], [702]]);
  expect([...progress.values()].some(({ positions }) => positions !== 'ready')).toBe(false);
});

test('Far rows and their numbers follow the transaction, before and after they were counted again', async () => {
  const { client, file, run, other } = await startRowsApp();
  other.exec(`${NUMBERS(60_000)} INSERT INTO t SELECT 1000 + x, 'far', 0 FROM i`);
  const { view } = await client.rows.open({ file, object: 't' });
  const counts: EventValue<'rows.progress'>[] = [];
  client.on('rows.progress', (value) => void counts.push(value));
  await run('DELETE FROM t WHERE id <= 500', { writing: 'begin' });
  const rowAt = async (row: number) =>
    (await client.rows.page({ view, anchor: { kind: 'row', row }, limit: 1 })).keys[0];
  const numberOf = async (id: number) => (await client.rows.locate({ view, key: [id] })).row;
  await soon(() => counts.at(-1)?.count).toEqual({ value: 60_500, kind: 'exact' });
  expect([await rowAt(55_000), await numberOf(55_501)]).toEqual([[55_501], 55_000]);
  expect([await rowAt(10), await numberOf(511)]).toEqual([[511], 10]);
  await run('DELETE FROM t WHERE id <= 1000');
  await soon(() => rowAt(55_000)).toEqual([56_001]);
  expect([await numberOf(56_001), await rowAt(10), await numberOf(1011)]).toEqual([55_000, [1011], 10]);
  const last = await client.rows.page({ view, anchor: { kind: 'last' }, limit: 1 });
  expect([last.keys, last.firstRow]).toEqual([[[61_000]], 59_999]);
});

test('Stopping a read on the own transaction ends that at once, and says so', async () => {
  const { client, file, other, run } = await startRowsApp();
  const news: EventValue<'transactions.changed'>[] = [];
  client.on('transactions.changed', (value) => void news.push(value));
  await run('UPDATE t SET n = 100', { writing: 'begin' });
  await run(`CREATE VIEW endless AS WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i)
    SELECT count(*) AS rows FROM i`);
  const { view } = await client.rows.open({ file, object: 'endless' });
  const page = client.rows.page({ view, anchor: { kind: 'first' }, limit: 1 }).catch(({ code }) => code);
  expect(await client.transactions.stop({ file })).toBeNull();
  await soon(() => news.findLast(({ state }) => state === null)?.reason).toContain('was stopped');
  expect(await page).toBe('VIEW_GONE');
  expect(await client.transactions.state({ file })).toBeNull();
  expect(other.prepare('SELECT max(n) FROM t').pluck().get()).toBe(6);
  await run('DELETE FROM t WHERE id = 1', { writing: 'commit' });
  expect(other.prepare('SELECT count(*) FROM t').pluck().get()).toBe(999);
});
