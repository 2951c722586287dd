import { describe, expect, test } from 'vitest';
import { openForTest, testedDrivers } from '../testing/each-driver.ts';
import { temporaryFile } from '../testing/temporary-folder.ts';

describe.each(testedDrivers)('reading with %s', (name) => {
  test('integers and reals are told apart when typed', () => {
    const driver = openForTest(name);
    expect(driver.allTypedSync("SELECT 1, 1.0, NULL, 'a', -0.0, 9e999, -9e999").rows).toEqual([
      [1n, 1, null, 'a', -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ]);
  });

  test('64-bit integers keep every digit, and are numbers where a number holds them', () => {
    const driver = openForTest(name);
    const { rows } = driver.allSync(
      'SELECT 9223372036854775807, -9223372036854775808, 9007199254740991, 9007199254740992, -9007199254740993, 0',
    );
    expect(rows).toEqual([
      [
        9223372036854775807n,
        -9223372036854775808n,
        9007199254740991,
        9007199254740992n,
        -9007199254740993n,
        0,
      ],
    ]);
  });

  test('duplicate and __proto__ columns survive in arrays', () => {
    const driver = openForTest(name);
    expect(driver.allSync('SELECT 1 AS a, 2 AS a, 3 AS "__proto__", 4 AS ""')).toEqual({
      columns: ['a', 'a', '__proto__', ''],
      rows: [[1, 2, 3, 4]],
    });
  });

  test('objects hold the last of duplicate columns and a __proto__ column as a plain value', () => {
    const [row] = openForTest(name).querySync('SELECT 1 AS a, 2 AS a, 3 AS "__proto__", 4 AS "constructor"');
    expect(Object.entries(row ?? {})).toEqual([
      ['a', 2],
      ['__proto__', 3],
      ['constructor', 4],
    ]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });

  test('text keeps NULs; invalid UTF-8 reads as U+FFFD', () => {
    const { rows } = openForTest(name).allSync("SELECT char(65, 0, 66), CAST(x'ff41' AS TEXT), '😀'");
    expect(rows).toEqual([['A\0B', '\ufffdA', '😀']]);
  });

  test('blobs are plain byte arrays that own exactly their bytes', () => {
    const { rows } = openForTest(name).allSync("SELECT x'00ff', x'', zeroblob(10000)");
    const blobs = rows[0] as Uint8Array[];
    expect(blobs.map((blob) => blob.byteLength)).toEqual([2, 0, 10_000]);
    for (const blob of blobs) {
      expect(Object.getPrototypeOf(blob)).toBe(Uint8Array.prototype);
      expect(blob.buffer.byteLength).toBe(blob.byteLength);
    }
    expect([...(blobs[0] ?? [])]).toEqual([0, 255]);
  });

  test('a statement without a result runs and gives no rows', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (a)');
    expect(driver.allSync('INSERT INTO t VALUES (1)')).toEqual({ columns: [], rows: [] });
    expect(driver.querySync('SELECT a FROM t')).toEqual([{ a: 1 }]);
  });

  test('RETURNING gives rows', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (a)');
    expect(driver.querySync('INSERT INTO t VALUES (1), (2) RETURNING a')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(driver.changesSync()).toBe(2);
  });

  test('a cached statement follows the schema that another connection changed', () => {
    const filename = temporaryFile();
    const writer = openForTest(name, { filename });
    writer.execSync('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    const reader = openForTest(name, { filename, readonly: true });
    expect(reader.allSync('SELECT * FROM t')).toEqual({ columns: ['a'], rows: [[1]] });
    writer.execSync('ALTER TABLE t ADD COLUMN b DEFAULT 2; ALTER TABLE t RENAME COLUMN a TO z');
    expect(reader.allSync('SELECT * FROM t')).toEqual({ columns: ['z', 'b'], rows: [[1, 2]] });
    writer.execSync('ALTER TABLE t DROP COLUMN b; DELETE FROM t');
    expect(reader.allSync('SELECT * FROM t')).toEqual({ columns: ['z'], rows: [] });
  });

  test('statements are prepared once, and the least recently used ones are dropped', () => {
    const driver = openForTest(name);
    for (let round = 0; round < 3; round += 1) {
      for (let index = 0; index < 100; index += 1) driver.allSync(`SELECT ${index}`);
    }
    expect(driver.statements.misses).toBe(100);
    driver.allSync('SELECT 0');
    for (let index = 100; index < 355; index += 1) driver.allSync(`SELECT ${index}`);
    expect(driver.statements.misses).toBe(355);
    driver.allSync('SELECT 0');
    expect(driver.statements.misses).toBe(355);
    driver.allSync('SELECT 1');
    expect(driver.statements.misses).toBe(356);
  });
});
