import { DatabaseError, toDatabaseError } from '../errors.ts';
import type { SqlValue } from '../types.ts';

/** More rows than this are not kept in memory for an open iterator. */
const MAX_KEPT_ROWS = 1_000_000;

/**
 * The rows of a running statement. A write on the same handle first keeps the remaining rows (`keepRest`): the
 * iterator then goes on with what it would have seen, and the write never fails because of it.
 */
export class RowCursor implements IterableIterator<readonly SqlValue[]> {
  readonly columns: readonly string[];
  #source: Iterator<SqlValue[]> | undefined;
  #kept: readonly SqlValue[][];
  #nextKept = 0;
  readonly #onEnd: () => void;
  #abandonedFor: DatabaseError | undefined;

  /** Takes the first step at once, so that `columns` are those of the rows. `onEnd`: the statement is free again. */
  constructor(running: { rows: Iterator<SqlValue[]>; columns: () => readonly string[]; onEnd: () => void }) {
    this.#onEnd = running.onEnd;
    this.#source = running.rows;
    const first = this.#step(running.rows);
    this.#kept = first === undefined ? [] : [first];
    this.columns = running.columns();
  }

  /** Whether the statement has ended; rows that were kept may still be to come. */
  get isEnded(): boolean {
    return this.#source === undefined;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<readonly SqlValue[], undefined> {
    if (this.#abandonedFor !== undefined) throw this.#abandonedFor;
    const row = this.#kept[this.#nextKept] ?? (this.#source && this.#step(this.#source));
    this.#nextKept += 1;
    return row === undefined ? { done: true, value: undefined } : { done: false, value: row };
  }

  return(): IteratorResult<readonly SqlValue[], undefined> {
    this.#kept = [];
    this.#nextKept = 0;
    this.#source?.return?.();
    this.#end();
    return { done: true, value: undefined };
  }

  /** Ends the statement; a later `next` throws `reason`. */
  abandon(reason: DatabaseError): void {
    this.return();
    this.#abandonedFor = reason;
  }

  /** Reads the remaining rows into memory and ends the statement. Throws ITERATOR_OPEN when they are too many. */
  keepRest(): void {
    const rest = this.#kept.slice(this.#nextKept);
    try {
      while (this.#source !== undefined) {
        const row = this.#step(this.#source);
        if (row === undefined) break;
        rest.push(row);
        if (rest.length > MAX_KEPT_ROWS) throw tooManyRows();
      }
    } finally {
      this.#kept = rest;
      this.#nextKept = 0;
    }
  }

  #step(source: Iterator<SqlValue[]>): SqlValue[] | undefined {
    try {
      const step = source.next();
      if (!step.done) return step.value;
    } catch (error) {
      this.#end();
      throw toDatabaseError(error);
    }
    this.#end();
    return undefined;
  }

  #end(): void {
    if (this.#source === undefined) return;
    this.#source = undefined;
    this.#onEnd();
  }
}

function tooManyRows(): DatabaseError {
  return new DatabaseError(
    'ITERATOR_OPEN',
    `The statement would have to wait for an open iterator with more than ${MAX_KEPT_ROWS} rows left. Nothing was run: end the iterator first.`,
  );
}
