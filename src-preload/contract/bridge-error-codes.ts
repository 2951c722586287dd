/**
 * Codes that the app itself gives, with their meaning. Codes of the engine (SQLite's answers) stand in
 * `src-main/engine/errors.ts`; both tables are printed into `docs/bridge.md`.
 */
export const bridgeErrorCodes = {
  BAD_REQUEST: 'The call is unknown or its input does not fit the contract; nothing was run.',
  CANCELLED: 'The caller stopped the call.',
  ENGINE_GONE:
    'The engine process ended during the call and is being restarted. Reads: ask again. Writes: outcome unknown, read again.',
  SHELL_GONE:
    'The page has lost the connection to the shell; it connects again by itself. Outcome as with ENGINE_GONE.',
  INTERNAL: 'A fault of Cairn itself. Nothing was written by this call unless its method says so.',
  NOT_IN_THIS_SHELL: 'This shell cannot do it; its capabilities say so. Nothing was done.',
  FILE_NOT_OPEN: 'No open file has this id; it was closed.',
  FILE_MISSING: 'There is no file at this path.',
  FILE_IS_FOLDER: 'The path is a folder.',
  FILE_NOT_A_DATABASE:
    'The file is something else than a SQLite database; the message says what it looks like.',
  FILE_ENCRYPTED: 'The file is encrypted or scrambled: its bytes look random.',
  FILE_EMPTY: 'The file has no bytes. SQLite would make it a new database at the first write.',
  FILE_DAMAGED: 'The file is a SQLite database, but its header or schema cannot be read.',
  FILE_LOCKED: 'Another program holds an exclusive lock.',
  FILE_UNREADABLE: 'The operating system refuses to read the file.',
  FILE_NOT_ALLOWED:
    'The path lies outside the folders that this Cairn may read, or was not named to it by the user.',
  FILE_READ_ONLY: 'The file cannot be written; the message says why. Nothing was written.',
  NOTHING_STAGED: 'There is nothing to commit.',
  COPY_NOT_KEPT: 'This safety copy is not kept any more.',
  COPY_DIFFERS: 'The tables were changed since the safety copy was made, so its rows cannot be put back.',
  COMMIT_NOT_KEPT: 'The rows of this commit are not kept any more, so it cannot be taken back.',
  FILE_REPLACED: 'The file at this path is no longer the one that was opened.',
  FILE_TOO_LARGE_TO_COPY:
    'The file can only be read through a private copy, and it is larger than the limit for one.',
  OBJECT_NOT_FOUND: 'The file has no table or view with this name any more.',
  OBJECT_UNREADABLE: 'SQLite cannot read this table or view; the message says why.',
  COLUMN_NOT_FOUND: 'The table has no column with this name any more.',
  FILTER_INVALID: 'A filter cannot be understood; details name its column.',
  VIEW_GONE: 'The rows.open handle is unknown or its table changed its shape; open it again.',
  ROW_NOT_FOUND: 'No row has this key any more.',
  EDIT_REFUSED: 'This cannot be edited, or not in this way; the message says why. Nothing was staged.',
  EDITS_HELD: 'Another Cairn holds the staged edits of this file; nothing was staged here.',
  VALUE_CHANGED: 'The file has another value than the one that was edited; nothing was staged.',
  BASE_CHANGED: 'The document is not what it was when the edit began; nothing was staged.',
  UNDO_BLOCKED: 'What would be undone was edited again since by another window; nothing was changed.',
  JOURNAL_FAILED: 'The edit could not be written to the journal of staged edits, so it was not staged.',
  SCHEMA_REFUSED:
    'This cannot be done with the schema of this object; the message says why. Nothing was written.',
  SCRIPT_CHANGED:
    'The file has changed since the script was reviewed, so that it would be another one now; nothing was written.',
  WRITE_NEEDS_CHOICE:
    'The statement writes and no transaction is open; nothing was run. Begin one, or let it commit by itself.',
  TRANSACTION_NONE: 'No transaction is open on this file.',
  TRANSACTION_OPEN:
    'A transaction is open on this file, so this cannot be done now; the message says whose it is.',
  TRANSACTION_LOST:
    'The transaction has ended without a commit; nothing of it was written. The message says why.',
  RESULT_CLOSED:
    'The rest of this result was not asked for in time, so its statement was ended; run it again.',
  QUERY_INVALID: 'The text is not a statement that can be run so; the message says why.',
  PLUGIN_UNKNOWN: 'No plugin has this name.',
  TRACE_GONE: 'The operation is not among the last ones any more, so its hooks are not kept.',
  NO_SUCH_FOLDER: 'The folder does not exist or cannot be listed.',
} as const satisfies Readonly<Record<string, string>>;

export type BridgeErrorCode = keyof typeof bridgeErrorCodes;
