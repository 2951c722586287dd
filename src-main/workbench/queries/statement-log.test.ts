import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../engine/testing/temporary-folder.ts';
import { queryFolder } from './query-folder.ts';
import { StatementLog } from './statement-log.ts';
import { StatementLogs } from './statement-logs.ts';

const entry = (sql: string, at = 1) => ({
  id: `i${at}`,
  at,
  sql,
  milliseconds: 1,
  rows: 0,
  changes: null,
  error: null,
});

test('a line that was torn by a crash harms neither those before it nor those after', async () => {
  const path = join(temporaryFolder(), 'deep', 'history.ndjson');
  await new StatementLog(path).add(entry('SELECT 1'), '/a.db');
  appendFileSync(path, '{"id":"half');
  const log = new StatementLog(path);
  await log.add(entry('SELECT 2', 2), '/a.db');
  expect((await log.find({ search: '', limit: 10 })).entries.map(({ sql }) => sql)).toEqual([
    'SELECT 2',
    'SELECT 1',
  ]);
  expect((await new StatementLog(path).find({ search: '', limit: 10 })).total).toBe(2);
});

test('it is bounded by its entries and its bytes; the newest stay', async () => {
  const path = join(temporaryFolder(), 'history.ndjson');
  appendFileSync(path, `${JSON.stringify(entry('SELECT old'))}\n`.repeat(12_000));
  const log = new StatementLog(path);
  expect((await log.find({ search: '', limit: 1 })).total).toBe(5_000);
  await log.add(entry('SELECT new', 2), '/a.db');
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(5_001);
  for (let at = 3; at < 30; at += 1) await log.add(entry(`SELECT '${'x'.repeat(1_000_000)}'`, at), '/a.db');
  expect(statSync(path).size).toBeLessThan(17 * 1_048_576);
  expect((await new StatementLog(path).find({ search: '', limit: 1 })).entries[0]?.at).toBe(29);
});

test('a text finds across line breaks, capitals or not; equal statements are given once where that is asked for', async () => {
  const log = new StatementLog(join(temporaryFolder(), 'history.ndjson'));
  const statements = ['SELECT a\n  FROM t', 'SELECT b', 'SELECT a\n  FROM t', 'select  A from T WHERE 1'];
  for (const [at, sql] of statements.entries()) await log.add(entry(sql, at), '/a.db');
  const found = async (search: string, isDistinct: boolean) =>
    (await log.find({ search, limit: 10, isDistinct })).entries.map(({ at }) => at);
  expect(await found(' a from T', false)).toEqual([3, 2, 0]);
  expect(await found('a from t', true)).toEqual([3, 2]);
  expect((await log.find({ search: '', limit: 1, isDistinct: true })).total).toBe(3);
});

test('the statements of all files stand in the order of their time, with their files; a damaged log hides no other', async () => {
  const folder = temporaryFolder();
  const logs = new StatementLogs(folder);
  expect(await logs.find({ search: '', limit: 10 })).toEqual({ entries: [], total: 0 });
  await logs.of('/a.db').add(entry('SELECT 1', 1), '/a.db');
  await logs.of('/b.db').add(entry('SELECT 2', 2), '/b.db');
  await logs.of('/a.db').add(entry('SELECT 3', 3), '/a.db');
  await logs.of('/a.db').add(entry('SELECT 2', 4), '/a.db');
  // As an older Cairn wrote it, and as a crash left it.
  appendFileSync(
    join(queryFolder(folder, '/b.db'), 'history.ndjson'),
    `${JSON.stringify(entry('SELECT 5', 5))}\n{"`,
  );
  const other = new StatementLogs(folder);
  const all = await other.find({ search: 'select', limit: 4 });
  expect(all.entries.map(({ at, path }) => [at, path])).toEqual([
    [5, null],
    [4, '/a.db'],
    [3, '/a.db'],
    [2, '/b.db'],
  ]);
  expect(all.total).toBe(5);
  const once = await other.find({ search: '2', limit: 4, isDistinct: true });
  expect(once.entries.map(({ path }) => path)).toEqual(['/a.db']);
});
