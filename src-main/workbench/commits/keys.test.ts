import { expect, test } from 'vitest';
import type { KeyValue } from '../../../src-preload/contract/index.ts';
import { openCommits } from './testing/open-commits.ts';

const t = (...key: KeyValue[]) => ({ object: 't', row: { key } });
const set = (key: KeyValue[], column: string, value: string | number | null) =>
  ({ kind: 'set', ...t(...key), column, value }) as const;

test('a key under NOCASE names one row, and a twin in other letters is another row', async () => {
  const under = await openCommits(
    `CREATE TABLE t (k TEXT PRIMARY KEY COLLATE NOCASE, v) WITHOUT ROWID; INSERT INTO t VALUES ('abc', 1), ('d', 2);`,
  );
  await under.stage(set(['abc'], 'v', 5));
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  await under.stage(set(['abc'], 'v', 6));
  under.writer.execSync(`UPDATE t SET k = 'ABC' WHERE k = 'abc'`);
  expect(await under.commit()).toMatchObject({ kind: 'conflict', rows: [{ what: 'deleted' }] });
  expect(under.rows(`SELECT k, v FROM t`)).toEqual([
    ['ABC', 5],
    ['d', 2],
  ]);
});

test('a value that differs only in letters under NOCASE, or in its type, is a conflict', async () => {
  const under = await openCommits(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT COLLATE NOCASE, x); INSERT INTO t VALUES (1, 'abc', 1), (2, 'abc', 1);`,
  );
  await under.stage(set([1], 'n', 'mine'), set([2], 'x', 'mine'));
  under.writer.execSync(`UPDATE t SET n = 'ABC' WHERE id = 1; UPDATE t SET x = '1' WHERE id = 2`);
  expect(await under.commit()).toMatchObject({ kind: 'conflict', total: 2 });
});

test('composite, BLOB and REAL keys without rowid change exactly one row', async () => {
  const under = await openCommits(
    `CREATE TABLE t (a, b, v, PRIMARY KEY (a, b)) WITHOUT ROWID;
     INSERT INTO t VALUES (1, x'00', 'i'), (1, x'01', 'k'), (1.5, 'x', 'r'), ('1', x'00', 't');`,
  );
  await under.stage(
    set([1, new Uint8Array([0])], 'v', 'one'),
    set([1.5, 'x'], 'v', 'two'),
    set(['1', new Uint8Array([0])], 'v', 'three'),
  );
  expect(await under.commit()).toMatchObject({ kind: 'committed', counts: { updated: 3 } });
  expect(under.rows('SELECT v FROM t ORDER BY v').flat()).toEqual(['k', 'one', 'three', 'two']);
});

test('a key that is edited takes its row along', async () => {
  const under = await openCommits(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 'a'), (2, 'b');`,
  );
  await under.stage(set([1], 'id', 7), set([1], 'v', 'moved'));
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT * FROM t')).toEqual([
    [2, 'b'],
    [7, 'moved'],
  ]);
});

test('a row without a key of its own is found again after VACUUM gave it another rowid', async () => {
  const under = await openCommits(
    `CREATE TABLE t (a, b); INSERT INTO t VALUES ('x', 1), ('y', 2), ('z', 3), ('z', 3); DELETE FROM t WHERE a = 'x';`,
  );
  await under.stage(set([3], 'b', 30));
  under.writer.execSync('VACUUM');
  expect(under.rows('SELECT rowid FROM t').flat()).toEqual([1, 2, 3]);
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT a, b FROM t ORDER BY b')).toEqual([
    ['y', 2],
    ['z', 3],
    ['z', 30],
  ]);
});

test('a row without a key that others changed is a conflict', async () => {
  const under = await openCommits(`CREATE TABLE t (a, b); INSERT INTO t VALUES ('x', 1), ('y', 2);`);
  await under.stage(set([1], 'b', 10));
  under.writer.execSync(`UPDATE t SET a = 'other' WHERE rowid = 1`);
  const result = await under.commit();
  expect(result).toMatchObject({ kind: 'conflict', rows: [{ what: 'changed' }] });
  expect(await under.commit({ ...t(1), column: null, path: null, take: 'mine' })).toMatchObject({
    kind: 'committed',
  });
  expect(under.rows('SELECT * FROM t')).toEqual([
    ['other', 10],
    ['y', 2],
  ]);
});

test('neighbours of an edited cell keep their bytes', async () => {
  const under = await openCommits(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, v, big INTEGER, minus REAL, inf REAL, nul TEXT, bad TEXT, num, txt INTEGER);
     INSERT INTO t VALUES (1, 'a', 9007199254740993, -0.0, 9e999, 'a' || char(0) || 'b', CAST(x'ff41' AS TEXT), 1.0, 'abc'),
       (2, NULL, -9223372036854775808, 0.1, -9e999, char(0), CAST(x'c328' AS TEXT), 1, x'00');`,
  );
  const image = () =>
    under.rows(
      `SELECT ${['big', 'minus', 'inf', 'nul', 'bad', 'num', 'txt'].map((c) => `typeof(${c}), hex(CAST(${c} AS BLOB)), quote(${c})`).join(', ')} FROM t`,
    );
  const before = image();
  await under.stage(set([1], 'v', 'changed'), set([2], 'v', 1));
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(image()).toEqual(before);
});

test('odd values are written as they were staged, and guarded as they were found', async () => {
  const under = await openCommits(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, CAST(x'ff41' AS TEXT)), (2, 1.0), (3, 9007199254740993), (4, x'6162'), (5, 9e999);`,
  );
  await under.stage(
    { kind: 'set', ...t(1), column: 'v', value: [1, 5] },
    { kind: 'set', ...t(2), column: 'v', value: [3, new Uint8Array([0xc3, 0x28])] },
    { kind: 'set', ...t(3), column: 'v', value: 9007199254740995n },
    { kind: 'set', ...t(4), column: 'v', value: 'a\0b' },
    { kind: 'set', ...t(5), column: 'v', value: [1, Number.NEGATIVE_INFINITY] },
  );
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT typeof(v), hex(CAST(v AS BLOB)) FROM t WHERE id < 5')).toEqual([
    ['real', '352E30'],
    ['text', 'C328'],
    ['integer', '39303037313939323534373430393935'],
    ['text', '610062'],
  ]);
  expect(under.rows('SELECT v = -9e999 FROM t WHERE id = 5')).toEqual([[1]]);
});

test('a large value that others changed in one byte is a conflict', async () => {
  const under = await openCommits(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w BLOB);
     INSERT INTO t VALUES (1, hex(zeroblob(100000)), zeroblob(100000)), (2, hex(zeroblob(100000)), zeroblob(100000));`,
  );
  await under.stage(set([1], 'v', 'short'), set([2], 'w', 'short'));
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  under.writer.execSync(`UPDATE t SET v = hex(zeroblob(100000)), w = zeroblob(100000)`);
  await under.stage(set([1], 'v', 'again'));
  under.writer.execSync(`UPDATE t SET v = '1' || substr(v, 2)`);
  expect(await under.commit()).toMatchObject({ kind: 'conflict', total: 1 });
});

test('a column or table that is gone is told, and nothing is written into another one', async () => {
  const under = await openCommits(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, v, w); INSERT INTO t VALUES (1, 'a', 'b');`,
  );
  await under.stage(set([1], 'v', 'mine'));
  under.writer.execSync('ALTER TABLE t RENAME COLUMN v TO other');
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [{ problem: { code: 'COLUMN_NOT_FOUND', column: 'v' } }],
  });
  under.writer.execSync('ALTER TABLE t RENAME TO u');
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [{ problem: { code: 'OBJECT_NOT_FOUND' } }],
  });
  expect(under.rows('SELECT other FROM u')).toEqual([['a']]);
});

test('another program writes 1,000 times without waiting while edits are staged', async () => {
  const under = await openCommits(`CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 0);`);
  await under.stage(set([1], 'v', 'mine'));
  under.writer.execSync('PRAGMA busy_timeout = 0; PRAGMA synchronous = OFF');
  for (let count = 0; count < 1000; count += 1) under.writer.runSync('INSERT INTO t (v) VALUES (?)', [count]);
  expect(under.rows('SELECT count(*) FROM t')).toEqual([[1001]]);
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
});
