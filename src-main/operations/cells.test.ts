import { describe, expect, test } from 'vitest';
import { type Cell, decode, encode } from '../../src-preload/contract/index.ts';
import { openForTest, testedDrivers } from '../engine/testing/each-driver.ts';
import type { Driver, SqlValue } from '../engine/types.ts';
import { PAGE_PREVIEW, toCell } from './cells.ts';
import type { RowsPlan } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { readSpan } from './read-rows.ts';

const plan: RowsPlan = {
  scratch: null,
  from: 'main.t AS t',
  where: null,
  order: [{ sql: 't.rowid', direction: 'up', collation: 'BINARY', isNullable: false, floor: '-9e999' }],
  keyTerms: [0],
};
const all = {
  kind: 'walk',
  from: null,
  isInclusive: false,
  isReverse: false,
  offset: 0,
  limit: 1000,
} as const;
const stored: PlanColumn = { kind: 'stored', sql: 't.a' };

function cellsOf(
  driver: Driver,
  columns: readonly PlanColumn[] = [stored],
  preview = PAGE_PREVIEW,
): Cell[][] {
  const { rows } = readSpan(driver, plan, columns, all, { largest: preview });
  const cells = rows.map((row) => row.map((value) => toCell(driver, value, preview)));
  // What the codec would change could not be shown as it is.
  expect(decode(encode(cells))).toEqual(cells);
  return cells;
}

function cellOf(driver: Driver, sql: string, params: readonly SqlValue[] = []): Cell | undefined {
  driver.execSync('DROP TABLE IF EXISTS t');
  driver.execSync('CREATE TABLE t (a)');
  driver.execSync(`INSERT INTO t VALUES (${sql})`, params);
  return cellsOf(driver)[0]?.[0];
}

describe.each(testedDrivers)('cells read by %s', (name) => {
  test.each<[string, Cell]>([
    ['NULL', null],
    ['1', 1],
    ['1.0', [1, '1.0']],
    ['-0.0 * 1.0', [1, '-0.0']],
    ['9e999', [1, 'Inf']],
    ['-9e999', [1, '-Inf']],
    ['1e100', [1, '1.0e+100']],
    ['0.1', 0.1],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ["''", ''],
    ["'a' || char(0) || 'b'", 'a\0b'],
    ['char(65533)', '\uFFFD'],
    ["CAST(x'61ff62' AS TEXT)", [3, 3, new Uint8Array([0x61, 0xff, 0x62])]],
    ["x''", [4, 0, new Uint8Array()]],
    ["x'00ff'", [4, 2, new Uint8Array([0, 255])]],
    [`jsonb('{"a":1.10}')`, [5, 8, '{"a":1.10}', true]],
    ["jsonb('1')", [4, 2, new Uint8Array([0x13, 0x31])]],
  ])('%s', (sql, cell) => {
    expect(cellOf(openForTest(name), sql)).toEqual(cell);
  });

  test('large values are described and not loaded', () => {
    const driver = openForTest(name);
    expect(cellOf(driver, '?', ['é'.repeat(1000)])).toEqual([2, 2000, 'é'.repeat(512)]);
    expect(cellOf(driver, '?', ['x'.repeat(2_000_000)])).toEqual([2, 2_000_000, '']);
    expect(cellOf(driver, 'zeroblob(5000)')).toEqual([4, 5000, new Uint8Array(64)]);
    expect(cellOf(driver, 'zeroblob(5000000)')).toEqual([4, 5_000_000, new Uint8Array()]);
    const json = cellOf(driver, `jsonb('[' || substr(replace(hex(zeroblob(1000)), '00', ',1'), 2) || ']')`);
    expect(json).toEqual([5, expect.any(Number), `[${'1,'.repeat(1000)}`.slice(0, 1024), false]);
  });

  test('UTF-16 files', () => {
    const driver = openForTest(name);
    driver.execSync("PRAGMA encoding = 'UTF-16le'");
    expect(cellOf(driver, '?', ['héllo €😀'])).toBe('héllo €😀');
    expect(cellOf(driver, '?', ['😀'.repeat(1000)])).toEqual([2, 4000, '😀'.repeat(256)]);
    expect(cellOf(driver, "CAST(x'00d8' AS TEXT)")).toEqual([3, 2, new Uint8Array([0, 0xd8])]);
  });

  test('fields of documents, as text and as JSONB', () => {
    const driver = openForTest(name);
    const document =
      '{"n":1,"f":1.10,"big":12345678901234567890123,"s":"é\\n","t":true,"z":null,"a":[1,2],"o":{"x":{"y":"deep"}},"n":2,"q\\"":5}';
    const paths = [
      ['n'],
      ['f'],
      ['big'],
      ['s'],
      ['t'],
      ['z'],
      ['a'],
      ['o'],
      ['o', 'x', 'y'],
      ['q"'],
      ['none'],
    ];
    const columns = paths.map((path): PlanColumn => ({ kind: 'field', sql: 't.a', path }));
    const expected: Cell[] = [
      1,
      [8, '1.10'],
      [8, '12345678901234567890123'],
      'é\n',
      [9, true],
      [10],
      [6, 2],
      [7, 1],
      'deep',
      5,
      [11],
    ];
    driver.execSync('CREATE TABLE t (a)');
    driver.execSync('INSERT INTO t VALUES (?1), (jsonb(?1)), (?2)', [document, 'no JSON']);
    const cells = cellsOf(driver, columns);
    expect(cells).toEqual([expected, expected, paths.map(() => [11])]);
    // Too large to be read: SQLite looks into it.
    const large = document.replace('{', `{"pad":"${'x'.repeat(300_000)}",`);
    driver.execSync('DELETE FROM t');
    driver.execSync('INSERT INTO t VALUES (?1), (jsonb(?1))', [large]);
    expect(cellsOf(driver, columns)).toEqual([expected, expected]);
    expect(cellsOf(driver, [{ kind: 'field', sql: 't.a', path: ['pad'] }])[0]).toEqual([
      [2, 300_000, 'x'.repeat(1024)],
    ]);
  });

  test('2,000 columns', () => {
    const driver = openForTest(name);
    const names = Array.from({ length: 2000 }, (_, index) => `c${index}`);
    driver.execSync(`CREATE TABLE t (${names.join(', ')})`);
    driver.execSync(`INSERT INTO t VALUES (${names.map((_, index) => index).join(', ')})`);
    const columns = names.map((column): PlanColumn => ({ kind: 'stored', sql: `t.${column}` }));
    expect(cellsOf(driver, columns)).toEqual([names.map((_, index) => index)]);
  });
});
