import type { StatementFigures } from '../types.ts';
import type { NativeStatement } from './native-handle.ts';

/** Longer texts are rarely run twice. */
const MAX_TEXT = 100_000;

interface CachedStatement {
  readonly statement: NativeStatement;
  /** It is being stepped. */
  isTaken: boolean;
  /** When it was taken last, in takes. */
  lastTake: number;
}

/**
 * Prepared statements by their text, the least recently used ones dropped. While one is being stepped, the same text is
 * prepared once more for those who run it beside it.
 */
export class StatementCache {
  readonly #statements = new Map<string, CachedStatement>();
  readonly #prepare: (sql: string) => NativeStatement;
  readonly #capacity: number;
  #takes = 0;
  /** Statements prepared so far: the steady state adds none. */
  prepared = 0;

  constructor(prepare: (sql: string) => NativeStatement, capacity = 256) {
    this.#prepare = prepare;
    this.#capacity = capacity;
  }

  get figures(): StatementFigures {
    return { hits: this.#takes - this.prepared, misses: this.prepared, size: this.#statements.size };
  }

  take(sql: string): NativeStatement {
    this.#takes += 1;
    const cached = this.#statements.get(sql);
    if (cached === undefined || cached.isTaken) {
      this.prepared += 1;
      return this.#prepare(sql);
    }
    cached.isTaken = true;
    cached.lastTake = this.#takes;
    return cached.statement;
  }

  giveBack(sql: string, statement: NativeStatement): void {
    const cached = this.#statements.get(sql);
    if (cached !== undefined) {
      if (cached.statement === statement) cached.isTaken = false;
      else statement.release?.();
      return;
    }
    if (sql.length > MAX_TEXT) return statement.release?.();
    if (this.#statements.size >= this.#capacity) this.#dropOldest();
    this.#statements.set(sql, { statement, isTaken: false, lastTake: this.#takes });
  }

  clear(): void {
    for (const { statement } of this.#statements.values()) statement.release?.();
    this.#statements.clear();
  }

  #dropOldest(): void {
    let oldest: string | undefined;
    let take = Number.POSITIVE_INFINITY;
    for (const [sql, { isTaken, lastTake }] of this.#statements) {
      if (isTaken || lastTake >= take) continue;
      oldest = sql;
      take = lastTake;
    }
    if (oldest === undefined) return;
    this.#statements.get(oldest)?.statement.release?.();
    this.#statements.delete(oldest);
  }
}
