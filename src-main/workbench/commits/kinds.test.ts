import { expect, test } from 'vitest';
import type { EditStep } from '../../../src-preload/contract/index.ts';
import { type CommitsUnderTest, context, openCommits } from './testing/open-commits.ts';

async function commit(under: CommitsUnderTest, ...steps: EditStep[]): Promise<string> {
  await under.stage(...steps);
  const result = await under.commit();
  if (result.kind !== 'committed') throw new Error(JSON.stringify(result));
  return result.commit;
}

async function undo(under: CommitsUnderTest, id: string): Promise<void> {
  await under.commits.undo({ file: under.file, commit: id }, context);
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
}

const set = (key: number, column: string, value: string | number | null): EditStep => ({
  kind: 'set',
  object: 't',
  row: { key: [key] },
  column,
  value,
});
const insert = (...values: [string, string | number][]): EditStep => ({
  kind: 'insert',
  object: 't',
  id: 'new',
  values: values.map(([column, value]) => ({ column, value })),
});
const remove = (key: number): EditStep => ({ kind: 'delete', object: 't', row: { key: [key] } });

test('a full-text table is edited, and found by its new words', async () => {
  const under = await openCommits(
    `CREATE VIRTUAL TABLE t USING fts5 (title, body); INSERT INTO t VALUES ('one', 'ham'), ('two', 'eggs');`,
  );
  const id = await commit(
    under,
    set(1, 'body', 'spam'),
    insert(['title', 'three'], ['body', 'beans']),
    remove(2),
  );
  expect(under.rows(`SELECT title FROM t WHERE t MATCH 'spam OR beans' ORDER BY rowid`).flat()).toEqual([
    'one',
    'three',
  ]);
  await undo(under, id);
  expect(under.rows('SELECT title, body FROM t ORDER BY title')).toEqual([
    ['one', 'ham'],
    ['two', 'eggs'],
  ]);
  expect(under.rows(`SELECT count(*) FROM t WHERE t MATCH 'spam OR beans'`)).toEqual([[0]]);
});

test.for(['UTF-16le', 'UTF-16be'])('text is guarded and written byte by byte in %s', async (encoding) => {
  const under = await openCommits(
    `PRAGMA encoding = '${encoding}'; CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT);
     INSERT INTO t VALUES (1, 'ä€😀', hex(zeroblob(50000))), (2, 'b' || char(0) || 'c', 'x');`,
  );
  const before = under.rows('SELECT * FROM t');
  const id = await commit(under, set(1, 'v', '€ä'), set(2, 'v', 'x\0y'), set(1, 'w', 'short'));
  expect(under.rows('SELECT v, w FROM t')).toEqual([
    ['€ä', 'short'],
    ['x\0y', 'x'],
  ]);
  await undo(under, id);
  expect(under.rows('SELECT * FROM t')).toEqual(before);
});

test('a row of 2,000 columns is inserted, edited, deleted and taken back', async () => {
  const names = Array.from({ length: 2000 }, (_, at) => `c${at}`);
  const under = await openCommits(
    `CREATE TABLE t (${names.join(', ')}); INSERT INTO t (c0, c1999) VALUES ('first', 'last'), ('a', 'b');`,
  );
  const before = under.rows('SELECT * FROM t');
  const id = await commit(under, set(1, 'c1999', 'new'), insert(['c1998', 'x']), remove(2));
  expect(under.rows('SELECT c0, c1998, c1999 FROM t')).toEqual([
    ['first', null, 'new'],
    [null, 'x', null],
  ]);
  await undo(under, id);
  expect(under.rows('SELECT * FROM t')).toEqual(before);
});

test('generated columns and defaults are left to SQLite', async () => {
  const under = await openCommits(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER DEFAULT 7, twice INTEGER AS (n * 2) STORED, at TEXT DEFAULT 'now') STRICT;
     INSERT INTO t (n) VALUES (1);`,
  );
  const before = under.rows('SELECT * FROM t');
  const id = await commit(under, insert(['id', 5]), set(1, 'n', 4));
  expect(under.rows('SELECT id, n, twice, at FROM t')).toEqual([
    [1, 4, 8, 'now'],
    [5, 7, 14, 'now'],
  ]);
  await undo(under, id);
  expect(under.rows('SELECT * FROM t')).toEqual(before);
});

test('values that a column converts are kept as they were stored', async () => {
  const under = await openCommits(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, n NUMERIC, s TEXT, r REAL); INSERT INTO t VALUES (1, 1, 'a', 1.5);`,
  );
  const before = under.rows('SELECT * FROM t');
  const id = await commit(under, set(1, 'n', '12.0'), set(1, 's', 34), set(1, 'r', 2));
  expect(under.rows('SELECT typeof(n), n, typeof(s), s, typeof(r) FROM t')).toEqual([
    ['integer', 12, 'text', '34', 'real'],
  ]);
  await undo(under, id);
  expect(under.rows('SELECT * FROM t')).toEqual(before);
});
