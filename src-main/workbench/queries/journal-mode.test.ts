import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { startConsoleApp } from './testing/console-app.ts';

const SCHEMA = `PRAGMA journal_mode = WAL; CREATE TABLE t (id INTEGER PRIMARY KEY, n);
  WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i LIMIT 5000) INSERT INTO t SELECT x, x FROM i;`;

/** A WAL file that Cairn alone has open, with idle readers of it. */
async function startWalApp() {
  const console = await startConsoleApp(SCHEMA);
  const { client, file, other, run } = console;
  other.close();
  await run('INSERT INTO t VALUES (6000, 0)', { writing: 'commit' });
  const { view } = await client.rows.open({ file, object: 't' });
  const page = async () => (await client.rows.page({ view, anchor: { kind: 'last' }, limit: 1 })).keys;
  expect(await page()).toEqual([[6000]]);
  await run('SELECT count(*) FROM t');
  await client.preferences.change({ changes: { busySeconds: 1 } });
  const modeOf = async () => (await client.files.opened({})).find(({ id }) => id === file)?.journalMode;
  return { ...console, page, modeOf };
}

test('A file leaves WAL although Cairn has it open, and comes back to it', async () => {
  const { run, page, modeOf } = await startWalApp();
  expect(await modeOf()).toBe('wal');
  expect((await run('PRAGMA journal_mode = DELETE')).rows).toEqual([['delete']]);
  expect(await page()).toEqual([[6000]]);
  expect(await modeOf()).toBe('delete');
  expect((await run('PRAGMA journal_mode = WAL')).rows).toEqual([['wal']]);
  expect(await page()).toEqual([[6000]]);
  expect(await modeOf()).toBe('wal');
  await run('VACUUM');
  expect(await page()).toEqual([[6000]]);
});

test('Who else has the file open is said', async () => {
  const { client, file, path, run, failure, modeOf } = await startWalApp();
  const reading = client.queries.run({ file, console: 'c2', sql: 'SELECT * FROM t' });
  const pieces = reading[Symbol.asyncIterator]();
  for (let piece = await pieces.next(); piece.value?.kind !== 'rows'; piece = await pieces.next());
  const own = await failure('PRAGMA journal_mode = DELETE');
  expect([own.code, own.message]).toEqual([
    'FILE_LOCKED',
    expect.stringContaining('in Cairn, has file.db open'),
  ]);
  await pieces.return?.();
  const theirs = new Database(path);
  theirs.prepare('SELECT count(*) FROM t').get();
  expect((await failure('PRAGMA journal_mode = DELETE')).message).toContain(
    `(process ${process.pid}) has file.db open`,
  );
  theirs.close();
  expect((await run('PRAGMA journal_mode = DELETE')).rows).toEqual([['delete']]);
  expect(await modeOf()).toBe('delete');
});

test('A read of another console that a write has to wait for is named', async () => {
  const { client, file, other, failure, run } = await startConsoleApp(SCHEMA.replace('WAL', 'DELETE'));
  await client.preferences.change({ changes: { busySeconds: 1 } });
  const pieces = client.queries.run({ file, console: 'c2', sql: 'SELECT * FROM t' })[Symbol.asyncIterator]();
  for (let piece = await pieces.next(); piece.value?.kind !== 'rows'; piece = await pieces.next());
  const refused = await failure('DELETE FROM t', { writing: 'commit' });
  expect([refused.code, refused.message]).toEqual([
    'FILE_LOCKED',
    expect.stringContaining('A console, in Cairn, still reads file.db'),
  ]);
  await pieces.return?.();
  await run('DELETE FROM t', { writing: 'commit' });
  expect(other.prepare('SELECT count(*) FROM t').pluck().get()).toBe(0);
});
