import { openDriver } from '../engine/drivers/open-driver.ts';
import { quoteIdentifier } from '../engine/quote-identifier.ts';
import type { Driver, Operation, SqlValue } from '../engine/types.ts';
import type { SqlPart } from './sql/sql-part.ts';
import { encodingOf } from './text-bytes.ts';

export interface BuildScratchInput {
  readonly path: string;
  /** Gives the rows in the order that is to be kept, one result column for each of `columns`. */
  readonly select: SqlPart;
  /** Names of the columns of `main.rows`; the position of a row is its `rowid`, from 1 on. */
  readonly columns: readonly string[];
  /** A name for the position, where columns have taken every name that SQLite gives the rowid. */
  readonly position?: string | undefined;
  readonly mostRows: number;
  readonly mostBytes: number;
  /**
   * Milliseconds for which rows are copied at most. They are copied in one go then, since rows that are still to be read
   * would be in the way of whatever writes on the same connection.
   */
  readonly mostTime?: number | undefined;
}

export interface ScratchProgress {
  readonly rows: number;
  readonly isDone: boolean;
  /** Whether rows were left out. */
  readonly isCut: boolean;
}

/** Milliseconds until the first rows can be read, and then between two commits. */
const FIRST_COMMIT = 20;
const COMMIT_EVERY = 150;
/** Up to here the rows can be read whenever their number has doubled: the next one may take for ever. */
const FIRST_ROWS = 256;
/** Rows that one statement inserts; it has at most 32,766 values. */
const MOST_ROWS_OF_INSERT = 100;
/** Milliseconds between two looks at what else there is to do. */
const BREATHE_EVERY = 5;

/**
 * Copies rows into a database of Cairn's own, in the order in which they come; what was copied can be read while
 * the rest is still to come. Runs in a worker, which may be killed at any time: the database is thrown away then.
 */
export const buildScratch: Operation = function* ({ driver }, input) {
  const build = input as BuildScratchInput;
  const isPlain = yield* copyRows(driver, build, false);
  // Bytes that are no text need another way to come through unchanged, which costs more.
  if (!isPlain) yield* copyRows(driver, build, true);
};

type Copying = Generator<ScratchProgress | undefined, boolean, void>;

/** False: nothing was kept, since a text was met that only comes through as raw bytes. */
function* copyRows(driver: Driver, input: BuildScratchInput, isRaw: boolean): Copying {
  const target = openTarget(driver, input);
  const source = driver.iterateSync(isRaw ? rawSelect(input) : input.select.sql, input.select.params, {
    typed: true,
  });
  const insert = new RowInserts(target, input, isRaw);
  let rows = 0;
  let bytes = 0;
  let breathed = performance.now();
  let committed = performance.now();
  let commitAfter = FIRST_COMMIT;
  let isCut = false;
  const until = performance.now() + (input.mostTime ?? Number.POSITIVE_INFINITY);
  const isAtOnce = input.mostTime !== undefined;
  try {
    target.execSync('BEGIN');
    for (const row of source.rows) {
      if (rows >= input.mostRows || bytes > input.mostBytes) {
        isCut = true;
        break;
      }
      if (!isRaw && row.some((value) => typeof value === 'string' && value.includes('\uFFFD'))) return false;
      insert.add(row);
      rows += 1;
      bytes += bytesOf(row);
      // The clock is asked now and then only: it costs as much as a row.
      if (rows > FIRST_ROWS && rows % 64 !== 0) continue;
      const now = performance.now();
      if (now > until) {
        isCut = true;
        break;
      }
      if (isAtOnce) continue;
      const hasDoubled = rows <= FIRST_ROWS && (rows & (rows - 1)) === 0;
      if (hasDoubled || now - committed >= commitAfter) {
        insert.flush();
        target.execSync('COMMIT');
        yield { rows, isDone: false, isCut: false };
        target.execSync('BEGIN');
        committed = performance.now();
        commitAfter = COMMIT_EVERY;
        breathed = committed;
      } else if (now - breathed >= BREATHE_EVERY) {
        yield undefined;
        breathed = performance.now();
      }
    }
    insert.flush();
    target.execSync('COMMIT');
  } finally {
    source.rows.return?.();
    target.closeSync();
  }
  yield { rows, isDone: true, isCut };
  return true;
}

function openTarget(driver: Driver, { path, columns, position }: BuildScratchInput): Driver {
  const target = openDriver(driver.name, {
    filename: path,
    busyTimeout: 10_000,
    settings: { synchronous: 'OFF', journalMode: 'MEMORY' },
  });
  try {
    // All databases of a connection must store text alike.
    target.execSync(`PRAGMA encoding = '${encodingOf(driver)}'`);
    target.execSync('DROP TABLE IF EXISTS main.rows');
    const definitions = columns.map(quoteIdentifier);
    if (position !== undefined) definitions.push(`${quoteIdentifier(position)} INTEGER PRIMARY KEY`);
    target.execSync(`CREATE TABLE main.rows (${definitions.join(', ')})`);
    return target;
  } catch (error) {
    target.closeSync();
    throw error;
  }
}

/** Beside each value, whether it is text, which is then read as bytes. */
function rawSelect({ select, columns }: BuildScratchInput): string {
  const names = columns.map(quoteIdentifier);
  const pairs = names.map(
    (name) => `CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) ELSE ${name} END, typeof(${name})`,
  );
  return `WITH source (${names.join(', ')}) AS (${select.sql}) SELECT ${pairs.join(', ')} FROM source`;
}

/** Inserts rows, many in one statement. */
class RowInserts {
  readonly #target: Driver;
  readonly #into: string;
  readonly #rawValues: string | undefined;
  readonly #most: number;
  #waiting: SqlValue[] = [];
  #shapes: string[] = [];

  constructor(target: Driver, { columns, position }: BuildScratchInput, isRaw: boolean) {
    this.#target = target;
    this.#into = position === undefined ? '' : ` (${columns.map(quoteIdentifier).join(', ')})`;
    this.#rawValues = isRaw ? rawValues(columns.length) : undefined;
    this.#most = isRaw ? 1 : Math.max(1, Math.min(MOST_ROWS_OF_INSERT, Math.floor(32_766 / columns.length)));
  }

  add(row: readonly SqlValue[]): void {
    for (const value of row) this.#waiting.push(value);
    this.#shapes.push(this.#rawValues ?? plainValues(row));
    if (this.#shapes.length >= this.#most) this.flush();
  }

  flush(): void {
    if (this.#shapes.length === 0) return;
    this.#target.execSync(
      `INSERT INTO main.rows${this.#into} VALUES ${this.#shapes.join(', ')}`,
      this.#waiting,
    );
    this.#waiting = [];
    this.#shapes = [];
  }
}

/** A whole REAL would be bound as an integer, which is another value: it is turned back. */
function plainValues(row: readonly SqlValue[]): string {
  const values = row.map((value) =>
    typeof value === 'number' && Number.isInteger(value) ? 'CAST(? AS REAL)' : '?',
  );
  return `(${values.join(', ')})`;
}

function rawValues(count: number): string {
  const values = Array.from({ length: count }, (_, index) => {
    const [value, type] = [`?${index * 2 + 1}`, `?${index * 2 + 2}`];
    return `CASE ${type} WHEN 'text' THEN CAST(${value} AS TEXT) WHEN 'real' THEN CAST(${value} AS REAL) ELSE ${value} END`;
  });
  return `(${values.join(', ')})`;
}

function bytesOf(row: readonly SqlValue[]): number {
  let bytes = 8;
  for (const value of row) {
    if (typeof value === 'string') bytes += value.length;
    else if (value instanceof Uint8Array) bytes += value.byteLength;
    else bytes += 4;
  }
  return bytes;
}
