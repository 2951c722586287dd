import { expect, onTestFinished, test } from 'vitest';
import { startConsoleApp } from './testing/console-app.ts';

test('temporary objects last as long as their transaction', async () => {
  const { run, failure } = await startConsoleApp('CREATE TABLE t (x); INSERT INTO t VALUES (1)');
  for (const end of ['COMMIT', 'ROLLBACK']) {
    await run('BEGIN');
    await run('CREATE TEMP TABLE mine (y)');
    await run('CREATE TEMP VIEW t AS SELECT 5 AS x');
    await run('INSERT INTO mine VALUES (1)');
    expect((await run('SELECT x FROM t')).rows).toEqual([[5]]);
    await run(end);
    await run('BEGIN');
    expect([end, (await failure('SELECT * FROM mine')).message]).toEqual([end, 'no such table: mine']);
    expect([end, (await run('SELECT x FROM t')).rows]).toEqual([end, [[1]]]);
    await run('ROLLBACK');
  }
});

test('a journal mode that cannot be left because others have the file open says so', async () => {
  const { client, run, failure, other } = await startConsoleApp(
    'PRAGMA journal_mode = WAL; CREATE TABLE t (x)',
  );
  const { busySeconds } = await client.preferences.settings({});
  onTestFinished(async () => void (await client.preferences.change({ changes: { busySeconds } })));
  await client.preferences.change({ changes: { busySeconds: 1 } });
  expect((await run('SELECT count(*) FROM t')).rows).toEqual([[0]]);
  const { code, message } = await failure('PRAGMA journal_mode = DELETE');
  expect([code, message]).toEqual(['FILE_LOCKED', expect.any(String)]);
  expect(other.pragma('journal_mode', { simple: true })).toBe('wal');
  expect((await run('SELECT count(*) FROM t')).rows).toEqual([[0]]);
});
