import { type ErrorCode, errorCodes, isErrorCode } from './error-codes.ts';
import { errorCodeOf, sqliteCodeName } from './sqlite-codes.ts';

export { type ErrorCode, errorCodes } from './error-codes.ts';

/** What a `DatabaseError` may carry beside its message. */
export interface DatabaseErrorOptions {
  readonly cause?: unknown;
  /** SQLite's own extended code, for instance `SQLITE_BUSY_SNAPSHOT`. */
  readonly sqliteCode?: string | undefined;
}

/**
 * Every failure of the engine. `code` is from the table `errorCodes`; the message says what happened, what it
 * means for the data and what to do. Decide by `code`, never by words of the message.
 */
export class DatabaseError extends Error {
  override readonly name: string = 'DatabaseError';
  readonly code: ErrorCode;
  /** SQLite's own extended code where the failure is SQLite's. */
  readonly sqliteCode: string | undefined;

  constructor(code: ErrorCode, message: string, options: DatabaseErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.sqliteCode = options.sqliteCode;
  }
}

/**
 * An expected failure of an operation (see `Operation`) with a code of its owner's table. It crosses from the
 * connection process to the caller as it is: `code`, `message` and `details`, which must be a structured clone.
 */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly code: string;
  readonly details: unknown;

  constructor(code: string, message: string, options: { details?: unknown; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details;
  }
}

/** How an error crosses a port: a structured clone drops the codes of errors. */
export interface SerializedError {
  readonly type: 'database' | 'operation';
  readonly code: string;
  readonly message: string;
  readonly sqliteCode?: string | undefined;
  readonly details?: unknown;
}

/** Whether a failure has this code of the engine. */
export function hasErrorCode(error: unknown, code: ErrorCode): error is DatabaseError {
  return error instanceof DatabaseError && error.code === code;
}

/** CANCELLED, with the signal's reason as cause. */
export function cancelledError(signal?: AbortSignal): DatabaseError {
  return new DatabaseError('CANCELLED', 'The call was cancelled by its caller.', { cause: signal?.reason });
}

/**
 * Any thrown value as a `DatabaseError`. SQLite's failures are recognised by the code that better-sqlite3
 * (`code: 'SQLITE_BUSY'`) and node:sqlite (`errcode: 5`) give; everything else becomes `fallback`.
 */
export function toDatabaseError(error: unknown, fallback: ErrorCode = 'INTERNAL'): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const sqliteCode = sqliteCodeOf(error);
  if (sqliteCode === undefined) return new DatabaseError(fallback, message, { cause: error });
  const code = errorCodeOf(sqliteCode);
  return new DatabaseError(code, withMeaning(code, message), { cause: error, sqliteCode });
}

/** SQLite's own words say enough about the statement, but not about its surroundings ("database is locked"). */
function withMeaning(code: ErrorCode, message: string): string {
  const isAboutStatement = code === 'SQL_ERROR' || code === 'MISMATCH' || code.startsWith('CONSTRAINT');
  return isAboutStatement ? message : `${message}. ${errorCodes[code]}`;
}

/** What goes over a port for a thrown value. */
export function serializeError(error: unknown): SerializedError {
  if (error instanceof OperationError) {
    const { code, message, details } = error;
    return { type: 'operation', code, message, details };
  }
  const { code, message, sqliteCode } = toDatabaseError(error, 'OPERATION_FAILED');
  return { type: 'database', code, message, sqliteCode };
}

/** The error that came over a port. */
export function deserializeError(wire: SerializedError): DatabaseError | OperationError {
  const { code, message, sqliteCode, details } = wire;
  if (wire.type === 'operation') return new OperationError(code, message, { details });
  return new DatabaseError(isErrorCode(code) ? code : 'INTERNAL', message, { sqliteCode });
}

function sqliteCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (typeof errcode === 'number') return sqliteCodeName(errcode);
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}
