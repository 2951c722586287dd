import { describe, expect, test } from 'vitest';
import {
  cancelledError,
  DatabaseError,
  deserializeError,
  errorCodes,
  hasErrorCode,
  OperationError,
  serializeError,
  toDatabaseError,
} from './errors.ts';
import { errorCodeOf, sqliteCodeName } from './sqlite-codes.ts';

describe('codes of SQLite', () => {
  // Numbers and names from https://sqlite.org/rescode.html
  test.each([
    [1, 'SQLITE_ERROR', 'SQL_ERROR'],
    [5, 'SQLITE_BUSY', 'BUSY'],
    [261, 'SQLITE_BUSY_RECOVERY', 'BUSY'],
    [517, 'SQLITE_BUSY_SNAPSHOT', 'BUSY'],
    [773, 'SQLITE_BUSY_TIMEOUT', 'BUSY'],
    [516, 'SQLITE_ABORT_ROLLBACK', 'TRANSACTION_ROLLBACK'],
    [262, 'SQLITE_LOCKED_SHAREDCACHE', 'LOCKED'],
    [1032, 'SQLITE_READONLY_DBMOVED', 'READONLY'],
    [1544, 'SQLITE_READONLY_DIRECTORY', 'READONLY'],
    [266, 'SQLITE_IOERR_READ', 'IOERR'],
    [4618, 'SQLITE_IOERR_SHMOPEN', 'IOERR'],
    [6410, 'SQLITE_IOERR_GETTEMPPATH', 'IOERR'],
    [8458, 'SQLITE_IOERR_CORRUPTFS', 'IOERR'],
    [267, 'SQLITE_CORRUPT_VTAB', 'CORRUPT'],
    [13, 'SQLITE_FULL', 'FULL'],
    [1550, 'SQLITE_CANTOPEN_SYMLINK', 'CANTOPEN'],
    [26, 'SQLITE_NOTADB', 'NOT_A_DATABASE'],
    [18, 'SQLITE_TOOBIG', 'TOO_BIG'],
    [7, 'SQLITE_NOMEM', 'NOMEM'],
    [275, 'SQLITE_CONSTRAINT_CHECK', 'CONSTRAINT_CHECK'],
    [787, 'SQLITE_CONSTRAINT_FOREIGNKEY', 'CONSTRAINT_FOREIGN_KEY'],
    [2067, 'SQLITE_CONSTRAINT_UNIQUE', 'CONSTRAINT_UNIQUE'],
    [2579, 'SQLITE_CONSTRAINT_ROWID', 'CONSTRAINT_PRIMARY_KEY'],
    [3091, 'SQLITE_CONSTRAINT_DATATYPE', 'CONSTRAINT_TYPE'],
    [1811, 'SQLITE_CONSTRAINT_TRIGGER', 'CONSTRAINT'],
    [9, 'SQLITE_INTERRUPT', 'INTERRUPTED'],
  ])('%d is %s and means %s', (number, name, code) => {
    expect(sqliteCodeName(number)).toBe(name);
    expect(errorCodeOf(name)).toBe(code);
  });

  test('numbers of later versions fall back to their family', () => {
    expect(sqliteCodeName(5 | (99 << 8))).toBe('SQLITE_BUSY');
    expect(errorCodeOf('SQLITE_BUSY_NEW')).toBe('BUSY');
    expect(errorCodeOf('SQLITE_UNHEARD_OF')).toBe('SQL_ERROR');
  });
});

describe('toDatabaseError', () => {
  test('reads the code of better-sqlite3 and that of node:sqlite, and keeps the cause', () => {
    const better = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY_SNAPSHOT' });
    const node = Object.assign(new Error('database is locked'), { code: 'ERR_SQLITE_ERROR', errcode: 517 });
    for (const cause of [better, node]) {
      expect(toDatabaseError(cause)).toMatchObject({
        code: 'BUSY',
        sqliteCode: 'SQLITE_BUSY_SNAPSHOT',
        cause,
      });
    }
  });

  test('never reads the words of a message', () => {
    expect(toDatabaseError(new Error('SQLITE_BUSY: database is locked')).code).toBe('INTERNAL');
    expect(toDatabaseError('courier busy', 'OPERATION_FAILED').code).toBe('OPERATION_FAILED');
  });

  test('says what to do where SQLite does not', () => {
    const { message } = toDatabaseError(
      Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' }),
    );
    expect(message).toContain('database is locked');
    expect(message).toContain(errorCodes.BUSY);
  });

  test('leaves its own errors as they are', () => {
    const error = new DatabaseError('DB_CLOSED', 'closed');
    expect(toDatabaseError(error)).toBe(error);
  });
});

describe('over a port', () => {
  test.each([
    new DatabaseError('BUSY', 'locked', { sqliteCode: 'SQLITE_BUSY' }),
    new OperationError('FILTER_INVALID', 'no such operator', { details: { column: 'a' } }),
  ])('$name keeps what it says', (error) => {
    const copy = deserializeError(structuredClone(serializeError(error)));
    expect(copy).toBeInstanceOf(error.constructor);
    expect(copy).toMatchObject({ ...error, message: error.message });
  });

  test('any other error is a failed operation', () => {
    expect(deserializeError(serializeError(new TypeError('x is undefined')))).toMatchObject({
      code: 'OPERATION_FAILED',
      message: 'x is undefined',
    });
  });

  test('a code that this version does not know is no code of its table', () => {
    expect(deserializeError({ type: 'database', code: 'toString', message: 'x' }).code).toBe('INTERNAL');
  });
});

test('a cancelled call names its code and the reason', () => {
  const error = cancelledError(AbortSignal.abort('left'));
  expect(hasErrorCode(error, 'CANCELLED')).toBe(true);
  expect(hasErrorCode(new Error('CANCELLED'), 'CANCELLED')).toBe(false);
  expect(error.cause).toBe('left');
});
