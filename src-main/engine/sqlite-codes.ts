import type { ErrorCode } from './error-codes.ts';

/** SQLite's result codes by number, from sqlite3.h. node:sqlite gives the number, better-sqlite3 the name. */
const namesByNumber: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  2: 'SQLITE_INTERNAL',
  3: 'SQLITE_PERM',
  4: 'SQLITE_ABORT',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  9: 'SQLITE_INTERRUPT',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  12: 'SQLITE_NOTFOUND',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  15: 'SQLITE_PROTOCOL',
  16: 'SQLITE_EMPTY',
  17: 'SQLITE_SCHEMA',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
  21: 'SQLITE_MISUSE',
  22: 'SQLITE_NOLFS',
  23: 'SQLITE_AUTH',
  24: 'SQLITE_FORMAT',
  25: 'SQLITE_RANGE',
  26: 'SQLITE_NOTADB',
};

/** Names of the extended codes: by primary code, in the order of their numbers (`primary + (index + 1) * 256`). */
const extendedNames: Readonly<Record<number, readonly string[]>> = {
  1: ['MISSING_COLLSEQ', 'RETRY', 'SNAPSHOT', 'RESERVESIZE', 'KEY', 'UNABLE'],
  4: ['', 'ROLLBACK'],
  5: ['RECOVERY', 'SNAPSHOT', 'TIMEOUT'],
  6: ['SHAREDCACHE', 'VTAB'],
  8: ['RECOVERY', 'CANTLOCK', 'ROLLBACK', 'DBMOVED', 'CANTINIT', 'DIRECTORY'],
  10: [
    ...['READ', 'SHORT_READ', 'WRITE', 'FSYNC', 'DIR_FSYNC', 'TRUNCATE', 'FSTAT', 'UNLOCK', 'RDLOCK'],
    ...['DELETE', 'BLOCKED', 'NOMEM', 'ACCESS', 'CHECKRESERVEDLOCK', 'LOCK', 'CLOSE', 'DIR_CLOSE'],
    ...['SHMOPEN', 'SHMSIZE', 'SHMLOCK', 'SHMMAP', 'SEEK', 'DELETE_NOENT', 'MMAP', 'GETTEMPPATH'],
    ...['CONVPATH', 'VNODE', 'AUTH', 'BEGIN_ATOMIC', 'COMMIT_ATOMIC', 'ROLLBACK_ATOMIC', 'DATA'],
    ...['CORRUPTFS', 'IN_PAGE', 'BADKEY', 'CODEC'],
  ],
  11: ['VTAB', 'SEQUENCE', 'INDEX'],
  14: ['NOTEMPDIR', 'ISDIR', 'FULLPATH', 'CONVPATH', 'DIRTYWAL', 'SYMLINK'],
  19: [
    ...['CHECK', 'COMMITHOOK', 'FOREIGNKEY', 'FUNCTION', 'NOTNULL', 'PRIMARYKEY', 'TRIGGER', 'UNIQUE'],
    ...['VTAB', 'ROWID', 'PINNED', 'DATATYPE'],
  ],
  23: ['USER'],
};

/** `SQLITE_CONSTRAINT_UNIQUE` for 2067. A number that is not known keeps the name of its primary code. */
export function sqliteCodeName(number: number): string {
  const primary = namesByNumber[number & 0xff] ?? 'SQLITE_ERROR';
  const extension = extendedNames[number & 0xff]?.[(number >> 8) - 1];
  return extension ? `${primary}_${extension}` : primary;
}

const codesByName: Readonly<Record<string, ErrorCode>> = {
  SQLITE_ABORT: 'INTERRUPTED',
  SQLITE_ABORT_ROLLBACK: 'TRANSACTION_ROLLBACK',
  SQLITE_AUTH: 'AUTH',
  SQLITE_BUSY: 'BUSY',
  SQLITE_CANTOPEN: 'CANTOPEN',
  SQLITE_CONSTRAINT: 'CONSTRAINT',
  SQLITE_CONSTRAINT_CHECK: 'CONSTRAINT_CHECK',
  SQLITE_CONSTRAINT_DATATYPE: 'CONSTRAINT_TYPE',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'CONSTRAINT_FOREIGN_KEY',
  SQLITE_CONSTRAINT_NOTNULL: 'CONSTRAINT_NOT_NULL',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'CONSTRAINT_PRIMARY_KEY',
  SQLITE_CONSTRAINT_ROWID: 'CONSTRAINT_PRIMARY_KEY',
  SQLITE_CONSTRAINT_UNIQUE: 'CONSTRAINT_UNIQUE',
  SQLITE_CORRUPT: 'CORRUPT',
  SQLITE_ERROR: 'SQL_ERROR',
  SQLITE_FORMAT: 'NOT_A_DATABASE',
  SQLITE_FULL: 'FULL',
  SQLITE_INTERNAL: 'INTERNAL',
  SQLITE_INTERRUPT: 'INTERRUPTED',
  SQLITE_IOERR: 'IOERR',
  SQLITE_LOCKED: 'LOCKED',
  SQLITE_MISMATCH: 'MISMATCH',
  SQLITE_MISUSE: 'INTERNAL',
  SQLITE_NOMEM: 'NOMEM',
  SQLITE_NOTADB: 'NOT_A_DATABASE',
  SQLITE_PERM: 'PERMISSION',
  SQLITE_PROTOCOL: 'PROTOCOL',
  SQLITE_RANGE: 'BIND_COUNT',
  SQLITE_READONLY: 'READONLY',
  SQLITE_SCHEMA: 'SCHEMA_CHANGED',
  SQLITE_TOOBIG: 'TOO_BIG',
};

/** The engine's code for a name of SQLite: that of the extended code, else that of its family. */
export function errorCodeOf(sqliteCode: string): ErrorCode {
  const family = sqliteCode.split('_').slice(0, 2).join('_');
  return codesByName[sqliteCode] ?? codesByName[family] ?? 'SQL_ERROR';
}
