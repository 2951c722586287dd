import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DatabaseError } from '../errors.ts';
import type { DriverCapabilities, DriverOptions, StatementColumn } from '../types.ts';
import { COLLECT, RowCollector } from './joined-rows.ts';
import type { BoundValue, NativeHandle, NativeStatement, TypedRow } from './native-handle.ts';
import {
  assertOneStatement,
  assertValueCount,
  firstWordOf,
  parametersOf,
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
import { userSqlGuard } from './user-sql-guard.ts';

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
  let collector: RowCollector | undefined;
  return {
    get collector() {
      if (collector !== undefined) return collector;
      collector = new RowCollector();
      database.function(COLLECT, { directOnly: true }, collector.collect);
      return collector;
    },
    get isInTransaction() {
      return database.isTransaction;
    },
    prepare: (sql, parameters) => prepare(database, sql, parameters),
    runScript: (sql) => database.exec(sql),
    define(name, call) {
      database.function(name, { directOnly: true }, call);
      return true;
    },
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
      ...(options.isForUserSql ? { limits: { attach: 0 } } : {}),
    });
    for (const pragma of openingPragmas(options)) database.exec(`PRAGMA ${pragma}`);
    if (options.settings?.journalMode !== undefined) {
      assertJournalMode(options, database.prepare('PRAGMA journal_mode').get()?.journal_mode);
    }
    if (options.isForUserSql) database.setAuthorizer(userSqlGuard(module.constants));
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

function prepare(
  database: DatabaseSync,
  sql: string,
  parameters: SqlParameters = parametersOf(sql),
): NativeStatement {
  assertOneStatement(sql, '');
  const statement = database.prepare(sql);
  // The module ignores further statements; what it compiled ends with the first.
  assertOneStatement(sql, sql.slice(statement.sourceSQL.length));
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  // Names that differ in their sign alone are different parameters.
  statement.setAllowBareNamedParameters(false);
  return new NodeSqliteStatement(database, statement, parameters);
}

class NodeSqliteStatement implements NativeStatement {
  readonly isReadonly: boolean;
  readonly #statement: StatementSync;
  readonly #parameters: SqlParameters;
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync, statement: StatementSync, parameters: SqlParameters) {
    this.#database = database;
    this.#statement = statement;
    this.#parameters = parameters;
    // The module does not tell. What is taken for a write by mistake only costs open iterators some memory.
    this.isReadonly = /^\s*(select|values|explain)\b/i.test(statement.sourceSQL);
  }

  /** The module does not tell, but the program of the statement does (`resolveP2Values` in SQLite's vdbeaux.c). */
  changesNothing(): boolean {
    const sql = this.#statement.sourceSQL;
    if (firstWordOf(sql) === 'explain') return true;
    const program = this.#database.prepare(`EXPLAIN ${sql}`).all();
    return !program.some(
      ({ opcode, p2 }) =>
        (opcode === 'Transaction' && p2 !== 0) ||
        opcode === 'Vacuum' ||
        opcode === 'JournalMode' ||
        opcode === 'Checkpoint',
    );
  }

  describe(): StatementColumn[] {
    return this.#statement.columns().map(({ name, type, table, column }) => ({ name, type, table, column }));
  }

  columns(): string[] {
    return this.#statement.columns().map((column) => column.name);
  }

  all(params: readonly BoundValue[]): TypedRow[] {
    return rowsOf(this.#statement.all(...this.#arguments(params)));
  }

  run(params: readonly BoundValue[]): number {
    // The module repeats the count of the last write for statements that write nothing.
    return Number(this.#statement.run(...this.#arguments(params)).changes);
  }

  iterate(params: readonly BoundValue[]): Iterator<TypedRow> {
    return rowsOf(this.#statement.iterate(...this.#arguments(params)));
  }

  /** Values of parameters with a name go by that name, in front of the others. */
  #arguments(params: readonly BoundValue[]): BoundValue[] {
    assertValueCount(this.#parameters, params.length);
    const { named } = this.#parameters;
    if (named.size === 0) return [...params];
    const byName = Object.fromEntries([...named].map(([place, name]) => [name, params[place - 1] ?? null]));
    const others = params.filter((_value, index) => !named.has(index + 1));
    // The types of the module have the object in a form of its own.
    return [byName as unknown as BoundValue, ...others];
  }
}

/** The module's types know nothing of `setReturnArrays`: rows are arrays here. */
function rowsOf(rows: unknown[]): TypedRow[];
function rowsOf(rows: NodeJS.Iterator<unknown>): Iterator<TypedRow>;
function rowsOf(rows: unknown): unknown {
  return rows;
}
