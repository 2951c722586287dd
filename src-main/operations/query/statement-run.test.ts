import { describe, expect, test } from 'vitest';
import { decode } from '../../../src-preload/contract/index.ts';
import type { QueryChunk, QueryParameter } from '../../../src-preload/contract/queries.ts';
import { openForTest, testedDrivers } from '../../engine/testing/each-driver.ts';
import type { Driver } from '../../engine/types.ts';
import { runStatement, type StatementFigures, type StatementInput } from './statement-run.ts';

interface Answer {
  readonly chunks: readonly QueryChunk[];
  readonly rows: readonly (readonly unknown[])[];
  readonly columns: readonly string[];
  readonly figures: StatementFigures;
}

function answerTo(driver: Driver, sql: string, input: Partial<StatementInput> = {}): Answer {
  const chunks: QueryChunk[] = [];
  let figures: StatementFigures | undefined;
  for (const piece of runStatement(driver, { sql, parameters: [], ...input })) {
    if (piece instanceof Uint8Array) chunks.push(decode(piece) as QueryChunk);
    else figures = piece;
  }
  if (figures === undefined) throw new Error('no figures');
  return {
    chunks,
    rows: chunks.flatMap((chunk) => (chunk.kind === 'rows' ? chunk.rows : [])),
    columns: chunks.flatMap((chunk) =>
      chunk.kind === 'columns' ? chunk.columns.map(({ name }) => name) : [],
    ),
    figures,
  };
}

function failureOf(driver: Driver, sql: string, input: Partial<StatementInput> = {}) {
  try {
    answerTo(driver, sql, input);
  } catch (error) {
    return error as { code: string; message: string; details?: Record<string, unknown> };
  }
  throw new Error(`${sql} did not fail`);
}

/** What stands at the place of a failure, and the name that was meant. */
function placeOf(driver: Driver, sql: string) {
  const { details } = failureOf(driver, sql);
  const { offset, length, nearest } = details as {
    offset: number | null;
    length: number;
    nearest: string | null;
  };
  return [offset, offset === null ? null : sql.slice(offset, offset + length), nearest];
}

const COUNTED = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?) SELECT i FROM n';

describe.each(testedDrivers)('a statement of the console with %s', (name) => {
  test('gives its columns in order with duplicates, then exact values', () => {
    const driver = openForTest(name);
    driver.execSync(`CREATE TABLE t (a INTEGER, b); INSERT INTO t VALUES (9223372036854775807, 1.0)`);
    const { chunks } = answerTo(
      driver,
      `SELECT a, b AS a, x'00ff' AS "__proto__", NULL, 'é', count(*) FROM t`,
    );
    expect(chunks).toEqual([
      {
        kind: 'columns',
        columns: [
          { name: 'a', declaredType: 'INTEGER', isNumeric: true, origin: { object: 't', column: 'a' } },
          { name: 'a', declaredType: null, isNumeric: true, origin: { object: 't', column: 'b' } },
          { name: '__proto__', declaredType: null, isNumeric: false, origin: null },
          { name: 'NULL', declaredType: null, isNumeric: false, origin: null },
          { name: "'é'", declaredType: null, isNumeric: false, origin: null },
          { name: 'count(*)', declaredType: null, isNumeric: true, origin: null },
        ],
      },
      {
        kind: 'rows',
        rows: [[9223372036854775807n, [1, '1.0'], [4, 2, new Uint8Array([0, 255])], null, 'é', 1]],
      },
    ]);
  });

  test('comes in chunks of at most 1,000 rows and about 1 MB, with whole values up to 1 MB', () => {
    const driver = openForTest(name);
    const many = answerTo(driver, COUNTED, { parameters: [{ name: '?1', value: 2_500 }] });
    expect(many.chunks.map((chunk) => (chunk.kind === 'rows' ? chunk.rows.length : chunk.kind))).toEqual([
      ...['columns', 1000, 1000, 500],
    ]);
    expect(many.figures).toMatchObject({ rows: 2_500, isCut: false, changes: null, notes: [] });
    const large = answerTo(
      driver,
      `SELECT printf('%.*c', 400000, 'x'), zeroblob(400000) FROM json_each('[1,2,3,4,5]')`,
    );
    const sizes = large.chunks.map((chunk) => (chunk.kind === 'rows' ? chunk.rows.length : 0));
    expect(Math.max(...sizes)).toBeLessThan(4);
    expect(large.rows[0]?.[0]).toHaveLength(400_000);
    expect(large.rows[0]?.[1]).toEqual([4, 400_000, new Uint8Array(400_000)]);
    const [[cut] = []] = answerTo(driver, `SELECT printf('%.*c', 2000000, 'x')`).rows;
    expect((cut as [number, number, string]).slice(1)).toEqual([2_000_000, 'x'.repeat(1_048_576)]);
  });

  test('ends at its limit of rows or bytes and says whether there are more', () => {
    const driver = openForTest(name);
    const parameters = [{ name: '?1', value: 5 }];
    expect(answerTo(driver, COUNTED, { parameters, limit: 4 }).figures).toMatchObject({
      rows: 4,
      isCut: true,
    });
    expect(answerTo(driver, COUNTED, { parameters, limit: 5 }).figures).toMatchObject({
      rows: 5,
      isCut: false,
    });
    const bytes = answerTo(driver, COUNTED, { parameters: [{ name: '?1', value: 1e6 }], mostBytes: 10_000 });
    expect(bytes.figures.isCut).toBe(true);
    expect(bytes.figures.rows).toBeLessThan(3_000);
  });

  test('a read without an end gives its rows as they are asked for, and ends when nobody asks', () => {
    const driver = openForTest(name);
    const sql = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n';
    const pieces = runStatement(driver, { sql, parameters: [] });
    expect(pieces.next().done).toBe(false);
    expect(pieces.next().done).toBe(false);
    pieces.return();
    driver.execSync('CREATE TABLE t (x)', []);
    expect(answerTo(driver, 'DROP TABLE t').figures.changes).toBe(0);
  });

  test('counts what the statement itself changed', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (x); CREATE TABLE log (x)');
    driver.execSync('CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1), (2); END');
    expect(answerTo(driver, 'INSERT INTO t VALUES (1), (2), (3)').figures).toMatchObject({
      rows: 0,
      changes: 3,
    });
    expect(answerTo(driver, 'CREATE TABLE u (x)').figures.changes).toBe(0);
    const returning = answerTo(driver, 'UPDATE t SET x = x + 1 WHERE x > 1 RETURNING x, x AS x', {
      limit: 1,
    });
    expect(returning).toMatchObject({
      columns: ['x', 'x'],
      rows: [[3, 3]],
      figures: { changes: 2, isCut: true },
    });
    expect(driver.rowsSync('SELECT x FROM t ORDER BY x')).toEqual([[1], [3], [4]]);
  });

  test('binds parameters by name, those of other statements left alone', () => {
    const driver = openForTest(name);
    const parameters: QueryParameter[] = [
      { name: ':a', value: 1 },
      { name: '@b', value: [1, 1] },
      { name: '?3', value: 'x' },
      { name: ':other', value: null },
    ];
    const sql = 'SELECT typeof(:a), typeof(@b), ?, :a';
    expect(answerTo(driver, sql, { parameters }).rows).toEqual([['integer', 'real', 'x', 1]]);
    expect(failureOf(driver, sql, { parameters: parameters.slice(1) })).toMatchObject({
      code: 'BIND_COUNT',
      details: { missing: [':a'], offset: 14 },
    });
    expect(failureOf(driver, 'SELECT :a', { parameters: [{ name: ':a', value: Number.NaN }] }).code).toBe(
      'BIND_INVALID',
    );
  });

  test.each([
    ['SELCT 1', 0, 'SELCT', 'SELECT'],
    ['SELECT * FORM t', 9, 'FORM', 'FROM'],
    [`SELECT 'from', "from", x /* from */ FROM t WHERE from from`, 49, 'from', null],
    ['SELECT x FROM', 13, '', null],
    [`SELECT 'x''`, 7, `'x''`, null],
    ['SELECT 1 + ^ 2', 11, '^', null],
    ['SELECT nmae FROM t', 7, 'nmae', 'name'],
    ['SELECT t.nmae FROM t', 7, 't.nmae', 'name'],
    ['SELECT "name", T.[nmae] FROM t', 15, 'T.[nmae]', 'name'],
    ['SELECT 1 FROM "ordres"', 14, '"ordres"', 'orders'],
    ['SELECT 1 FROM main.ordres', 14, 'main.ordres', 'orders'],
    ['SELECT legnth(name) FROM t', 7, 'legnth', 'length'],
    ['INSERT INTO t (naem) VALUES (1)', 15, 'naem', 'name'],
    ['SELECT name FROM t ORDER BY name COLLATE NOCASSE', 41, 'NOCASSE', 'NOCASE'],
    ['SELECT x, x FROM t a, t b', 7, 'x', null],
  ])('%s is wrong at its place', (sql, offset, text, nearest) => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (x, name TEXT); CREATE TABLE orders (id)');
    expect(failureOf(driver, sql).code).toBe('SQL_ERROR');
    expect(placeOf(driver, sql)).toEqual([offset, text, nearest]);
  });

  test.each([
    ['', null],
    [' -- nothing\n/* at all */ ;', null],
    ['SELECT 1; SELECT 2', 10],
    ['SELECT \0 1', 7],
  ])('%j is not run', (sql, offset) => {
    expect(failureOf(openForTest(name), sql)).toMatchObject({ code: 'QUERY_INVALID', details: { offset } });
  });

  test('PRAGMA and EXPLAIN have rows like any other, and a PRAGMA that does not exist is told', () => {
    const driver = openForTest(name);
    expect(answerTo(driver, 'PRAGMA user_version').rows).toEqual([[0]]);
    expect(answerTo(driver, 'EXPLAIN QUERY PLAN SELECT 1').rows).toHaveLength(1);
    expect(answerTo(driver, 'PRAGMA usr_version').figures.notes[0]).toContain('Did you mean user_version?');
  });

  test('what SQLite itself refuses while it runs keeps its code', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (x UNIQUE); INSERT INTO t VALUES (1)');
    expect(failureOf(driver, 'INSERT INTO t VALUES (1)').code).toBe('CONSTRAINT_UNIQUE');
    expect(failureOf(driver, "SELECT json('{')")).toMatchObject({
      code: 'SQL_ERROR',
      details: { offset: null },
    });
  });
});
