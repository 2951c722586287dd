import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isBun, openForTest, testedDrivers } from '../testing/each-driver.ts';
import { temporaryFile, temporaryFolder } from '../testing/temporary-folder.ts';
import type { DriverName } from '../types.ts';
import { whyNoBetterSqlite3 } from './better-sqlite3-driver.ts';
import { openDriver } from './open-driver.ts';

const code = (expected: string) => expect.objectContaining({ name: 'DatabaseError', code: expected });

/** Names that a URI, SQLite or better-sqlite3 could take for something else. */
const ODD_NAMES = [
  'plain.db',
  ' leading.db',
  'a?mode=memory',
  'a#b.db',
  'a%20b.db',
  'a&b=c.db',
  'ü 日本 😀.db',
  'file:x.db',
  'file:memory?mode=memory',
  ':memory:',
  `quotes'".db`,
  'new\nline.db',
];
const TRIMMED_NAMES = ['trailing ', 'newline\n', 'tab\t', 'no-break\u00a0'];

describe.each(testedDrivers)('opening with %s', (name) => {
  test.each(ODD_NAMES)('the file %j is the one that is opened', (fileName) => {
    const folder = temporaryFolder();
    const filename = join(folder, fileName);
    const writer = openForTest(name, { filename });
    writer.execSync('CREATE TABLE t (a)');
    writer.execSync('INSERT INTO t VALUES (?)', [fileName]);
    writer.closeSync();
    expect(readdirSync(folder)).toEqual([fileName]);
    const reader = openForTest(name, { filename, readonly: true });
    expect(reader.allSync('SELECT a FROM t').rows).toEqual([[fileName]]);
  });

  test.each(['', 'a\0b.db'])('the name %j is refused', (filename) => {
    expect(() => openDriver(name, { filename })).toThrow(code('UNSAFE_FILENAME'));
  });

  test.each([{ readonly: true }, { mustExist: true }])('with %j a missing file is not made', (options) => {
    const filename = temporaryFile();
    expect(() => openDriver(name, { filename, ...options })).toThrow(code('CANTOPEN'));
    expect(existsSync(filename)).toBe(false);
  });

  test('with mustExist an existing file is opened for writing', () => {
    const filename = temporaryFile('a %3f?.db');
    openForTest(name, { filename }).execSync('CREATE TABLE t (a)');
    const driver = openForTest(name, { filename, mustExist: true });
    driver.execSync('INSERT INTO t VALUES (1)');
    expect(driver.allSync('SELECT a FROM t').rows).toEqual([[1]]);
  });

  test('a missing folder, and a folder, cannot be opened', () => {
    const folder = temporaryFolder();
    expect(() => openDriver(name, { filename: join(folder, 'no', 'x.db') })).toThrow(code('CANTOPEN'));
    expect(() => openDriver(name, { filename: folder })).toThrow(code('CANTOPEN'));
  });

  test('a file of something else says so at the latest when it is read', () => {
    const filename = temporaryFile();
    writeFileSync(filename, 'This is a text, not a database. '.repeat(100));
    expect(() =>
      openForTest(name, { filename, readonly: true }).allSync('SELECT * FROM sqlite_schema'),
    ).toThrow(expect.objectContaining({ code: 'NOT_A_DATABASE', sqliteCode: 'SQLITE_NOTADB' }));
  });

  test('a read-only driver changes nothing and says READONLY', () => {
    const filename = temporaryFile();
    openForTest(name, { filename }).execSync('CREATE TABLE t (a)');
    const before = readFileSync(filename);
    const driver = openForTest(name, { filename, readonly: true });
    expect(() => driver.execSync('INSERT INTO t VALUES (1)')).toThrow(code('READONLY'));
    driver.closeSync();
    expect(readFileSync(filename)).toEqual(before);
  });

  test('a database in memory cannot be read-only', () => {
    expect(() => openDriver(name, { filename: ':memory:', readonly: true })).toThrow(code('CONFIG_INVALID'));
  });

  test('a writer of a WAL file has synchronous FULL', () => {
    const filename = temporaryFile();
    openForTest(name, { filename, settings: { journalMode: 'WAL' } }).execSync('CREATE TABLE t (a)');
    const driver = openForTest(name, { filename });
    expect(driver.allSync('PRAGMA journal_mode').rows).toEqual([['wal']]);
    expect(driver.allSync('PRAGMA synchronous').rows).toEqual([[2]]);
  });

  test('settings are applied, in the order that SQLite needs', () => {
    const driver = openForTest(name, {
      filename: temporaryFile(),
      busyTimeout: 7,
      mmapSize: 65_536,
      settings: {
        journalMode: 'WAL',
        synchronous: 'NORMAL',
        cacheSize: -4_000,
        tempStore: 'MEMORY',
        lockingMode: 'EXCLUSIVE',
        autoVacuum: 'INCREMENTAL',
        walCheckpoint: 50,
      },
    });
    driver.execSync('CREATE TABLE t (a)');
    const names = ['journal_mode', 'synchronous', 'cache_size', 'temp_store', 'locking_mode', 'auto_vacuum'];
    const values = [...names, 'wal_autocheckpoint', 'busy_timeout', 'mmap_size'].map(
      (pragma) => driver.allSync(`PRAGMA ${pragma}`).rows[0]?.[0],
    );
    expect(values).toEqual(['wal', 1, -4_000, 2, 'exclusive', 2, 50, 7, 65_536]);
  });

  test('a journal mode that SQLite does not take is an error, and a setting is never SQL', () => {
    const filename = temporaryFile();
    const holder = openForTest(name, { filename });
    holder.execSync('CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1)');
    expect(() => openDriver(name, { filename, settings: { journalMode: 'WAL' } })).toThrow(code('BUSY'));
    const settings = { synchronous: 'FULL; DROP TABLE t' as 'FULL' };
    expect(() => openDriver(name, { filename: temporaryFile(), settings })).toThrow(code('CONFIG_INVALID'));
  });

  test('closing takes the side files of a WAL away, also after statements that were left in the middle', () => {
    const folder = temporaryFolder();
    const driver = openForTest(name, { filename: join(folder, 'a.db'), settings: { journalMode: 'WAL' } });
    driver.execSync('CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)');
    for (let index = 0; index < 300; index += 1) driver.allSync(`SELECT a, ${index} FROM t`);
    for (let index = 0; index < 3; index += 1) driver.iterateSync('SELECT a FROM t').rows.next();
    driver.allSync(`SELECT a FROM t -- ${'long '.repeat(30_000)}`);
    expect(readdirSync(folder)).toHaveLength(3);
    driver.closeSync();
    expect(readdirSync(folder)).toEqual(['a.db']);
  });

  test('the journal mode of an existing file is left as it is', () => {
    const filename = temporaryFile();
    openForTest(name, { filename }).execSync('CREATE TABLE t (a)');
    expect(openForTest(name, { filename }).allSync('PRAGMA journal_mode').rows).toEqual([['delete']]);
  });
});

/** What can open files as immutable, and files whose names end with white space. */
const exactDriver: DriverName = isBun ? 'bun:sqlite' : 'node:sqlite';

describe(`what ${exactDriver} does`, () => {
  test.each(TRIMMED_NAMES)('it opens %j', (fileName) => {
    const folder = temporaryFolder();
    openForTest(exactDriver, { filename: join(folder, fileName) }).execSync('CREATE TABLE t (a)');
    expect(readdirSync(folder)).toEqual([fileName]);
  });

  test.each([...ODD_NAMES, ...TRIMMED_NAMES])(
    'it reads the WAL file %j as immutable and leaves no trace',
    (fileName) => {
      const filename = join(temporaryFolder(), 'source.db');
      const writer = openForTest(exactDriver, { filename, settings: { journalMode: 'WAL' } });
      writer.execSync('CREATE TABLE t (a); INSERT INTO t VALUES (42)');
      writer.closeSync();
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'in ?#%'));
      const copy = join(folder, 'in ?#%', fileName);
      copyFileSync(filename, copy);
      const before = statSync(copy, { bigint: true });
      const reader = openForTest(exactDriver, { filename: copy, immutable: true });
      expect(reader.allSync('SELECT a FROM t').rows).toEqual([[42]]);
      expect(() => reader.execSync('INSERT INTO t VALUES (1)')).toThrow(code('READONLY'));
      expect(readdirSync(join(folder, 'in ?#%'))).toEqual([fileName]);
      reader.closeSync();
      expect(readdirSync(join(folder, 'in ?#%'))).toEqual([fileName]);
      expect(statSync(copy, { bigint: true }).mtimeNs).toBe(before.mtimeNs);
    },
  );

  test('it reads double-quoted strings where asked', () => {
    const filename = quotedView();
    const reader = openForTest(exactDriver, { filename, readonly: true, doubleQuotedStrings: true });
    expect(reader.allSync('SELECT * FROM v').rows).toEqual([[1, 'text']]);
  });
});

describe.skipIf(isBun)('what drivers of Node do not', () => {
  test.each(TRIMMED_NAMES)('better-sqlite3 refuses %j, which it would trim', (fileName) => {
    const filename = join(temporaryFolder(), fileName);
    expect(() => openDriver('better-sqlite3', { filename })).toThrow(code('UNSAFE_FILENAME'));
    expect(existsSync(filename)).toBe(false);
  });

  test('double-quoted strings are not read unless asked', () => {
    const filename = quotedView();
    for (const name of testedDrivers) {
      const strict = openForTest(name, { filename, readonly: true });
      expect(() => strict.allSync('SELECT * FROM v')).toThrow(code('SQL_ERROR'));
    }
  });

  test.each([{ immutable: true }, { doubleQuotedStrings: true }])(
    'better-sqlite3 says that it cannot %j',
    (options) => {
      expect(() => openDriver('better-sqlite3', { filename: temporaryFile(), ...options })).toThrow(
        code('DRIVER_CREATION_FAILED'),
      );
    },
  );

  test('bun:sqlite is for Bun', () => {
    expect(() => openDriver('bun:sqlite', { filename: ':memory:' })).toThrow(code('DRIVER_CREATION_FAILED'));
  });
});

test('better-sqlite3 is not loaded where it would end the process', () => {
  expect(whyNoBetterSqlite3('9')).toMatch(/Node-API 10/);
  expect(whyNoBetterSqlite3('10')).toBeUndefined();
  expect(whyNoBetterSqlite3('11')).toBeUndefined();
});

/** A file with a view whose text has a double-quoted string. */
function quotedView(): string {
  const filename = temporaryFile();
  openForTest(exactDriver, { filename, doubleQuotedStrings: true }).execSync(
    'CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT a, "text" AS b FROM t',
  );
  return filename;
}
