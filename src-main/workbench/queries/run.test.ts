import { describe, expect, test } from 'vitest';
import { untilStuck } from '../../faults/testing/processes.ts';
import { untilGone } from '../../ports/testing/living-processes.ts';
import { startConsoleApp } from './testing/console-app.ts';

const SCHEMA = `CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT); INSERT INTO t (x) VALUES ('one'), ('two');`;
const ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';

test('a read outside of a transaction runs on a connection that can do nothing else', async () => {
  const { run, failure, other } = await startConsoleApp(SCHEMA);
  expect(
    await run('SELECT x, x AS x FROM t WHERE id > :id', { parameters: [{ name: ':id', value: 1 }] }),
  ).toEqual({
    columns: ['x', 'x'],
    rows: [['two', 'two']],
    done: expect.objectContaining({ rows: 1, changes: null, node: null, isCut: false, notes: [] }),
  });
  for (const [sql, word] of [
    [`ATTACH 'x.db' AS x`, 'tab of its own'],
    ['DETACH main', 'tab of its own'],
    [`VACUUM INTO 'x.db'`, 'nobody has chosen'],
    ['PRAGMA synchronous = OFF', 'one connection only'],
    ['EXPLAIN PRAGMA foreign_keys = OFF', 'one connection only'],
    ['PRAGMA defer_foreign_keys = ON', 'Begin a transaction'],
    ['CREATE TEMP TABLE t (x)', 'Begin a transaction'],
    ['', 'no statement'],
    ['-- only words', 'no statement'],
    ['SELECT 1; DELETE FROM t', 'several statements'],
    ['SELECT \0 1', 'NUL'],
  ] as const) {
    const { code, message } = await failure(sql, { writing: 'commit' });
    expect([sql, code, message]).toEqual([sql, 'QUERY_INVALID', expect.stringContaining(word)]);
  }
  expect((await failure('SELCT 1')).details).toEqual({ offset: 0, length: 5, nearest: 'SELECT' });
  expect(other.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 2 });
});

test('a write asks first, or commits by itself, all or nothing', async () => {
  const { run, failure, other } = await startConsoleApp(
    `${SCHEMA} CREATE TABLE c (t REFERENCES t DEFERRABLE INITIALLY DEFERRED); CREATE TABLE r (x CHECK (x < 3)); CREATE INDEX ri ON r (x)`,
  );
  for (const sql of [
    'DELETE FROM t',
    'WITH a AS (SELECT 1) UPDATE t SET x = 1 WHERE id IN a',
    'CREATE INDEX i ON t (x)',
    'PRAGMA user_version = 3',
    'REINDEX',
    'ANALYZE',
  ]) {
    expect([sql, (await failure(sql)).code]).toEqual([sql, 'WRITE_NEEDS_CHOICE']);
  }
  const written = await run(`INSERT INTO t (x) VALUES ('three'), (:x) RETURNING id, x`, {
    writing: 'commit',
    parameters: [{ name: ':x', value: 'four' }],
  });
  expect(written).toMatchObject({
    columns: ['id', 'x'],
    rows: [
      [3, 'three'],
      [4, 'four'],
    ],
    done: { changes: 2 },
  });
  expect((await run('PRAGMA user_version = 3', { writing: 'commit' })).done.changes).toBe(0);
  expect(other.pragma('user_version', { simple: true })).toBe(3);
  expect((await failure('INSERT INTO r VALUES (1), (9)', { writing: 'commit' })).code).toBe(
    'CONSTRAINT_CHECK',
  );
  expect((await failure('INSERT INTO c VALUES (99)', { writing: 'commit' })).code).toBe(
    'CONSTRAINT_FOREIGN_KEY',
  );
  expect(other.prepare('SELECT (SELECT count(*) FROM r) + (SELECT count(*) FROM c) AS n').get()).toEqual({
    n: 0,
  });
  expect((await run('SELECT count(*) FROM t')).rows).toEqual([[4]]);
});

test('VACUUM and the journal mode are writes of their own kind, which need no choice', async () => {
  const { run, other } = await startConsoleApp(SCHEMA);
  other.exec('DELETE FROM t');
  await run('VACUUM');
  expect((await run('PRAGMA journal_mode = WAL')).rows).toEqual([['wal']]);
  expect(other.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
  expect(other.pragma('journal_mode', { simple: true })).toBe('wal');
  expect((await run('PRAGMA wal_checkpoint(TRUNCATE)')).rows[0]?.[0]).toBe(0);
});

test('COMMIT and the like have nothing to do where no transaction is open', async () => {
  const { failure } = await startConsoleApp(SCHEMA);
  for (const sql of ['COMMIT', 'END TRANSACTION', 'ROLLBACK', 'ROLLBACK TO a', 'RELEASE a'])
    expect([sql, (await failure(sql)).code]).toEqual([sql, 'TRANSACTION_NONE']);
});

describe('in a transaction', () => {
  test('everything of its client runs in it, what is typed to control it included', async () => {
    const { app, run, failure, client, file, other } = await startConsoleApp(SCHEMA);
    const stateOf = async () => await client.transactions.state({ file });
    await run('BEGIN');
    expect(await stateOf()).toMatchObject({ isMine: true });
    expect((await run(`INSERT INTO t (x) VALUES ('three')`)).done).toMatchObject({
      changes: 1,
      node: expect.any(String),
    });
    expect((await run('SELECT count(*) FROM t')).rows).toEqual([[3]]);
    expect(other.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 2 });
    await run('SAVEPOINT "my point"');
    await run('DELETE FROM t');
    await run('ROLLBACK TO "my point"');
    expect((await run('SELECT count(*) FROM t')).rows).toEqual([[3]]);
    await run('RELEASE SAVEPOINT "my point"');
    for (const [sql, code] of [
      ['BEGIN', 'QUERY_INVALID'],
      ['VACUUM', 'QUERY_INVALID'],
      [`ATTACH 'x.db' AS x`, 'QUERY_INVALID'],
      ['PRAGMA synchronous = OFF', 'QUERY_INVALID'],
      ['ROLLBACK TO nowhere', 'QUERY_INVALID'],
      ['SELECT nothing', 'SQL_ERROR'],
      ['INSERT INTO t (id) VALUES (1)', 'CONSTRAINT_PRIMARY_KEY'],
    ] as const)
      expect([sql, (await failure(sql)).code]).toEqual([sql, code]);
    expect((await run('PRAGMA journal_mode = WAL')).done.notes[0]).toContain('stayed');
    const second = app.connect();
    expect((await run('SELECT count(*) FROM t', {}, second.client)).rows).toEqual([[2]]);
    expect((await failure('DELETE FROM t', { writing: 'commit' }, second.client)).code).toBe(
      'TRANSACTION_OPEN',
    );
    expect((await failure('DELETE FROM t', { writing: 'begin' }, second.client)).code).toBe(
      'TRANSACTION_OPEN',
    );
    second.disconnect();
    await run('COMMIT');
    expect(await stateOf()).toBeNull();
    expect(other.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 3 });
  });

  test('a first write begins it where that was chosen, and ROLLBACK takes it back', async () => {
    const { run, client, file, other } = await startConsoleApp(SCHEMA);
    await run('DELETE FROM t', { writing: 'begin' });
    expect(await client.transactions.state({ file })).toMatchObject({ console: 'c1', isMine: true });
    await run('ROLLBACK TRANSACTION');
    expect(await client.transactions.state({ file })).toBeNull();
    expect(other.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 2 });
  });
});

test('an endless read is cancelled by its process, and the next statement runs', async () => {
  const { app, run, failure } = await startConsoleApp(SCHEMA);
  const controller = new AbortController();
  const running = failure(ENDLESS, {}, undefined, controller.signal);
  const stuck = await untilStuck(app.client);
  const started = performance.now();
  controller.abort();
  expect((await running).code).toBe('CANCELLED');
  expect(performance.now() - started).toBeLessThan(500);
  await untilGone(stuck, 1_000);
  expect((await run('SELECT 1')).rows).toEqual([[1]]);
});

test('rows come as they are pulled, and a reader that leaves gives its connection back', async () => {
  const { app, file, client } = await startConsoleApp(SCHEMA);
  const sql = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n';
  let rows = 0;
  for await (const chunk of client.queries.run({ file, console: 'c1', sql })) {
    if (chunk.kind === 'rows') rows += chunk.rows.length;
    if (rows >= 3_000) break;
  }
  expect(rows).toBe(3_000);
  await expect
    .poll(async () => (await app.client.stats.pool({})).connections.filter(({ state }) => state === 'leased'))
    .toEqual([]);
});

test('a lock of another program is waited for', async () => {
  const { run, other } = await startConsoleApp(SCHEMA);
  await run('SELECT 1 FROM t');
  other.exec('BEGIN EXCLUSIVE');
  const reading = run('SELECT count(*) FROM t');
  const timer = setTimeout(() => other.exec('COMMIT'), 300);
  expect((await reading).rows).toEqual([[2]]);
  clearTimeout(timer);
});

test('a quiet WAL file is read without a trace, and its writes are refused where the file may not be written', async () => {
  const { run, failure, other, client, path } = await startConsoleApp(SCHEMA, 'wal.db');
  other.pragma('journal_mode = WAL');
  other.close();
  expect((await run('SELECT count(*) FROM t')).rows).toEqual([[2]]);
  const { id: file } = await client.files.open({ path, readOnly: true });
  expect(file).toEqual(expect.any(String));
  expect((await failure('DELETE FROM t')).code).toMatch(/WRITE_NEEDS_CHOICE|FILE_READ_ONLY/);
});
