import { createRequire } from 'node:module';
import { DatabaseError } from '../errors.ts';
import type { DriverCapabilities, DriverOptions, SqlValue, StatementColumn } from '../types.ts';
import type { BunDatabase, BunSqlite, BunStatement } from './bun-sqlite.ts';
import type { BoundValue, NativeHandle, NativeStatement, TypedRow } from './native-handle.ts';
import {
  assertOneStatement,
  assertValueCount,
  firstWordOf,
  hasStatement,
  parametersOf,
  restOfText,
  type SqlParameters,
} from './sql-text.ts';
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
 * A driver over Bun's own SQLite, for programs that use the engine in Bun. It always takes double-quoted strings:
 * the module has no switch for them.
 */
export class BunSqliteDriver extends SqliteDriver {
  readonly name = 'bun:sqlite';
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
      return database.inTransaction;
    },
    prepare: (sql, parameters) => prepare(database, sql, parameters),
    runScript(sql) {
      // The module refuses a text without a statement, and gives no code.
      if (hasStatement(sql)) database.run(sql);
    },
    close: () => database.close(),
  };
}

function openDatabase({ Database, constants }: BunSqlite, options: DriverOptions): BunDatabase {
  const location = locationOf(options);
  const access =
    options.readonly || options.immutable
      ? constants.SQLITE_OPEN_READONLY
      : constants.SQLITE_OPEN_READWRITE | (options.mustExist ? 0 : constants.SQLITE_OPEN_CREATE);
  let database: BunDatabase | undefined;
  try {
    database = new Database(location, access | constants.SQLITE_OPEN_URI);
    database.run(`PRAGMA busy_timeout = ${options.busyTimeout ?? DEFAULT_BUSY_TIMEOUT}`);
    // The other modules are built with it.
    database.run('PRAGMA foreign_keys = ON');
    for (const pragma of openingPragmas(options)) database.run(`PRAGMA ${pragma}`);
    if (options.settings?.journalMode !== undefined) assertJournalMode(options, journalModeOf(database));
    return database;
  } catch (error) {
    database?.close();
    throw openError(error, options);
  }
}

/** Always a URI: the module cuts white space off names. */
function locationOf(options: DriverOptions): string {
  const filename = exactFilename(options);
  if (filename === MEMORY) return MEMORY;
  if (options.immutable) return fileUri(filename, { immutable: '1' });
  if (options.readonly) return fileUri(filename, { mode: 'ro' });
  return fileUri(filename, { mode: options.mustExist ? 'rw' : 'rwc' });
}

function journalModeOf(database: BunDatabase): unknown {
  const statement = database.prepare('PRAGMA journal_mode');
  try {
    return statement.values([])[0]?.[0];
  } finally {
    statement.finalize();
  }
}

function loadModule(): BunSqlite {
  if (process.versions.bun === undefined) {
    throw new DatabaseError('DRIVER_CREATION_FAILED', 'bun:sqlite is part of Bun; this process is not Bun.');
  }
  // Loaded only where a file is opened, and never by Node. `require` gives no type.
  return createRequire(import.meta.url)('bun:sqlite') as BunSqlite;
}

function prepare(
  database: BunDatabase,
  sql: string,
  parameters: SqlParameters = parametersOf(sql),
): NativeStatement {
  assertOneStatement(sql, '');
  const statement = database.prepare(sql);
  try {
    // The module ignores further statements. Without parameters, its text is what it compiled; a text with
    // parameters is no trigger, so a semicolon ends it.
    const rest = parameters.count === 0 ? sql.slice(statement.toString().length) : restOfText(sql);
    assertOneStatement(sql, rest);
  } catch (error) {
    statement.finalize();
    throw error;
  }
  statement.safeIntegers(true);
  return new BunSqliteStatement(statement, sql, parameters);
}

class BunSqliteStatement implements NativeStatement {
  readonly isReadonly: boolean;
  readonly #statement: BunStatement;
  readonly #parameters: SqlParameters;
  /** EXPLAIN holds its locks until it is reset, which the module does after iterating only. */
  readonly #explains: boolean;
  #columns: string[] = [];
  #isReleased = false;

  constructor(statement: BunStatement, sql: string, parameters: SqlParameters) {
    this.#statement = statement;
    this.#parameters = parameters;
    // COMMIT and ROLLBACK write nothing, but end what an open iterator reads.
    this.isReadonly = statement.readonly === true && statement.reader === true;
    this.#explains = firstWordOf(sql) === 'explain';
  }

  columns(): string[] {
    if (!this.#isReleased) this.#columns = this.#statement.columnNames;
    return this.#columns;
  }

  all(params: readonly BoundValue[]): TypedRow[] {
    assertValueCount(this.#parameters, params.length);
    if (this.#explains) return [...this.#rows(params)];
    return this.#statement.values(params);
  }

  run(params: readonly BoundValue[]): number {
    assertValueCount(this.#parameters, params.length);
    if (!this.#explains) return this.#statement.run(params).changes;
    this.all(params);
    return 0;
  }

  iterate(params: readonly BoundValue[]): Iterator<TypedRow> {
    assertValueCount(this.#parameters, params.length);
    return this.#rows(params);
  }

  changesNothing(): boolean {
    return this.#statement.readonly === true;
  }

  describe(): StatementColumn[] {
    return this.columns().map((name) => ({ name, type: null, table: null, column: null }));
  }

  release(): void {
    if (this.#isReleased) return;
    this.columns();
    this.#isReleased = true;
    this.#statement.finalize();
  }

  /** The module gives one row after the other only as objects, which have no room for two columns of one name. */
  *#rows(params: readonly BoundValue[]): Generator<TypedRow, void, void> {
    if (!this.isReadonly) {
      yield* this.#statement.values(params);
      return;
    }
    const rows = this.#statement.iterate(params);
    try {
      const first = rows.next();
      if (first.done) return;
      // After the first step: SQLite prepares again by itself when the schema has changed.
      const columns = this.columns();
      if (new Set(columns).size === columns.length) {
        yield valuesOf(first.value, columns);
        for (let step = rows.next(); !step.done; step = rows.next()) yield valuesOf(step.value, columns);
        return;
      }
    } finally {
      rows.return?.();
    }
    yield* this.#statement.values(params);
  }
}

function valuesOf(row: Readonly<Record<string, SqlValue>>, columns: readonly string[]): TypedRow {
  // A row has a value for each of its columns.
  return columns.map((name) => row[name] as SqlValue);
}
