import type { Client } from '../../../src-preload/client.ts';
import type { Count } from '../../../src-preload/contract/catalog.ts';

/** Above this many rows an estimate is enough until somebody asks. */
const CHEAP_ROWS = 1_000_000;
const AT_ONCE = 2;

/** A count as the tree shows it. */
export type ShownCount =
  | { readonly kind: 'counting' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'about' | 'exact'; readonly value: number };

interface Task {
  readonly key: string;
  readonly file: string;
  readonly object: string;
  readonly isExactWanted: boolean;
}

/**
 * Row counts of objects, asked for when a line comes into view: first an estimate, then exactly where that is cheap.
 * At most two are counted at a time, so that a file with thousands of tables does not flood its readers.
 */
export class RowCounts {
  readonly #client: Client;
  readonly #counts = new Map<string, ShownCount>();
  readonly #listeners = new Set<() => void>();
  readonly #wanted = new Map<string, Task>();
  readonly #running = new Map<string, AbortController>();

  constructor(client: Client) {
    this.#client = client;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What is known of a count now; undefined before it was asked for. */
  get(file: string, object: string): ShownCount | undefined {
    return this.#counts.get(keyOf(file, object));
  }

  /** Asks for a count if it is not known; with `exact` also when an estimate is. */
  request(file: string, object: string, exact = false): void {
    const key = keyOf(file, object);
    const known = this.#counts.get(key);
    if (this.#running.has(key)) return;
    if (known !== undefined && !(exact && known.kind !== 'exact')) return;
    this.#wanted.set(key, { key, file, object, isExactWanted: exact });
    if (known === undefined || exact) this.#put(key, { kind: 'counting' });
    this.#next();
  }

  /** Counts anew what is known of a file; the old figures stay until the new ones come. */
  refresh(file: string): void {
    for (const [key, count] of this.#counts) {
      if (!key.startsWith(`${file}\u0000`) || count.kind === 'counting') continue;
      const object = key.slice(file.length + 1);
      this.#wanted.set(key, { key, file, object, isExactWanted: false });
    }
    this.#next();
  }

  /** Stops and forgets what belongs to a file. */
  forget(file: string): void {
    for (const key of [...this.#counts.keys(), ...this.#wanted.keys(), ...this.#running.keys()]) {
      if (!key.startsWith(`${file}\u0000`)) continue;
      this.#running.get(key)?.abort();
      this.#wanted.delete(key);
      this.#counts.delete(key);
    }
  }

  #next(): void {
    for (const [key, task] of this.#wanted) {
      if (this.#running.size >= AT_ONCE) return;
      if (this.#running.has(key)) continue;
      this.#wanted.delete(key);
      void this.#run(task);
    }
  }

  async #run({ key, file, object, isExactWanted }: Task): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#running.set(key, controller);
    try {
      const about = await this.#client.catalog.count({ file, object, accuracy: 'about' }, { signal });
      const isCheap = about.value !== null && about.value < CHEAP_ROWS;
      if (about.kind !== 'exact' && !isCheap) this.#put(key, shown(about));
      if (about.kind === 'exact' || !(isCheap || isExactWanted)) this.#put(key, shown(about));
      else
        this.#put(
          key,
          shown(await this.#client.catalog.count({ file, object, accuracy: 'exact' }, { signal })),
        );
    } catch {
      // A count that cannot be had is left out; opening the table tells why.
      if (!signal.aborted) this.#put(key, { kind: 'unknown' });
    } finally {
      this.#running.delete(key);
      this.#next();
    }
  }

  #put(key: string, count: ShownCount): void {
    this.#counts.set(key, count);
    for (const listener of this.#listeners) listener();
  }
}

function keyOf(file: string, object: string): string {
  return `${file}\u0000${object}`;
}

function shown({ value, kind }: Count): ShownCount {
  return value === null || kind === 'unknown' ? { kind: 'unknown' } : { kind, value };
}
