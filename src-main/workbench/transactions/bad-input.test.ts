import { expect, test } from 'vitest';
import { startConsoleApp } from '../queries/testing/console-app.ts';

const SCHEMA = `CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER CHECK (n < 1000)); INSERT INTO t VALUES (1, 10), (2, 20);
  CREATE TABLE log (what);
  CREATE TRIGGER fail BEFORE INSERT ON t WHEN new.n = -1 BEGIN INSERT INTO log VALUES ('lost'); SELECT RAISE(FAIL, 'failed'); END;
  CREATE TRIGGER abort BEFORE INSERT ON t WHEN new.n = -2 BEGIN SELECT RAISE(ABORT, 'aborted'); END;`;

/** Statements that leave the transaction open as it was; what each is refused with. */
const HARMLESS: readonly (readonly [sql: string, code: string])[] = [
  ['SELEC * FROM t', 'SQL_ERROR'],
  ['SELECT * FROM nothing', 'SQL_ERROR'],
  ['UPDATE t SET nothing = 1', 'SQL_ERROR'],
  ["INSERT INTO t VALUES (9, 'a\0b')", 'QUERY_INVALID'],
  ['BEGIN', 'QUERY_INVALID'],
  ['BEGIN EXCLUSIVE TRANSACTION', 'QUERY_INVALID'],
  ['ROLLBACK TO nothing', 'QUERY_INVALID'],
  ['RELEASE nothing', 'QUERY_INVALID'],
  ["ATTACH 'other.db' AS other", 'QUERY_INVALID'],
  ['DETACH main', 'QUERY_INVALID'],
  ['VACUUM', 'QUERY_INVALID'],
  ["VACUUM INTO 'copy.db'", 'QUERY_INVALID'],
  ['PRAGMA foreign_keys = OFF', 'QUERY_INVALID'],
  ['INSERT INTO t VALUES (1, 1)', 'CONSTRAINT_PRIMARY_KEY'],
  ['INSERT INTO t VALUES (7, 5000)', 'CONSTRAINT_CHECK'],
  ['INSERT INTO t VALUES (7, -2)', 'CONSTRAINT'],
  ['', 'QUERY_INVALID'],
  ['-- nothing but a comment', 'QUERY_INVALID'],
  ['COMMIT WORK', 'SQL_ERROR'],
  ['DROP TABLE nothing', 'SQL_ERROR'],
  ['CREATE TABLE t (x)', 'SQL_ERROR'],
];

test('What is refused leaves the transaction open as it was, and the timeline says so', async () => {
  const { client, file, run, failure, other } = await startConsoleApp(SCHEMA);
  await run('UPDATE t SET n = n + 1', { writing: 'begin' });
  for (const [sql, code] of HARMLESS) expect([sql, (await failure(sql)).code]).toEqual([sql, code]);
  const state = await client.transactions.state({ file });
  expect(state).toMatchObject({ isRunning: false, counts: { inserted: 0, updated: 2, deleted: 0 } });
  expect(state?.nodes.filter(({ kind, error }) => kind === 'statement' && error === null)).toHaveLength(1);
  expect((await run('SELECT sum(n) FROM t')).rows).toEqual([[32]]);
  await run('COMMIT; -- done');
  expect(other.prepare('SELECT sum(n) FROM t').pluck().get()).toBe(32);
});

test('RAISE(FAIL) keeps what its statement had done before, and so do the changes', async () => {
  const { client, file, run, failure } = await startConsoleApp(SCHEMA);
  await run('UPDATE t SET n = 0 WHERE id = 1', { writing: 'begin' });
  expect((await failure('INSERT INTO t VALUES (5, 5), (6, -1), (7, 7)')).code).toBe('CONSTRAINT');
  expect((await run('SELECT id FROM t WHERE id > 2')).rows).toEqual([[5]]);
  const { tables } = await client.transactions.changes({ file });
  expect(tables.map(({ object, counts }) => [object, counts])).toEqual([
    ['t', { inserted: 1, updated: 1, deleted: 0 }],
    ['log', { inserted: 1, updated: 0, deleted: 0 }],
  ]);
  await client.transactions.rollback({ file });
});

test('COMMIT and ROLLBACK without a transaction are refused, END and ROLLBACK TRANSACTION end one', async () => {
  const { client, file, run, failure, other } = await startConsoleApp(SCHEMA);
  for (const sql of ['COMMIT', 'ROLLBACK', 'END', 'RELEASE a', 'ROLLBACK TO a'])
    expect((await failure(sql)).code).toBe('TRANSACTION_NONE');
  await run('BEGIN');
  await run('DELETE FROM t');
  await run('ROLLBACK TRANSACTION');
  expect(await client.transactions.state({ file })).toBeNull();
  await run('BEGIN IMMEDIATE');
  await run('DELETE FROM t WHERE id = 1');
  await run('/* the end */ END TRANSACTION');
  expect(other.prepare('SELECT id FROM t').pluck().all()).toEqual([2]);
});
