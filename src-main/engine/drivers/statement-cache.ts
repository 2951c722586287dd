import type { NativeStatement } from './native-handle.ts';

/** Longer texts are rarely run twice. */
const MAX_TEXT = 100_000;

/**
 * Prepared statements by their text, the least recently used ones dropped. A statement that is being stepped is
 * taken out, so that the same text can run beside it.
 */
export class StatementCache {
  readonly #statements = new Map<string, NativeStatement>();
  readonly #prepare: (sql: string) => NativeStatement;
  readonly #capacity: number;
  /** Statements prepared so far: the steady state adds none. */
  prepared = 0;

  constructor(prepare: (sql: string) => NativeStatement, capacity = 256) {
    this.#prepare = prepare;
    this.#capacity = capacity;
  }

  take(sql: string): NativeStatement {
    const cached = this.#statements.get(sql);
    if (cached === undefined) {
      this.prepared += 1;
      return this.#prepare(sql);
    }
    this.#statements.delete(sql);
    return cached;
  }

  giveBack(sql: string, statement: NativeStatement): void {
    if (sql.length > MAX_TEXT) return;
    this.#statements.set(sql, statement);
    if (this.#statements.size <= this.#capacity) return;
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined) this.#statements.delete(oldest);
  }

  clear(): void {
    this.#statements.clear();
  }
}
