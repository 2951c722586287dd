import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openForTest, testedDrivers } from '../../engine/testing/each-driver.ts';
import type { Driver } from '../../engine/types.ts';
import { jsonTextOf } from '../cells.ts';
import { DELIMITERS, delimitedFormatter } from '../formats/delimited.ts';
import { delimitedPieces } from './delimited-pieces.ts';
import { formattedPieces } from './formatted-pieces.ts';
import { jsonRows } from './json-rows.ts';
import { prepareStatement } from './prepare-statement.ts';

const RUNS = Number(process.env.CAIRN_PROPERTY_RUNS ?? 60);

interface Form {
  readonly format: 'csv' | 'tsv';
  readonly withHeader: boolean;
  readonly safeForSpreadsheets: boolean;
}
const CSV: Form = { format: 'csv', withHeader: true, safeForSpreadsheets: false };

/** What is written, and what the formatter writes of the values. */
function bothWays(driver: Driver, sql: string, { format, ...form }: Form): readonly [string, string] {
  const prepared = prepareStatement(driver, sql, []);
  const style = {
    ...form,
    table: 't',
    columns: prepared.statement.columns.map(({ name }) => ({ name, path: null })),
    jsonOf: (bytes: Uint8Array) => jsonTextOf(driver, bytes),
  };
  const delimiters = DELIMITERS[format];
  const whole = (pieces: Iterable<{ readonly text: string }>) => [...pieces].map(({ text }) => text).join('');
  const { rows } = prepareStatement(driver, sql, []).statement.iterate([]);
  return [
    whole(delimitedPieces(driver, sql, prepared, style, delimiters)),
    whole(formattedPieces(delimitedFormatter(style, delimiters), rows)),
  ];
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map((made) => made.toWellFormed()),
  fc.string({
    unit: fc.constantFrom(...'ab ,"\r\n\t\\=\0\x1f\u00a0\u2003\u3000\ufeff\u2029é語😀-'),
    maxLength: 6,
  }),
  fc.constantFrom('', 'NULL', 'null', '[]', '"', '\\"', '0.0', "x'00'", '\v', '\u1680', '\x7f'),
);
const real = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: -1e6, max: 1e6 }).map((number) => number / 100),
  fc.constantFrom(
    0,
    -0,
    1e15,
    1e16,
    1e20,
    1e21,
    1e-5,
    1e-7,
    1e308,
    5e-324,
    2 / 3,
    0.1 + 0.2,
    123456789012345.6,
  ),
);
const usual = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: real },
  { weight: 2, arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const any = fc.oneof(
  { weight: 20, arbitrary: usual },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4 }) },
);
const form = fc.record({
  format: fc.constantFrom('csv', 'tsv'),
  withHeader: fc.boolean(),
  safeForSpreadsheets: fc.boolean(),
});

describe.each(testedDrivers)('delimited text with %s', (name) => {
  test.each([
    ['without BLOBs', usual],
    ['with BLOBs', any],
  ])('it is what the formatter makes of the values, %s', (_, value) => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (a, b TEXT, c REAL, "d,""" INTEGER)');
    const rows = fc.array(fc.tuple(value, value, value, value), { maxLength: 12 });
    fc.assert(
      fc.property(rows, form, (made, how) => {
        driver.execSync('DELETE FROM t');
        for (const row of made) driver.execSync('INSERT INTO t VALUES (?, ?, ?, ?)', row);
        const [own, expected] = bothWays(driver, 'SELECT *, a AS e FROM t', how);
        expect(own).toBe(expected);
      }),
      { numRuns: RUNS },
    );
  });

  test('many rows with every kind of value in their middle stay in order, each once', () => {
    const driver = openForTest(name);
    driver.execSync(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, x);
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000)
         INSERT INTO t SELECT i, 'row, ' || i FROM n`,
    );
    for (const [id, x] of [
      [9_000, '0.0'],
      [12_000, '-1e-400'],
      [20_000, `x'00ff'`],
      [25_000, `jsonb('{"a":[1]}')`],
    ])
      driver.execSync(`UPDATE t SET x = ${x} WHERE id = ${id}`);
    driver.execSync('UPDATE t SET x = ? WHERE id = 15000', [-0]);
    const [own, expected] = bothWays(driver, 'SELECT x, id FROM t ORDER BY id DESC', CSV);
    expect(own).toBe(expected);
    expect(own.split('\r\n')).toHaveLength(30_002);
    expect(own).toContain('\r\n-0.0,15000\r\n');
  });

  test('bytes that are no text, other encodings, and values that no column holds', () => {
    for (const encoding of ['UTF-8', 'UTF-16le', 'UTF-16be']) {
      const driver = openForTest(name);
      driver.execSync(`PRAGMA encoding = '${encoding}'`);
      driver.execSync(`CREATE TABLE t (a TEXT, b TEXT COLLATE NOCASE)`);
      for (const bytes of ['ff', '61ff', 'e282', 'eda080', '00d8', 'd800', '3dd8', '4100d83d'])
        driver.execSync(`INSERT INTO t VALUES (CAST(x'${bytes}' AS TEXT), 'é')`);
      for (const sql of [
        'SELECT b, a, b FROM t',
        'SELECT -0.0 * 1, 1e999, -1e999, 0.0, random() IS NULL FROM t',
        'SELECT a FROM t WHERE 0',
        `SELECT json('[1]'), a -> '$' FROM (SELECT '{"b":1}' AS a)`,
        'VALUES (1, 2), (1e999, NULL)',
        'WITH x AS (SELECT 1 AS a UNION ALL SELECT 2.0 ORDER BY 1 DESC LIMIT 2) SELECT * FROM x -- end',
        'PRAGMA table_info(t)',
        'EXPLAIN SELECT 1',
      ]) {
        const [own, expected] = bothWays(driver, sql, CSV);
        expect([sql, own]).toEqual([sql, expected]);
      }
    }
  });

  test('what a function says of a row is said, behind the rows before it', () => {
    const driver = openForTest(name);
    driver.execSync(`CREATE TABLE t (x); INSERT INTO t VALUES (1), (-9223372036854775808)`);
    const sql = 'SELECT abs(x) FROM t';
    const pieces: string[] = [];
    expect(() => {
      const prepared = prepareStatement(driver, sql, []);
      const style = { ...CSV, table: 't', columns: [{ name: 'a', path: null }], jsonOf: () => null };
      for (const { text: piece } of delimitedPieces(driver, sql, prepared, style, DELIMITERS.csv))
        pieces.push(piece);
    }).toThrow('integer overflow');
    expect(pieces).toEqual(['a\r\n1\r\n']);
  });
});

test.each(testedDrivers)('SQLite itself writes the usual rows with %s', (name) => {
  const driver = openForTest(name);
  const sql = `SELECT 1, 'a', 0.0, NULL`;
  const prepared = prepareStatement(driver, sql, []);
  const form = {
    sqlFunction: 'json_array',
    signed: new Set([2]),
    separator: '',
    argumentsOf: (value: string) => [value],
  } as const;
  expect([...(jsonRows(driver, sql, prepared, form, 0) ?? [])]).toEqual([
    { text: '[1,"a",0.0,null]', rows: 1 },
  ]);
});
