import { encode } from '../../../src-preload/contract/index.ts';
import type { QueryChunk, QueryParameter } from '../../../src-preload/contract/queries.ts';
import type { Driver, Operation, RowIteration, SqlValue, UserStatement } from '../../engine/types.ts';
import { assertOneStatement, prepareStatement } from './prepare-statement.ts';
import { resultCell, resultColumns, weightOf } from './result-cells.ts';
import { statementError } from './statement-error.ts';
import { notesOn } from './statement-notes.ts';

/** What the operation `statement` is given. */
export interface StatementInput {
  /** One statement. */
  readonly sql: string;
  /** Values by name; those of other statements may be among them. */
  readonly parameters: readonly QueryParameter[];
  /** Rows that are given at most. A read ends there, a write has run to its end by then. */
  readonly limit?: number | undefined;
  /** Bytes of rows that are given at most, as encoded. */
  readonly mostBytes?: number | undefined;
}

/** The last thing that the operation `statement` yields. */
export interface StatementFigures {
  readonly rows: number;
  readonly isCut: boolean;
  /** Rows that the statement itself changed, those changed by triggers left out; null for a read. */
  readonly changes: number | null;
  /** Spent in SQLite, waits for whoever takes the rows left out. */
  readonly milliseconds: number;
  readonly notes: readonly string[];
}

/** Encoded chunks of the contract's `queryChunk` (`columns`, then `rows`), at last the figures, of which `done` is made. */
export type StatementPiece = Uint8Array | StatementFigures;

const MOST_ROWS = 1_000;
const MOST_BYTES = 1_048_576;
/** Milliseconds after which the rows that are there are given. */
const MOST_WAIT = 100;

/** The operation `statement`: runs one statement on the connection as it stands. */
export const statement: Operation = function* ({ driver }, input): Generator<StatementPiece, void, void> {
  yield* runStatement(driver, input as StatementInput);
};

/**
 * Runs one statement on the handle as it stands, in its transaction if it has one. Rows are read as they are pulled.
 * Throws an `OperationError` with `StatementErrorDetails` for what is wrong with the text, and SQLite's own errors.
 */
export function* runStatement(driver: Driver, input: StatementInput): Generator<StatementPiece, void, void> {
  const { sql } = input;
  assertOneStatement(sql);
  let run: StatementRun | undefined;
  try {
    run = new StatementRun(driver, sql, input);
    yield* run.pieces();
  } catch (error) {
    throw statementError(driver, sql, error);
  } finally {
    run?.end();
  }
}

class StatementRun {
  readonly #driver: Driver;
  readonly #sql: string;
  readonly #limit: number;
  readonly #statement: UserStatement;
  readonly #values: readonly SqlValue[];
  #bytesLeft: number;
  #rows: RowIteration['rows'] | undefined;
  #given = 0;
  #milliseconds = 0;

  constructor(driver: Driver, sql: string, { parameters, limit, mostBytes }: StatementInput) {
    this.#driver = driver;
    this.#sql = sql;
    this.#limit = limit ?? Number.POSITIVE_INFINITY;
    this.#bytesLeft = mostBytes ?? Number.POSITIVE_INFINITY;
    const prepared = this.#timed(() => prepareStatement(driver, sql, parameters));
    this.#statement = prepared.statement;
    this.#values = prepared.values;
  }

  *pieces(): Generator<StatementPiece, void, void> {
    const { isReadonly, columns } = this.#statement;
    const before = isReadonly ? 0 : totalChanges(this.#driver);
    const { rows, columns: names } = this.#timed(() => this.#statement.iterate(this.#values));
    this.#rows = rows;
    const changes = isReadonly ? null : changesSince(this.#driver, before);
    let isCut = false;
    if (columns.length > 0) {
      let read = this.#read();
      yield chunk({ kind: 'columns', columns: [...resultColumns(columns, names, read[0])] });
      while (read.length > 0 && !isCut) {
        yield this.#encoded(read);
        isCut = this.#isAtLimit() && this.#hasMore();
        read = this.#isAtLimit() ? [] : this.#read();
      }
    }
    yield {
      rows: this.#given,
      isCut,
      changes,
      milliseconds: this.#milliseconds,
      notes: notesOn(this.#driver, this.#sql),
    };
  }

  end(): void {
    this.#rows?.return?.();
  }

  #isAtLimit(): boolean {
    return this.#given >= this.#limit || this.#bytesLeft <= 0;
  }

  /** Asked after the rows before it have left: the next one may take its time. */
  #hasMore(): boolean {
    return this.#timed(() => this.#rows?.next().done === false);
  }

  /** The next rows, as many as one chunk takes. */
  #read(): readonly (readonly SqlValue[])[] {
    const most = Math.min(MOST_ROWS, this.#limit - this.#given);
    const mostBytes = Math.min(MOST_BYTES, this.#bytesLeft);
    const started = performance.now();
    const read: (readonly SqlValue[])[] = [];
    let bytes = 0;
    while (read.length < most && bytes < mostBytes) {
      const step = this.#rows?.next();
      if (step === undefined || step.done === true) break;
      read.push(step.value);
      for (const value of step.value) bytes += weightOf(value);
      if (performance.now() - started > MOST_WAIT) break;
    }
    this.#milliseconds += performance.now() - started;
    return read;
  }

  #encoded(read: readonly (readonly SqlValue[])[]): Uint8Array {
    const bytes = chunk({
      kind: 'rows',
      rows: read.map((row) => row.map((value) => resultCell(this.#driver, value))),
    });
    this.#given += read.length;
    this.#bytesLeft -= bytes.byteLength;
    return bytes;
  }

  #timed<T>(work: () => T): T {
    const started = performance.now();
    try {
      return work();
    } finally {
      this.#milliseconds += performance.now() - started;
    }
  }
}

function chunk(value: QueryChunk): Uint8Array {
  return encode(value);
}

function totalChanges(driver: Driver): number {
  return Number(driver.rowsSync('SELECT total_changes()')[0]?.[0]);
}

/** `changes()` keeps the number of an earlier statement where this one is none that changes rows. */
function changesSince(driver: Driver, before: number): number {
  const own = driver.changesSync();
  return totalChanges(driver) === before ? 0 : own;
}
