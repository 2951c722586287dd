import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openForTest, testedDrivers } from '../testing/each-driver.ts';
import type { SqlValue } from '../types.ts';

describe.each(testedDrivers)('binding with %s', (name) => {
  test.each<[SqlValue, string]>([
    [null, 'null'],
    [1, 'integer'],
    [-1, 'integer'],
    [1.5, 'real'],
    [-0, 'real'],
    [Number.POSITIVE_INFINITY, 'real'],
    [Number.MAX_SAFE_INTEGER, 'integer'],
    [2 ** 53, 'real'],
    [1e300, 'real'],
    [1n, 'integer'],
    [2n ** 63n - 1n, 'integer'],
    [-(2n ** 63n), 'integer'],
    ['', 'text'],
    [new Uint8Array(), 'blob'],
    [Buffer.from('ab'), 'blob'],
  ])('%s is stored as %s', (value, type) => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (a)');
    driver.execSync('INSERT INTO t VALUES (?)', [value]);
    expect(driver.allSync('SELECT typeof(a) FROM t').rows).toEqual([[type]]);
  });

  test('whatever is bound is read back the same', () => {
    const driver = openForTest(name);
    const value = fc.oneof(
      fc.constant(null),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double({ noNaN: true }),
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ maxLength: 100 }),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const sql = `SELECT ${values.map(() => '?').join(', ')}`;
        const asBound = values.map((one) =>
          Number.isSafeInteger(one) && !Object.is(one, -0) ? BigInt(one as number) : one,
        );
        expect(driver.allTypedSync(sql, values).rows).toEqual([asBound]);
      }),
      { numRuns: 300 },
    );
  });

  test.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['undefined', undefined],
    ['a lone surrogate', 'a\ud800'],
    ['2^63', 2n ** 63n],
    ['-2^63-1', -(2n ** 63n) - 1n],
    ['a boolean', true],
    ['a date', new Date(0)],
    ['a plain object', { a: 1 }],
    ['an array', [1]],
    ['a symbol', Symbol.iterator],
    ['an array of floats', new Float64Array(1)],
  ])('%s is refused and nothing is run', (_what, value) => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (a, b)');
    expect(() => driver.execSync('INSERT INTO t VALUES (?, ?)', [1, value as SqlValue])).toThrow(
      expect.objectContaining({ code: 'BIND_INVALID', message: expect.stringContaining('Parameter 2') }),
    );
    expect(driver.allSync('SELECT * FROM t').rows).toEqual([]);
  });

  test.each<[string, SqlValue[]]>([
    ['SELECT ?', []],
    ['SELECT ?', [1, 2]],
    ['SELECT 1', [1]],
    ['SELECT ?2', [1]],
    ["SELECT '?', ? -- ?", [1, 2]],
    ['SELECT :name', [1]],
    ['SELECT @name', [1]],
    ['SELECT $name', [1]],
  ])('%s with the values %j is refused', (sql, values) => {
    const driver = openForTest(name);
    for (const run of [() => driver.allSync(sql, values), () => driver.iterateSync(sql, values)]) {
      expect(run).toThrow(expect.objectContaining({ code: 'BIND_COUNT' }));
    }
  });

  test('numbered parameters take their values by place, also beside plain ones', () => {
    const driver = openForTest(name);
    expect(driver.allSync('SELECT ?2, ?1, ?2', ['a', 'b']).rows).toEqual([['b', 'a', 'b']]);
    expect(driver.allSync('SELECT ?, ?3, ?', ['a', 'b', 'c', 'd']).rows).toEqual([['a', 'c', 'd']]);
    expect(driver.allSync('SELECT ?3', [1, 2, 3]).rows).toEqual([[3]]);
  });

  test.each([
    `SELECT 'it''s ?', "a""?", [?], \`?\`, 1 /* ? */ FROM (SELECT 1 AS "a""?", 2 AS [?]) -- ?`,
    'SELECT a$b FROM (SELECT 1 AS a$b)',
    "SELECT x'3f', '{\"a\":1}' ->> '$.a'",
    'SELECT 1 /* never closed ?',
  ])('what looks like a parameter is none in %s', (sql) => {
    expect(openForTest(name).allSync(sql).rows).toHaveLength(1);
  });
});
