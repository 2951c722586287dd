import { describe, expect, test } from 'vitest';
import { openForTest, testedDrivers } from '../testing/each-driver.ts';

const code = (expected: string) => expect.objectContaining({ name: 'DatabaseError', code: expected });
const ENDLESS = 'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c';

describe.each(testedDrivers)('iterating with %s', (name) => {
  function withRows(count: number) {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (a)');
    for (let row = 1; row <= count; row += 1) driver.execSync('INSERT INTO t VALUES (?)', [row]);
    return driver;
  }

  test('rows come one by one, from results without an end too', () => {
    const driver = openForTest(name);
    const { columns, rows } = driver.iterateSync(ENDLESS);
    expect(columns).toEqual(['x']);
    expect([rows.next().value, rows.next().value]).toEqual([[1], [2]]);
    rows.return?.();
    expect(rows.next().done).toBe(true);
    driver.execSync('CREATE TABLE t (a)');
  });

  test('an empty result has its header', () => {
    const { columns, rows } = openForTest(name).iterateSync('SELECT 1 AS a, 2 AS b WHERE 0');
    expect(columns).toEqual(['a', 'b']);
    expect([...rows]).toEqual([]);
  });

  test('columns of one name and odd ones keep their values and places', () => {
    const { columns, rows } = openForTest(name).iterateSync(
      'SELECT a, b AS "__proto__", 3 AS "2", 4 AS "1", 5 AS "" FROM (SELECT 1 AS a, 2 AS b UNION ALL SELECT 6, 7)',
    );
    expect(columns).toEqual(['a', '__proto__', '2', '1', '']);
    expect([...rows]).toEqual([
      [1, 2, 3, 4, 5],
      [6, 7, 3, 4, 5],
    ]);
    const twins = openForTest(name).iterateSync(
      'SELECT 1 AS a, ? AS b, 3 AS a UNION ALL VALUES (4, 5, 6)',
      [2],
    );
    expect(twins.columns).toEqual(['a', 'b', 'a']);
    expect([...twins.rows]).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  test('iterating over what a write returns writes once', () => {
    const driver = withRows(1);
    const { rows } = driver.iterateSync('INSERT INTO t VALUES (2), (3) RETURNING a, a');
    expect([...rows]).toEqual([
      [2, 2],
      [3, 3],
    ]);
    expect(driver.allSync('SELECT COUNT(*) FROM t').rows).toEqual([[3]]);
  });

  test('typed rows keep integers as bigint', () => {
    const driver = openForTest(name);
    expect([...driver.iterateSync('SELECT 1, 1.0', [], { typed: true }).rows]).toEqual([[1n, 1]]);
    expect([...driver.iterateSync('SELECT 1, 1.0').rows]).toEqual([[1, 1]]);
  });

  test('the same statement runs beside its own iterator', () => {
    const driver = withRows(3);
    const outer = driver.iterateSync('SELECT a FROM t').rows;
    const seen: unknown[] = [];
    for (const [a] of outer)
      seen.push([
        a,
        driver.allSync('SELECT a FROM t').rows.length,
        [...driver.iterateSync('SELECT a FROM t').rows].length,
      ]);
    expect(seen).toEqual([
      [1, 3, 3],
      [2, 3, 3],
      [3, 3, 3],
    ]);
  });

  test.each([
    ['INSERT INTO t VALUES (9)', 4],
    ['INSERT INTO t VALUES (9) RETURNING a', 4],
    ['DELETE FROM t', 0],
    ['DROP TABLE t', undefined],
    ['CREATE TABLE other (a); DROP TABLE t', undefined],
    ['VACUUM', 3],
    ['BEGIN; DELETE FROM t; ROLLBACK', 3],
  ])('%s works beside an open iterator, which goes on with the rows that it had', (sql, rowsLeft) => {
    const driver = withRows(3);
    const { rows } = driver.iterateSync('SELECT a FROM t ORDER BY a');
    expect(rows.next().value).toEqual([1]);
    if (sql.includes('RETURNING')) driver.querySync(sql);
    else driver.execSync(sql);
    expect([...rows]).toEqual([[2], [3]]);
    if (rowsLeft !== undefined) expect(driver.allSync('SELECT COUNT(*) FROM t').rows).toEqual([[rowsLeft]]);
  });

  test('a write beside an iterator without an end is refused and loses none of its rows', () => {
    const driver = withRows(1);
    const { rows } = driver.iterateSync(ENDLESS);
    expect(rows.next().value).toEqual([1]);
    expect(() => driver.execSync('DELETE FROM t')).toThrow(code('ITERATOR_OPEN'));
    expect(rows.next().value).toEqual([2]);
    rows.return?.();
    driver.execSync('DELETE FROM t');
    expect(driver.allSync('SELECT * FROM t').rows).toEqual([]);
  });

  test('an iterator of a closed database says so', () => {
    const driver = withRows(3);
    const { rows } = driver.iterateSync('SELECT a FROM t');
    rows.next();
    driver.closeSync();
    expect(() => rows.next()).toThrow(code('DB_CLOSED'));
  });

  test('an error in the middle of a result ends the iterator and frees the connection', () => {
    const driver = withRows(3);
    const sql = "SELECT CASE a WHEN 2 THEN json('no json') ELSE a END FROM t";
    const { rows } = driver.iterateSync(sql);
    expect(rows.next().value).toEqual([1]);
    expect(() => rows.next()).toThrow(code('SQL_ERROR'));
    expect(rows.next().done).toBe(true);
    driver.execSync('DROP TABLE t');
  });
});
