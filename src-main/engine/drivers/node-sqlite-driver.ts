import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DatabaseError } from '../errors.ts';
import type { DriverCapabilities, DriverOptions } from '../types.ts';
import type { BoundValue, NativeHandle, NativeStatement, TypedRow } from './native-handle.ts';
import { assertOneStatement, assertValueCount, parametersOf, type SqlParameters } from './sql-text.ts';
import { SqliteDriver } from './sqlite-driver.ts';
import {
  assertJournalMode,
  assertOptions,
  DEFAULT_BUSY_TIMEOUT,
  exactFilename,
  fileUri,
  MEMORY,
  openError,
  openingPragmas,
} from './sqlite-file.ts';

/**
 * A driver over Node's own SQLite: for files that must be opened as immutable, that have double-quoted strings in
 * their views, or whose names better-sqlite3 would change; and where better-sqlite3 cannot be loaded.
 */
export class NodeSqliteDriver extends SqliteDriver {
  readonly name = 'node:sqlite';
  readonly capabilities: DriverCapabilities = {
    sync: true,
    interactiveTransactions: true,
    iterate: true,
    cancel: false,
    immutable: true,
  };

  /** Throws DRIVER_CREATION_FAILED, UNSAFE_FILENAME, CONFIG_INVALID, or SQLite's reason not to open the file. */
  constructor(options: DriverOptions) {
    super(openHandle(options));
  }
}

function openHandle(options: DriverOptions): NativeHandle {
  assertOptions(options);
  const database = openDatabase(loadModule(), options);
  return {
    get isInTransaction() {
      return database.isTransaction;
    },
    prepare: (sql) => prepare(database, sql),
    runScript: (sql) => database.exec(sql),
    close: () => database.close(),
  };
}

function openDatabase(module: typeof import('node:sqlite'), options: DriverOptions): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new module.DatabaseSync(location(options), {
      readOnly: options.readonly === true || options.immutable === true,
      timeout: options.busyTimeout ?? DEFAULT_BUSY_TIMEOUT,
      enableDoubleQuotedStringLiterals: options.doubleQuotedStrings === true,
      defensive: true,
    });
    for (const pragma of openingPragmas(options)) database.exec(`PRAGMA ${pragma}`);
    if (options.settings?.journalMode !== undefined) {
      assertJournalMode(options, database.prepare('PRAGMA journal_mode').get()?.journal_mode);
    }
    return database;
  } catch (error) {
    database?.close();
    throw openError(error, options);
  }
}

function location(options: DriverOptions): string {
  const filename = exactFilename(options);
  if (filename === MEMORY) return MEMORY;
  if (options.immutable) return fileUri(filename, { immutable: '1' });
  // The module has no option for "must exist".
  if (options.mustExist && !options.readonly) return fileUri(filename, { mode: 'rw' });
  return filename;
}

function loadModule(): typeof import('node:sqlite') {
  const sqlite = process.getBuiltinModule?.('node:sqlite');
  if (sqlite !== undefined) return sqlite;
  throw new DatabaseError(
    'DRIVER_CREATION_FAILED',
    'This runtime has no node:sqlite; Node 22.14 or newer has it.',
  );
}

function prepare(database: DatabaseSync, sql: string): NativeStatement {
  const parameters = parametersOf(sql);
  assertOneStatement(sql, '');
  const statement = database.prepare(sql);
  // The module ignores further statements; what it compiled ends with the first.
  assertOneStatement(sql, sql.slice(statement.sourceSQL.length));
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  return new NodeSqliteStatement(statement, parameters, sql);
}

class NodeSqliteStatement implements NativeStatement {
  readonly isReadonly: boolean;
  readonly #statement: StatementSync;
  readonly #parameters: SqlParameters;

  constructor(statement: StatementSync, parameters: SqlParameters, sql: string) {
    this.#statement = statement;
    this.#parameters = parameters;
    // The module does not tell. What is taken for a write by mistake only costs open iterators some memory.
    this.isReadonly = /^\s*(select|values|explain)\b/i.test(sql);
  }

  columns(): string[] {
    return this.#statement.columns().map((column) => column.name);
  }

  all(params: readonly BoundValue[]): TypedRow[] {
    assertValueCount(this.#parameters, params.length);
    return rowsOf(this.#statement.all(...params));
  }

  run(params: readonly BoundValue[]): number {
    assertValueCount(this.#parameters, params.length);
    // The module repeats the count of the last write for statements that write nothing.
    return Number(this.#statement.run(...params).changes);
  }

  iterate(params: readonly BoundValue[]): Iterator<TypedRow> {
    assertValueCount(this.#parameters, params.length);
    return rowsOf(this.#statement.iterate(...params));
  }
}

/** The module's types know nothing of `setReturnArrays`: rows are arrays here. */
function rowsOf(rows: unknown[]): TypedRow[];
function rowsOf(rows: NodeJS.Iterator<unknown>): Iterator<TypedRow>;
function rowsOf(rows: unknown): unknown {
  return rows;
}
