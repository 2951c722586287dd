import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { DatabaseError } from '../errors.ts';
import type { DriverCapabilities, DriverOptions, StatementColumn } from '../types.ts';
import type { BoundValue, NativeHandle, NativeStatement, TypedRow } from './native-handle.ts';
import { plainBytes } from './read-values.ts';
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
  openError,
  openingPragmas,
} from './sqlite-file.ts';

/** The smallest Node-API that better-sqlite3 13 can be loaded with; below it the process ends by a segfault. */
const NEEDED_NODE_API = 10;

/** A driver over better-sqlite3: what Cairn reads ordinary files with and writes with. */
export class BetterSqlite3Driver extends SqliteDriver {
  readonly name = 'better-sqlite3';
  readonly capabilities: DriverCapabilities = {
    sync: true,
    interactiveTransactions: true,
    iterate: true,
    cancel: false,
    immutable: false,
  };

  /** Throws DRIVER_CREATION_FAILED, UNSAFE_FILENAME, CONFIG_INVALID, or SQLite's reason not to open the file. */
  constructor(options: DriverOptions) {
    super(openHandle(options));
  }
}

/** Why better-sqlite3 cannot be loaded in this process, or undefined. Loading it there would end the process. */
export function whyNoBetterSqlite3(nodeApi: string | undefined = process.versions.napi): string | undefined {
  if (Number(nodeApi ?? 0) >= NEEDED_NODE_API) return undefined;
  return `better-sqlite3 needs Node-API ${NEEDED_NODE_API} (Node 22.14 or newer); this process has ${nodeApi ?? 'none'}`;
}

function openHandle(options: DriverOptions): NativeHandle {
  assertOptions(options);
  const filename = exactFilename(options);
  assertSupported(options, filename);
  const database = openDatabase(loadModule(), filename, options);
  return {
    get isInTransaction() {
      return database.inTransaction;
    },
    prepare: (sql, parameters) => prepare(database, sql, parameters),
    runScript: (sql) => void database.exec(sql),
    define(name, call) {
      database.function(name, { directOnly: true }, call);
      return true;
    },
    close: () => void database.close(),
  };
}

function openDatabase(
  Module: typeof BetterSqlite3,
  filename: string,
  options: DriverOptions,
): BetterSqlite3.Database {
  let database: BetterSqlite3.Database | undefined;
  try {
    database = new Module(filename, {
      readonly: options.readonly === true,
      fileMustExist: options.readonly === true || options.mustExist === true,
      timeout: options.busyTimeout ?? DEFAULT_BUSY_TIMEOUT,
    });
    for (const pragma of openingPragmas(options)) database.pragma(pragma);
    if (options.settings?.journalMode !== undefined) {
      assertJournalMode(options, database.pragma('journal_mode', { simple: true }));
    }
    return database;
  } catch (error) {
    database?.close();
    throw openError(error, options);
  }
}

function assertSupported({ immutable, doubleQuotedStrings }: DriverOptions, filename: string): void {
  if (immutable || doubleQuotedStrings) {
    throw new DatabaseError(
      'DRIVER_CREATION_FAILED',
      'better-sqlite3 can open no file as immutable and takes no double-quoted strings; use the driver node:sqlite.',
    );
  }
  if (filename.trim() === filename) return;
  throw new DatabaseError(
    'UNSAFE_FILENAME',
    `better-sqlite3 cuts white space off file names and would open another file than ${JSON.stringify(filename)}; use the driver node:sqlite.`,
  );
}

function loadModule(): typeof BetterSqlite3 {
  const reason = whyNoBetterSqlite3();
  if (reason !== undefined) throw new DatabaseError('DRIVER_CREATION_FAILED', `${reason}.`);
  try {
    // Loaded only where a file is opened: the engine process itself never loads SQLite. `require` gives no type.
    return createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite3;
  } catch (error) {
    throw new DatabaseError(
      'DRIVER_CREATION_FAILED',
      'better-sqlite3 is not installed or cannot be loaded.',
      {
        cause: error,
      },
    );
  }
}

function prepare(
  database: BetterSqlite3.Database,
  sql: string,
  parameters: SqlParameters = parametersOf(sql),
): NativeStatement {
  try {
    return new BetterSqlite3Statement(database.prepare<unknown[], TypedRow>(sql), parameters);
  } catch (error) {
    // The only other reason of the module to refuse a text: it has no statement, or more than one.
    if (error instanceof RangeError) assertOneStatement(sql, sql);
    throw error;
  }
}

class BetterSqlite3Statement implements NativeStatement {
  readonly isReadonly: boolean;
  readonly #statement: BetterSqlite3.Statement<unknown[], TypedRow>;
  readonly #parameters: SqlParameters;
  readonly #hasRows: boolean;

  constructor(statement: BetterSqlite3.Statement<unknown[], TypedRow>, parameters: SqlParameters) {
    this.#parameters = parameters;
    this.#hasRows = statement.reader;
    // COMMIT, ROLLBACK and SAVEPOINT write nothing, but the module runs them beside no open iterator either.
    this.isReadonly = statement.readonly && statement.reader;
    this.#statement = statement.reader ? statement.raw(true).safeIntegers(true) : statement;
  }

  columns(): string[] {
    return this.#hasRows ? this.#statement.columns().map((column) => column.name) : [];
  }

  all(params: readonly BoundValue[]): TypedRow[] {
    if (!this.#hasRows) {
      this.run(params);
      return [];
    }
    const rows = this.#statement.all(...this.#arguments(params));
    for (const row of rows) plainBytes(row);
    return rows;
  }

  run(params: readonly BoundValue[]): number {
    return this.#statement.run(...this.#arguments(params)).changes;
  }

  iterate(params: readonly BoundValue[]): Iterator<TypedRow> {
    if (!this.#hasRows) {
      this.run(params);
      return [].values();
    }
    return plainRows(this.#statement.iterate(...this.#arguments(params)));
  }

  changesNothing(): boolean {
    // Of EXPLAIN, SQLite gives the answer for what is explained.
    return this.#statement.readonly || firstWordOf(this.#statement.source) === 'explain';
  }

  describe(): StatementColumn[] {
    if (!this.#hasRows) return [];
    return this.#statement.columns().map(({ name, type, table, column }) => ({ name, type, table, column }));
  }

  /** The module takes values for `?2` and `:name` only by name, in an object, and those for `?` by place. */
  #arguments(params: readonly BoundValue[]): readonly unknown[] {
    assertValueCount(this.#parameters, params.length);
    const { numbered, named } = this.#parameters;
    if (numbered.size === 0 && named.size === 0) return params;
    const byName = new Map<string, BoundValue | undefined>();
    for (const place of numbered) byName.set(String(place), params[place - 1]);
    for (const [place, name] of named) {
      const plain = name.slice(1);
      if (byName.has(plain)) throw sameName(name);
      byName.set(plain, params[place - 1]);
    }
    const isBare = (place: number) => !numbered.has(place) && !named.has(place);
    return [...params.filter((_value, index) => isBare(index + 1)), Object.fromEntries(byName)];
  }
}

/** An object and no generator, which would cost as much for each row as reading one of its values. */
function plainRows(rows: IterableIterator<TypedRow>): Iterator<TypedRow> {
  return {
    next() {
      const step = rows.next();
      if (!step.done) plainBytes(step.value);
      return step;
    },
    return: () => rows.return?.() ?? { done: true, value: undefined },
  };
}

/** The module leaves the sign of names away. */
function sameName(name: string): DatabaseError {
  return new DatabaseError(
    'BIND_INVALID',
    `The statement has another parameter of the same name as ${name} with another sign. Nothing was run: give one of them another name.`,
  );
}
