import { describe, expect, test } from 'vitest';
import { openForTest, testedDrivers } from '../testing/each-driver.ts';
import { temporaryFile } from '../testing/temporary-folder.ts';

const code = (expected: string) => expect.objectContaining({ name: 'DatabaseError', code: expected });

describe.each(testedDrivers)('running with %s', (name) => {
  test('a NUL in SQL is refused: SQLite would run what stands before it', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (a)');
    expect(() => driver.execSync('DELETE FROM t\0 WHERE 0')).toThrow(code('NUL_IN_SQL'));
    expect(() => driver.allSync('SELECT 1\0')).toThrow(code('NUL_IN_SQL'));
    expect(() => driver.iterateSync('SELECT 1\0')).toThrow(code('NUL_IN_SQL'));
  });

  test('a second statement is never silently left out', () => {
    const driver = openForTest(name);
    expect(() => driver.allSync('SELECT 1; SELECT 2')).toThrow(code('SEVERAL_STATEMENTS'));
    expect(() => driver.execSync('SELECT 1; SELECT 2', [])).toThrow(code('SEVERAL_STATEMENTS'));
    expect(() => driver.allSync("SELECT ';', ?; SELECT 2", [1])).toThrow(code('SEVERAL_STATEMENTS'));
    expect(() => driver.allSync('; SELECT ? /* ; */; DELETE FROM t', [1])).toThrow(
      code('SEVERAL_STATEMENTS'),
    );
    expect(driver.allSync("; SELECT ';', ? AS [;] ; -- that was; all", [1]).rows).toEqual([[';', 1]]);
    driver.execSync('CREATE TABLE t (a)');
    const trigger = 'CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM t; SELECT 1; END';
    expect(() => driver.execSync(`${trigger}; DROP TABLE t`, [])).toThrow(code('SEVERAL_STATEMENTS'));
    driver.execSync(trigger, []);
    expect(driver.allSync(' SELECT 1 ; -- that was all\n /* ; */').rows).toEqual([[1]]);
  });

  test('what explains a statement holds no lock afterwards', () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (a)');
    const sql = '/* how? */ ; EXPLAIN QUERY PLAN SELECT * FROM t WHERE a = ?';
    expect(driver.allSync(sql, [1]).columns).toEqual(['id', 'parent', 'notused', 'detail']);
    expect(driver.rowsSync(sql, [1])).toHaveLength(1);
    driver.execSync(sql, [1]);
    driver.execSync('EXPLAIN SELECT * FROM t');
    expect(driver.runSync(sql, [1])).toBe(0);
    expect(() => driver.execSync('DROP TABLE t')).not.toThrow();
  });

  test('a text without a statement is an error for one statement, and an empty script', () => {
    const driver = openForTest(name);
    for (const sql of ['', ' ;; ', '-- nothing', '/* nothing */']) {
      expect(() => driver.allSync(sql)).toThrow(code('SQL_ERROR'));
      expect(() => driver.execSync(sql)).not.toThrow();
    }
  });

  test('a script runs all its statements, triggers with their semicolons included', () => {
    const driver = openForTest(name);
    driver.execSync(`
      CREATE TABLE t (a); CREATE TABLE log (a);
      CREATE TRIGGER after_t AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.a); INSERT INTO log VALUES (0); END;
      INSERT INTO t VALUES (7)`);
    expect(driver.allSync('SELECT a FROM log').rows).toEqual([[7], [0]]);
  });

  test.each<[string, string, string]>([
    ['SELEKT 1', 'SQL_ERROR', 'SQLITE_ERROR'],
    ['SELECT * FROM missing', 'SQL_ERROR', 'SQLITE_ERROR'],
    ['INSERT INTO child VALUES (99)', 'CONSTRAINT_FOREIGN_KEY', 'SQLITE_CONSTRAINT_FOREIGNKEY'],
    ['INSERT INTO parent VALUES (1, 1, 2)', 'CONSTRAINT_PRIMARY_KEY', 'SQLITE_CONSTRAINT_PRIMARYKEY'],
    ['INSERT INTO parent VALUES (2, 1, 1)', 'CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_UNIQUE'],
    ['INSERT INTO parent VALUES (2, NULL, 1)', 'CONSTRAINT_NOT_NULL', 'SQLITE_CONSTRAINT_NOTNULL'],
    ['INSERT INTO parent VALUES (2, 2, -1)', 'CONSTRAINT_CHECK', 'SQLITE_CONSTRAINT_CHECK'],
    ["INSERT INTO strict_one VALUES ('x')", 'CONSTRAINT_TYPE', 'SQLITE_CONSTRAINT_DATATYPE'],
    ['INSERT INTO guarded VALUES (1)', 'CONSTRAINT', 'SQLITE_CONSTRAINT_TRIGGER'],
    ["INSERT INTO parent(rowid) VALUES ('x')", 'MISMATCH', 'SQLITE_MISMATCH'],
    ["SELECT load_extension('x')", 'SQL_ERROR', 'SQLITE_ERROR'],
  ])('%s fails with %s', (sql, expected, sqliteCode) => {
    const driver = openForTest(name);
    driver.execSync(`
      CREATE TABLE parent (id INTEGER PRIMARY KEY, u UNIQUE NOT NULL, c CHECK (c > 0));
      INSERT INTO parent VALUES (1, 1, 1);
      CREATE TABLE child (parent REFERENCES parent (id));
      CREATE TABLE strict_one (a INTEGER) STRICT;
      CREATE TABLE guarded (a);
      CREATE TRIGGER no BEFORE INSERT ON guarded BEGIN SELECT RAISE(ABORT, 'no'); END`);
    expect(() => driver.execSync(sql, [])).toThrow(expect.objectContaining({ code: expected, sqliteCode }));
  });

  test('a lock of another connection gives BUSY after at most a short block', () => {
    const filename = temporaryFile();
    const holder = openForTest(name, { filename });
    holder.execSync('CREATE TABLE t (a); BEGIN EXCLUSIVE');
    const other = openForTest(name, { filename, readonly: true });
    const start = performance.now();
    expect(() => other.allSync('SELECT * FROM t')).toThrow(code('BUSY'));
    expect(performance.now() - start).toBeLessThan(1_000);
    holder.execSync('ROLLBACK');
    expect(other.allSync('SELECT * FROM t').rows).toEqual([]);
  });

  test('untrusted schemas cannot reach functions with side effects, and shadow tables are safe', () => {
    const driver = openForTest(name);
    expect(driver.allSync('PRAGMA trusted_schema').rows).toEqual([[0]]);
    expect(driver.allSync('PRAGMA cell_size_check').rows).toEqual([[1]]);
    driver.execSync('CREATE VIRTUAL TABLE f USING fts5(a)');
    expect(() => driver.execSync('DELETE FROM f_data')).toThrow(code('SQL_ERROR'));
    driver.execSync('PRAGMA writable_schema = ON');
    expect(() => driver.execSync("UPDATE sqlite_schema SET sql = ''")).toThrow(code('SQL_ERROR'));
  });

  test('closed is closed, and closing twice is fine', async () => {
    const driver = openForTest(name);
    driver.closeSync();
    driver.closeSync();
    await driver.close();
    for (const run of [
      () => driver.execSync('SELECT 1'),
      () => driver.querySync('SELECT 1'),
      () => driver.allTypedSync('SELECT 1'),
      () => driver.iterateSync('SELECT 1'),
      () => driver.changesSync(),
      () => driver.atomicSync([{ sql: 'SELECT 1' }]),
    ]) {
      expect(run).toThrow(code('DB_CLOSED'));
    }
    await expect(driver.exec('SELECT 1')).rejects.toThrow(code('DB_CLOSED'));
    await expect(driver.query('SELECT 1')).rejects.toThrow(code('DB_CLOSED'));
    await expect(driver.transaction(async () => 1)).rejects.toThrow(code('DB_CLOSED'));
  });

  test('async calls reject, they never throw', async () => {
    const driver = openForTest(name);
    const promise = driver.query('SELEKT');
    await expect(promise).rejects.toThrow(code('SQL_ERROR'));
  });
});
