import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CopyFormat } from '../../../src-preload/contract/index.ts';
import { openForTest, testedDrivers } from '../../engine/testing/each-driver.ts';
import type { Driver } from '../../engine/types.ts';
import { type ExportInput, exportedText, writtenText } from './statement-export.ts';

function textOf(driver: Driver, sql: string, format: CopyFormat, more: Partial<ExportInput> = {}): string {
  const style = { withHeader: true, safeForSpreadsheets: false, parameters: [] };
  return [...exportedText(driver, { sql, format, ...style, ...more })].map(({ text }) => text).join('');
}

const linesOf = (driver: Driver, sql: string) => textOf(driver, sql, 'ndjson').split('\n').slice(0, -1);

describe.each(testedDrivers)('exporting with %s', (name) => {
  test('a BLOB in the middle neither loses, repeats nor reorders a row', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (id INTEGER PRIMARY KEY, x)');
    driver.execSync(
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) INSERT INTO t SELECT i, i FROM n',
    );
    driver.execSync(`UPDATE t SET x = x'00ff' WHERE id = 400`);
    const ids = linesOf(driver, 'SELECT id, x FROM t ORDER BY id DESC').map((line) => JSON.parse(line).id);
    expect(ids).toEqual(Array.from({ length: 1000 }, (_, index) => 1000 - index));
    const [line] = linesOf(driver, 'SELECT x FROM t WHERE id = 400');
    expect(line).toBe('{"x":"AP8="}');
    // A BLOB that happens to be JSONB of null.
    expect(linesOf(driver, `SELECT x'00' AS x`)).toEqual(['{"x":"AA=="}']);
  });

  test('text that looks like JSON stays text, whatever made it', () => {
    const driver = openForTest(name);
    driver.execSync(
      `CREATE TABLE t (doc); INSERT INTO t VALUES ('{"a":[1]}'); CREATE VIEW v AS SELECT json(doc) AS doc FROM t`,
    );
    for (const sql of [
      'SELECT doc FROM t',
      'SELECT doc FROM v',
      'SELECT json(doc) AS doc FROM t',
      `SELECT doc -> '$' AS doc FROM t`,
    ])
      expect([sql, linesOf(driver, sql)]).toEqual([sql, ['{"doc":"{\\"a\\":[1]}"}']]);
  });

  test('order, comments, parameters, compound statements and empty results', () => {
    const driver = openForTest(name);
    driver.execSync(`CREATE TABLE t (x); INSERT INTO t VALUES (3), (1), (2)`);
    expect(linesOf(driver, 'SELECT x FROM t ORDER BY x DESC LIMIT 2 -- the last')).toEqual([
      '{"x":3}',
      '{"x":2}',
    ]);
    expect(linesOf(driver, 'SELECT x FROM t WHERE x > 2 /* not closed')).toEqual(['{"x":3}']);
    expect(linesOf(driver, 'SELECT 1 AS a UNION ALL SELECT 2 ORDER BY 1 DESC')).toEqual([
      '{"a":2}',
      '{"a":1}',
    ]);
    expect(linesOf(driver, 'VALUES (1, 2)')).toEqual(['{"column1":1,"column2":2}']);
    expect(linesOf(driver, 'WITH a AS (SELECT x FROM t) SELECT sum(x) AS "it\'s" FROM a')).toEqual([
      `{"it's":6}`,
    ]);
    const parameters = [
      { name: ':min', value: 2 },
      { name: '?2', value: 'é' },
    ];
    expect(
      textOf(driver, 'SELECT x, ? AS p FROM t WHERE x > :min', 'ndjson', {
        parameters: [
          { name: '?1', value: 'é' },
          { name: ':min', value: 2 },
        ],
      }),
    ).toBe('{"x":3,"p":"é"}\n');
    expect(
      textOf(driver, 'SELECT x, ?2 AS p FROM t WHERE x > :min', 'ndjson', {
        parameters: [{ name: ':min', value: 2 }, ...parameters.slice(1)],
      }),
    ).toContain('"p":"é"');
    for (const [format, text] of [
      ['json', '[]\n'],
      ['ndjson', ''],
      ['csv', 'x\r\n'],
      ['sql', ''],
    ] as const)
      expect([format, textOf(driver, 'SELECT x FROM t WHERE 0', format)]).toEqual([format, text]);
    expect(JSON.parse(textOf(driver, 'SELECT x FROM t', 'json'))).toEqual([{ x: 3 }, { x: 1 }, { x: 2 }]);
    expect(linesOf(driver, 'PRAGMA user_version')).toEqual(['{"user_version":0}']);
  });

  test('what a function says of a row is said', () => {
    const driver = openForTest(name);
    driver.execSync(`CREATE TABLE t (x); INSERT INTO t VALUES ('{}'), ('{')`);
    expect(() => linesOf(driver, 'SELECT json(x) FROM t')).toThrow('malformed JSON');
    expect(() => linesOf(driver, 'SELECT abs(-9223372036854775807 - x) FROM (SELECT 1 AS x)')).toThrow(
      'integer overflow',
    );
  });

  test('writes are refused before they do anything, unless they are meant', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (x)');
    const sql = 'INSERT INTO t VALUES (1) RETURNING x';
    expect(() => textOf(driver, sql, 'json')).toThrow(expect.objectContaining({ code: 'QUERY_INVALID' }));
    expect(driver.rowsSync('SELECT count(*) FROM t')).toEqual([[0]]);
    const input = {
      sql,
      format: 'ndjson',
      withHeader: true,
      safeForSpreadsheets: false,
      parameters: [],
    } as const;
    expect([...writtenText(driver, input)].map(({ text }) => text).join('')).toContain('1');
    expect([...writtenText(driver, { ...input, sql: 'DELETE FROM t' })]).toEqual([]);
  });

  test('every value comes back from NDJSON as it is stored', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE v (x, y)');
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.toWellFormed()),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double({ noNaN: true }).filter((number) => !Object.is(number, -0)),
      fc.constant(null),
      fc.constantFrom('', '\0', 'a"b\\', '\n', '\u2028', '{"a":1}', '9e999'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { maxLength: 20 }), (rows) => {
        driver.execSync('DELETE FROM v');
        for (const row of rows)
          driver
            .prepareSync('INSERT INTO v VALUES (?, ?)', [
              { name: '?', number: 1 },
              { name: '?', number: 2 },
            ])
            .iterate(row);
        const stored = driver.allTypedSync('SELECT x, y FROM v').rows;
        const read = linesOf(driver, 'SELECT x, y FROM v').map((line) => {
          const parsed = JSON.parse(line, (_key, part, context?: { source?: string }) =>
            typeof part === 'number' && context?.source !== undefined && /^-?\d+$/.test(context.source)
              ? BigInt(context.source)
              : part,
          ) as { x: unknown; y: unknown };
          return [parsed.x, parsed.y];
        });
        expect(read).toEqual(stored);
      }),
      { numRuns: 60 },
    );
  });
});
