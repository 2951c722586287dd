import { spawnSync } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runPrinted } from '../testing/run-printed.ts';
import { makeDatabase, makeQuietWal } from '../workbench/files/testing/make-file.ts';
import {
  makeTemporaryFolder,
  pictureOf,
  type TemporaryFolder,
} from '../workbench/files/testing/temporary-folder.ts';
import { runQuery } from './run-query.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const run = (...args: string[]) => runPrinted(() => runQuery(args));

const ORDERS = `CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT, price REAL);
  INSERT INTO orders VALUES (1, 'a, "b"', 1), (2, 'zwei', 2.5), (9007199254740993, NULL, NULL);`;
const ALL = 'SELECT * FROM orders';

test('prints the rows of a read in each form, and leaves no trace', async () => {
  const path = makeDatabase(folder.at('a.db'), ORDERS);
  const before = await pictureOf(folder.path);
  expect(await run(path, ALL)).toEqual({
    code: 0,
    out: 'id\tname\tprice\n1\t"a, ""b"""\t1.0\n2\tzwei\t2.5\n9007199254740993\t\t\n',
    err: '',
  });
  expect((await run(path, ALL, '--csv', '--no-header')).out).toContain('1,"a, ""b""",1.0\r\n');
  expect(JSON.parse((await run(path, ALL, '--json')).out)).toHaveLength(3);
  expect((await run(path, ALL, '--ndjson')).out.split('\n')[1]).toBe('{"id":2,"name":"zwei","price":2.5}');
  expect((await run(path, ALL, '--sql')).out).toContain(`VALUES (2, 'zwei', 2.5);`);
  expect((await run(path, 'PRAGMA user_version')).out).toBe('user_version\n0\n');
  expect(await pictureOf(folder.path)).toEqual(before);
});

test('values of parameters are what they look like', async () => {
  const path = makeDatabase(folder.at('a.db'), ORDERS);
  const sql = 'SELECT typeof(:a), typeof(@b), typeof($c), typeof(?4), typeof(:e), :f, hex(:g)';
  const given = ['a=12', '@b=1.0', 'c=012', '4=null', "e='7'", "f=it's", "g=x'00ff'"].flatMap((one) => [
    '--param',
    one,
  ]);
  const { code, out, err } = await run(path, sql, '--no-header', ...given);
  expect([err, code, out]).toEqual(['', 0, "integer\treal\ttext\tnull\ttext\tit's\t00FF\n"]);
  expect(await run(path, 'SELECT :a')).toMatchObject({ code: 1, err: expect.stringContaining(':a') });
  expect(await run(path, 'SELECT :a', '--param', 'b=1')).toMatchObject({
    code: 2,
    err: expect.stringContaining('it has :a'),
  });
  expect(await run(path, 'SELECT :a', '--param', 'a')).toMatchObject({ code: 2 });
});

test('writes only where that was asked for, all or nothing', async () => {
  const path = makeDatabase(folder.at('a.db'), `${ORDERS} CREATE TABLE small (x CHECK (x < 3));`);
  for (const sql of [
    'DELETE FROM orders',
    'CREATE TABLE u (x)',
    'PRAGMA user_version = 2',
    'VACUUM',
    'DROP TABLE orders',
  ]) {
    expect(await run(path, sql)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--write') });
  }
  const deleted = await run(path, 'DELETE FROM orders WHERE id > 1 RETURNING id', '--write', '--csv');
  expect(deleted).toEqual({ code: 0, out: 'id\r\n2\r\n9007199254740993\r\n', err: '2 rows changed.\n' });
  expect((await run(path, 'INSERT INTO small VALUES (1), (9)', '--write')).code).toBe(1);
  expect((await run(path, 'SELECT count(*) FROM small', '--write', '--no-header')).out).toBe('0\n');
  expect((await run(path, 'VACUUM', '--write')).code).toBe(0);
  const database = new DatabaseSync(path);
  expect(database.prepare('SELECT count(*) AS n FROM orders').get()).toEqual({ n: 1 });
  database.close();
});

test('says what is wrong, where, and what may be meant', async () => {
  const path = makeDatabase(folder.at('a.db'), ORDERS);
  for (const [sql, message] of [
    ['SELECT id,\n  nmae FROM orders', 'no such column: nmae (line 2, column 3). Did you mean name?'],
    ['SELCT 1', 'Did you mean SELECT?'],
    ['SELECT 1; SELECT 2', 'one at a time'],
    [`ATTACH 'b.db' AS b`, 'ATTACH'],
    ['BEGIN', '--write'],
    ['', 'no statement'],
  ] as const)
    expect([sql, await run(path, sql)]).toEqual([
      sql,
      { code: 1, out: '', err: expect.stringContaining(message) },
    ]);
  expect(await run(folder.at('missing.db'), ALL)).toMatchObject({
    code: 1,
    err: expect.stringContaining('missing.db'),
  });
  for (const args of [[], [path], [path, ALL, 'more'], [path, ALL, '--csv', '--json'], [path, ALL, '--what']])
    expect(await run(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage') });
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage'), err: '' });
});

test('a quiet WAL file is read without a side file', async () => {
  const path = makeQuietWal(folder.at('wal.db'));
  const before = await pictureOf(folder.path);
  expect((await run(path, 'SELECT count(*) AS n FROM sqlite_schema', '--ndjson')).out).toMatch(/^{"n":[1-9]/);
  expect(await pictureOf(folder.path)).toEqual(before);
});

test('rows stream: a reader that has had enough ends an endless statement without an error', () => {
  const path = makeDatabase(folder.at('a.db'), ORDERS);
  const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
  const sql = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n';
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', '"$0" "$1" query "$2" "$3" --no-header | head -n 3', process.execPath, cli, path, sql],
    {
      encoding: 'utf8',
      timeout: 25_000,
    },
  );
  expect([stdout, stderr]).toEqual(['1\n2\n3\n', '']);
});
