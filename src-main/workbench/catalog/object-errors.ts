import { BridgeError } from '../bridge-error.ts';

/** The error for a table or view that SQLite cannot read; says what SQLite says, since only it knows why. */
export function objectUnreadable(object: string, cause: unknown): BridgeError {
  const reason = cause instanceof Error ? cause.message : 'unknown reason';
  const code = codeOf(cause);
  return new BridgeError('OBJECT_UNREADABLE', `SQLite cannot read ${shownName(object)}: ${reason}`, {
    hint: hintFor(code),
    details: { code },
    cause,
  });
}

/** Nobody but the object itself brings SQL: where SQLite does not accept it, the object is what cannot be read. */
export function asUnreadable(object: string, error: unknown): unknown {
  return codeOf(error) === 'SQL_ERROR' ? objectUnreadable(object, error) : error;
}

/** The error for an object that is not (or no longer) in the file. */
export function objectNotFound(object: string): BridgeError {
  return new BridgeError(
    'OBJECT_NOT_FOUND',
    `The file has no table or view named ${shownName(object)} any more.`,
    {
      hint: 'It was renamed or dropped. Choose another one in the sidebar.',
    },
  );
}

/** The same, where others still see it: the client's own transaction has taken it away. */
export function objectDropped(object: string): BridgeError {
  return new BridgeError(
    'OBJECT_NOT_FOUND',
    `The open transaction has dropped or renamed ${shownName(object)}.`,
    {
      hint: 'It is still in the file: rolling the transaction back brings it back here, too.',
      details: { isInTransaction: true },
    },
  );
}

/** A name as it fits into a sentence; names of 1 MB exist. */
export function shownName(name: string): string {
  return name.length > 120 ? `${name.slice(0, 120)}…` : name;
}

/** The code of an error of the engine, such as SQLITE_CORRUPT; null for anything else. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function hintFor(code: string | null): string {
  return code?.startsWith('SQLITE_CORRUPT') === true
    ? 'Its part of the file is damaged. The other tables are not affected; look for a backup.'
    : 'The other tables and views are not affected.';
}
