/** What a statement is about to do, as SQLite asks it (https://sqlite.org/c3ref/set_authorizer.html). */
export type Authorizer = (action: number, first: string | null, second: string | null) => number;

/** PRAGMAs that read with an argument, or without one. */
const READING: ReadonlySet<string> = new Set([
  ...['collation_list', 'compile_options', 'database_list', 'foreign_key_check', 'foreign_key_list'],
  ...['function_list', 'index_info', 'index_list', 'index_xinfo', 'integrity_check', 'module_list'],
  ...['pragma_list', 'quick_check', 'table_info', 'table_list', 'table_xinfo'],
]);

/** PRAGMAs that do something without an argument. */
const ACTING: ReadonlySet<string> = new Set([
  'incremental_vacuum',
  'optimize',
  'shrink_memory',
  'wal_checkpoint',
]);

/** Whether a PRAGMA only tells something: most with an argument set something, some of them as soon as they are compiled. */
export function isReadingPragma(name: string, hasArgument: boolean): boolean {
  const lowered = name.toLowerCase();
  return READING.has(lowered) || (!hasArgument && !ACTING.has(lowered));
}

/** Codes that the module does not name: it knows those of SQLite by number only. */
export interface AuthorizerCodes {
  readonly SQLITE_OK: number;
  readonly SQLITE_DENY: number;
  readonly SQLITE_ATTACH: number;
  readonly SQLITE_CREATE_TEMP_INDEX: number;
  readonly SQLITE_CREATE_TEMP_TABLE: number;
  readonly SQLITE_CREATE_TEMP_TRIGGER: number;
  readonly SQLITE_CREATE_TEMP_VIEW: number;
  readonly SQLITE_DETACH: number;
  readonly SQLITE_FUNCTION: number;
  readonly SQLITE_PRAGMA: number;
  readonly SQLITE_SAVEPOINT: number;
  readonly SQLITE_TRANSACTION: number;
}

/**
 * Lets a user's statements read and nothing else that the handle's being read-only does not refuse by itself: other
 * files, settings of the connection, which somebody else uses next, transactions that nobody would end, and temporary
 * objects that would hide those of the file.
 */
export function userSqlGuard(codes: AuthorizerCodes): Authorizer {
  const refused: ReadonlySet<number> = new Set([
    codes.SQLITE_ATTACH,
    codes.SQLITE_CREATE_TEMP_INDEX,
    codes.SQLITE_CREATE_TEMP_TABLE,
    codes.SQLITE_CREATE_TEMP_TRIGGER,
    codes.SQLITE_CREATE_TEMP_VIEW,
    codes.SQLITE_DETACH,
    codes.SQLITE_SAVEPOINT,
    codes.SQLITE_TRANSACTION,
  ]);
  return (action, first, second) => {
    if (refused.has(action)) return codes.SQLITE_DENY;
    if (action === codes.SQLITE_PRAGMA && !isReadingPragma(first ?? '', second !== null))
      return codes.SQLITE_DENY;
    if (action === codes.SQLITE_FUNCTION && second === 'load_extension') return codes.SQLITE_DENY;
    return codes.SQLITE_OK;
  };
}
