/** An answer, the collections that it was read from, and when its query began (of `performance.now()`). */
export interface CachedAnswer {
  readonly value: unknown;
  readonly collections: readonly string[];
  readonly since: number;
}

export interface QueryCacheOptions {
  readonly maxEntries: number;
  /** Milliseconds. */
  readonly maxAge: number;
}

/** Answers by their keys, the least recently used ones dropped; none that a write may have made old. */
export class QueryCache {
  readonly #options: QueryCacheOptions;
  readonly #entries = new Map<string, CachedAnswer>();
  /** When a collection was last written. */
  readonly #writes = new Map<string, number>();
  #lastWriteOfAll = Number.NEGATIVE_INFINITY;
  /** Collections that the open transaction has written: what others read of them is old when it ends. */
  readonly #uncommitted = new Set<string>();
  #isAllUncommitted = false;

  constructor(options: QueryCacheOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** A copy of the answer. */
  get(key: string): { readonly value: unknown } | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (performance.now() - entry.since > this.#options.maxAge) return undefined;
    this.#entries.set(key, entry);
    return { value: structuredClone(entry.value) };
  }

  /** Keeps a copy, unless something was written since the query began. */
  put(key: string, answer: CachedAnswer): void {
    if (answer.collections.some((collection) => this.#isOld(collection, answer.since))) return;
    const value = copyOf(answer.value);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.#entries.set(key, { ...answer, value: value.copy });
    if (this.#entries.size <= this.#options.maxEntries) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  invalidate(collection: string, isInTransaction: boolean): void {
    this.#writes.set(collection, performance.now());
    if (isInTransaction) this.#uncommitted.add(collection);
    for (const [key, { collections }] of this.#entries) {
      if (collections.includes(collection)) this.#entries.delete(key);
    }
  }

  invalidateAll(isInTransaction: boolean): void {
    this.#lastWriteOfAll = performance.now();
    if (isInTransaction) this.#isAllUncommitted = true;
    this.#entries.clear();
  }

  /** What the transaction wrote can be seen, or is gone, from now on. */
  transactionEnded(): void {
    if (this.#isAllUncommitted) this.invalidateAll(false);
    for (const collection of this.#uncommitted) this.invalidate(collection, false);
    this.#isAllUncommitted = false;
    this.#uncommitted.clear();
  }

  #isOld(collection: string, since: number): boolean {
    if (this.#isAllUncommitted || this.#uncommitted.has(collection)) return true;
    return since <= Math.max(this.#lastWriteOfAll, this.#writes.get(collection) ?? Number.NEGATIVE_INFINITY);
  }
}

/** Undefined for what cannot be copied (functions, say). */
function copyOf(value: unknown): { readonly copy: unknown } | undefined {
  try {
    return { copy: structuredClone(value) };
  } catch {
    return undefined;
  }
}
