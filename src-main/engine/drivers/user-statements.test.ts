import { describe, expect, test } from 'vitest';
import { isBun, openForTest, testedDrivers } from '../testing/each-driver.ts';
import { temporaryFile } from '../testing/temporary-folder.ts';
import type { Driver } from '../types.ts';
import { openDriver } from './open-driver.ts';

const rowsOf = (driver: Driver, sql: string, ...values: (bigint | number | string | null)[]) => [
  ...driver.prepareSync(sql, []).iterate(values).rows,
];

describe.each(testedDrivers)('statements of users with %s', (name) => {
  test('values are bound by the number of their parameter, names included', () => {
    const driver = openForTest(name);
    const sql = 'SELECT :a, ?, @b, ?2, $c, :a';
    const parameters = [
      { name: ':a', number: 1 },
      { name: '?2', number: 2 },
      { name: '@b', number: 3 },
      { name: '$c', number: 4 },
    ];
    const { rows } = driver.prepareSync(sql, parameters).iterate([1n, 1, 'x', null]);
    expect([...rows]).toEqual([[1n, 1, 'x', 1, null, 1n]]);
  });

  test.each([
    ['SELECT 1', true],
    ['WITH a AS (SELECT 1) SELECT * FROM a', true],
    ['EXPLAIN DELETE FROM t', true],
    ['PRAGMA user_version', true],
    ['BEGIN', true],
    ['INSERT INTO t VALUES (1)', false],
    ['WITH a AS (SELECT 1) DELETE FROM t WHERE x IN a', false],
    ['UPDATE t SET x = 1 RETURNING x', false],
    ['CREATE TABLE u (x)', false],
    ['PRAGMA user_version = 3', false],
    ['PRAGMA journal_mode = WAL', false],
    ['VACUUM', false],
  ])('%s: writes nothing is %s', (sql, isReadonly) => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (x)');
    expect(driver.prepareSync(sql, []).isReadonly).toBe(isReadonly);
  });

  test('texts of rows are put together in their order, and given before an error', () => {
    const driver = openForTest(name);
    driver.execSync(`CREATE TABLE t (x); INSERT INTO t VALUES ('c'), ('a'), ('b'), ('{')`);
    const options = { parameters: [], values: [], size: 3, separator: '-', skipped: 0 };
    const joined = (sql: string, more = {}) => [...driver.joinSync(sql, { ...options, ...more })];
    expect(joined('SELECT x FROM t ORDER BY x')).toEqual([
      { text: 'a-b', rows: 2 },
      { text: 'c-{', rows: 2 },
    ]);
    expect(joined('SELECT x FROM t ORDER BY x DESC', { skipped: 3 })).toEqual([{ text: 'a', rows: 1 }]);
    expect(joined('SELECT x FROM t WHERE 0')).toEqual([]);
    const given: unknown[] = [];
    expect(() => {
      for (const piece of driver.joinSync(`SELECT x || json('"' || x) FROM t`, options)) given.push(piece);
    }).toThrow('malformed JSON');
    expect(given).toEqual([]);
    const sql = `SELECT iif(x = '{', json(x), x) FROM t`;
    const [left] = driver.joinSync(sql, { ...options, size: 1 });
    expect(left).toEqual({ text: 'c', rows: 1 });
    const pieces = driver.joinSync(sql, { ...options, size: 5 });
    expect(pieces.next().value).toEqual({ text: 'c-a-b', rows: 3 });
    expect(() => pieces.next()).toThrow('malformed JSON');
    driver.execSync('DROP TABLE t');
  });

  test('columns are told with their origin where there is one', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (x INTEGER, y)');
    expect(driver.prepareSync('SELECT x AS a, y, 1 + x AS a FROM t', []).columns).toEqual([
      { name: 'a', type: 'INTEGER', table: 't', column: 'x' },
      { name: 'y', type: null, table: 't', column: 'y' },
      { name: 'a', type: null, table: null, column: null },
    ]);
    expect(driver.prepareSync('DELETE FROM t', []).columns).toEqual([]);
  });

  test('a write with rows has ended before its first row is taken, so others can write at once', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (x)');
    const { rows } = driver.prepareSync('INSERT INTO t VALUES (1), (2) RETURNING x', []).iterate([]);
    expect(driver.changesSync()).toBe(2);
    driver.execSync('INSERT INTO t VALUES (3)', []);
    expect([...rows]).toEqual([[1n], [2n]]);
  });

  test('rows that are being read go on beside a write', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (x)');
    driver.execSync('INSERT INTO t VALUES (1), (2), (3)');
    const { rows } = driver.prepareSync('WITH a AS (SELECT x FROM t) SELECT * FROM a', []).iterate([]);
    expect(rows.next().value).toEqual([1n]);
    rowsOf(driver, 'DELETE FROM t');
    expect([...rows]).toEqual([[2n], [3n]]);
  });
});

describe.skipIf(isBun)('the guard of node:sqlite', () => {
  function guarded(): Driver {
    const filename = temporaryFile();
    const writer = openDriver('better-sqlite3', { filename });
    writer.execSync(
      'CREATE TABLE t (x); INSERT INTO t VALUES (1); CREATE VIRTUAL TABLE r USING rtree(id, a, b);',
    );
    writer.execSync(`CREATE VIRTUAL TABLE f USING fts5(body); INSERT INTO f VALUES ('some words');`);
    writer.closeSync();
    return openDriver('node:sqlite', { filename, readonly: true, isForUserSql: true });
  }

  test.each([
    'SELECT x FROM t',
    'SELECT * FROM r',
    `SELECT * FROM f('words')`,
    'PRAGMA journal_mode',
    'PRAGMA table_info(t)',
    `SELECT * FROM pragma_table_info('t')`,
    'PRAGMA integrity_check',
    'EXPLAIN QUERY PLAN SELECT * FROM t',
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9) SELECT * FROM n ORDER BY i DESC',
  ])('%s runs', (sql) => {
    const driver = guarded();
    rowsOf(driver, sql);
    driver.closeSync();
  });

  test.each([
    [`ATTACH 'other.db' AS o`, 'AUTH'],
    ['DETACH main', 'AUTH'],
    ['BEGIN', 'AUTH'],
    ['SAVEPOINT a', 'AUTH'],
    ['PRAGMA foreign_keys = OFF', 'AUTH'],
    ['PRAGMA wal_checkpoint', 'AUTH'],
    ['EXPLAIN PRAGMA foreign_keys = OFF', 'AUTH'],
    ['SELECT * FROM pragma_optimize', 'AUTH'],
    ['CREATE TEMP TABLE t (x)', 'AUTH'],
    ['CREATE TEMP VIEW t AS SELECT 1', 'AUTH'],
    [`SELECT load_extension('x')`, 'SQL_ERROR'],
    ['INSERT INTO t VALUES (1)', 'READONLY'],
    ['CREATE TABLE u (x)', 'READONLY'],
  ])('%s is refused with %s, and the settings stay', (sql, code) => {
    const driver = guarded();
    expect(() => rowsOf(driver, sql)).toThrow(expect.objectContaining({ code }));
    expect(driver.rowsSync('PRAGMA foreign_keys')).toEqual([[1]]);
    driver.closeSync();
  });
});
