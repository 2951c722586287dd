import { DatabaseError, toDatabaseError } from '../errors.ts';

/** More rows than this are not kept in memory for an open iterator. */
const MAX_KEPT_ROWS = 1_000_000;

const DONE = { done: true, value: undefined } as const;

/**
 * The rows of a running statement, or their first values. A write on the same handle first keeps the remaining rows (`keepRest`): the
 * iterator then goes on with what it would have seen, and the write never fails because of it.
 */
export class RowCursor<T> implements IterableIterator<T> {
  readonly columns: readonly string[];
  #source: Iterator<T> | undefined;
  #kept: readonly T[];
  #nextKept = 0;
  readonly #onEnd: () => void;
  #abandonedFor: DatabaseError | undefined;

  /** Takes the first step at once, so that `columns` are those of the rows. `onEnd`: the statement is free again. */
  constructor(running: { rows: Iterator<T>; columns: () => readonly string[]; onEnd: () => void }) {
    this.#onEnd = running.onEnd;
    this.#source = running.rows;
    const first = this.#step(running.rows);
    this.#kept = first.done ? [] : [first.value];
    this.columns = running.columns();
  }

  /** Whether the statement has ended; rows that were kept may still be to come. */
  get isEnded(): boolean {
    return this.#source === undefined;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<T, undefined> {
    if (this.#abandonedFor !== undefined) throw this.#abandonedFor;
    if (this.#nextKept < this.#kept.length) {
      this.#nextKept += 1;
      return { done: false, value: this.#kept[this.#nextKept - 1] as T };
    }
    return this.#source === undefined ? DONE : this.#step(this.#source);
  }

  return(): IteratorResult<T, undefined> {
    this.#kept = [];
    this.#nextKept = 0;
    this.#source?.return?.();
    this.#end();
    return DONE;
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
        const step = this.#step(this.#source);
        if (step.done) break;
        rest.push(step.value);
        if (rest.length > MAX_KEPT_ROWS) throw tooManyRows();
      }
    } finally {
      this.#kept = rest;
      this.#nextKept = 0;
    }
  }

  /** What the module gave is handed on as it is: a million rows have many steps. */
  #step(source: Iterator<T>): IteratorResult<T, undefined> {
    try {
      const step = source.next();
      if (!step.done) return step;
    } catch (error) {
      this.#end();
      throw toDatabaseError(error);
    }
    this.#end();
    return DONE;
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
