/**
 * All codes of the engine with their meaning; `docs/bridge.md` prints this table. The first part are SQLite's
 * answers, mapped by its own code (kept in `sqliteCode`); the second part are the engine's.
 */
export const errorCodes = {
  AUTH: 'The connection does not allow this kind of statement.',
  BUSY: 'Another connection holds a lock that this statement needs. Nothing was changed; try again.',
  CANTOPEN: 'SQLite could not open the file, or a file beside it.',
  CONSTRAINT_CHECK: 'A CHECK constraint refused the row.',
  CONSTRAINT_FOREIGN_KEY: 'A row that must exist for a foreign key is missing, or is still pointed to.',
  CONSTRAINT_NOT_NULL: 'A column that must have a value got NULL.',
  CONSTRAINT_PRIMARY_KEY: 'Another row has this primary key.',
  CONSTRAINT_TYPE: 'The value has a type that the column of this STRICT table does not take.',
  CONSTRAINT_UNIQUE: 'Another row has this value in a unique column or index.',
  CONSTRAINT: 'A constraint, or RAISE in a trigger, refused the change.',
  CORRUPT: 'The file is damaged: SQLite found content that cannot be.',
  FULL: 'The disk, or the largest size allowed for the file, is full. The statement was undone.',
  INTERRUPTED: 'SQLite was told to stop the statement.',
  IOERR: 'Reading or writing the file failed in the operating system.',
  LOCKED: 'Another statement of the same connection is in the way.',
  MISMATCH: 'A value has a type that cannot be stored there, for instance text as a rowid.',
  NOMEM: 'SQLite could not get the memory that the statement needs.',
  NOT_A_DATABASE: 'The file is not a SQLite database, or it is encrypted.',
  PERMISSION: 'The operating system refuses access to the file.',
  PROTOCOL: 'The locks of the WAL could not be taken in time; try again.',
  READONLY: 'The connection, the file or its folder does not allow writing. Nothing was changed.',
  SCHEMA_CHANGED: 'The schema changed while the statement ran; try again.',
  SQL_ERROR: 'SQLite does not accept the statement: its syntax, or a name that does not exist.',
  TOO_BIG: 'A text, BLOB or statement is larger than SQLite allows.',

  ACQUIRE_TIMEOUT: 'No connection became free in time; the statement was not run.',
  ATOMIC_GUARD: 'A guarded statement changed another number of rows than it had to; everything was undone.',
  BIND_COUNT: 'The number of values is not the number of parameters of the statement.',
  BIND_INVALID: 'A value cannot be bound exactly (NaN, undefined, a lone surrogate, out of 64 bits).',
  CANCELLED: 'The caller stopped the call.',
  COLLECTION_EXISTS: 'A collection of this name was registered before.',
  COLLECTION_INVALID:
    'A collection cannot be defined like this; the message names the part. Nothing was written.',
  COLLECTION_NOT_FOUND: 'No collection of this name was registered.',
  COLLECTION_VERSION: 'The file has a later version of the collection than the program; nothing was written.',
  CONFIG_INVALID: 'The configuration has an unknown key or a wrong value; the message names it.',
  CONNECTION_GONE: 'The connection ended during the call. Reads: ask again. Writes: read again to know.',
  DB_CLOSED: 'The database or connection was closed before the call.',
  DOCUMENT_UNREADABLE: 'A stored document is not JSON, or not an object.',
  DRIVER_CREATION_FAILED: 'A driver cannot run here, or could not open the file.',
  DRIVER_INIT_FAILED: 'No driver could open the file; the message tells what each one said.',
  FIELD_UNKNOWN: 'The schema of the collection has no field at this path.',
  INTERNAL: 'A fault of the engine itself.',
  ITERATOR_OPEN: 'A statement must wait for an open iterator whose remaining rows are too many to keep.',
  LEASE_RELEASED: 'A connection was used after its lease had been given back.',
  NOT_FOUND: 'There is no document with this id. Nothing was written.',
  NUL_IN_SQL: 'The statement contains a NUL character, at which SQLite would cut it. Nothing was run.',
  OPERATION_FAILED: 'An operation of the connection process failed for a reason that is not SQLite’s.',
  OPERATION_UNKNOWN: 'The connection process has no operation of this name.',
  OPERATOR_UNKNOWN: 'A condition has an operator that does not exist. Nothing was read.',
  PATH_UNKNOWN: 'A query names a path that documents of its collection cannot have. Nothing was read.',
  QUERY_INVALID: 'A query cannot be meant as it is; the message says which part. Nothing was read.',
  PLUGIN_DEPENDENCY: 'A plugin needs another one that is not registered, or that needs it in turn.',
  PLUGIN_EXISTS: 'A plugin of this name was registered before.',
  PLUGIN_FAILED:
    'A hook of a plugin failed; what before-hooks throw stops the operation, and nothing was written.',
  PLUGIN_INVALID: 'What was registered is not a plugin; the message says what is wrong with it.',
  PLUGIN_TIMEOUT: 'A hook of a plugin took longer than the plugin may.',
  SCHEMA_INVALID: 'The schema of a collection that the file keeps cannot be used.',
  SEVERAL_STATEMENTS: 'The text has several statements where one was expected. Nothing was run.',
  SYNC_HOOK_ASYNC: 'A hook answered a Sync method with a promise, for which it cannot wait.',
  SYNC_WITH_SHARED_CONNECTION: 'A sync method was called on a shared connection; use the async one.',
  TABLE_UNSUITABLE: 'The file has a table of this name that cannot hold documents; it was left as it is.',
  TRANSACTION_LOCK_TIMEOUT:
    'The transaction could not get its lock in time, or did not end in time; nothing of it was kept.',
  TRANSACTION_ROLLBACK:
    'The transaction was rolled back by SQLite, or with its connection; nothing of it was kept.',
  TRANSACTION_STATE: 'The statement does not fit the state of the transaction.',
  UNSAFE_FILENAME: 'The driver would open another file than this name means.',
  UPDATE_INVALID: 'An update has an operator that does not exist. Nothing was written.',
  UPGRADE_FAILED: 'An upgrade to a new version of a collection failed; everything was rolled back.',
  VALIDATION: 'A document is not what the schema of its collection asks for. Nothing was written.',
  VERSION_MISMATCH: 'The document was changed since its expected version was read. Nothing was written.',
} as const satisfies Readonly<Record<string, string>>;

export type ErrorCode = keyof typeof errorCodes;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}
