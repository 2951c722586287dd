import type { Cell, RowKey } from '../../../src-preload/contract/cell.ts';
import type { Page, PageAnchor } from '../../../src-preload/contract/rows.ts';

/** A row at hand. The object stays the same as long as the row was not read again. */
export interface CachedRow {
  readonly cells: readonly Cell[];
  readonly key: RowKey;
}

export interface RowCacheOptions {
  /** Reads rows; rejects when `signal` stops it. */
  readonly load: (anchor: PageAnchor, limit: number, signal: AbortSignal) => Promise<Page>;
  readonly onChange: () => void;
  readonly onPage?: (page: Page) => void;
  /** Anything but the echo of a stop. */
  readonly onError: (error: unknown) => void;
  readonly pageSize?: number;
  readonly maxPages?: number;
}

interface CachedPage {
  readonly rows: readonly CachedRow[];
  /** Read before the last `invalidate`: shown until the new one is there. */
  isStale: boolean;
}

const PAGE_SIZE = 200;
const MAX_PAGES = 60;
/** Pages asked for at the same time: what is seen, and one ahead. */
const MAX_IN_FLIGHT = 3;

/**
 * Rows by their number, read in pages as they come into sight and forgotten in the order in which they were last
 * seen. A page beside one at hand is read from its neighbour's key, which costs the same anywhere and keeps rows
 * together while numbers are estimates; any other by its row number. Requests overtaken by scrolling are stopped.
 */
export class RowCache {
  readonly pageSize: number;
  readonly #maxPages: number;
  readonly #options: RowCacheOptions;
  /** In the order of last use. */
  readonly #pages = new Map<number, CachedPage>();
  readonly #inFlight = new Map<number, AbortController>();
  #wanted: readonly number[] = [];
  #rowCount = 0;
  #isCountExact = false;
  #hasFailed = false;

  constructor(options: RowCacheOptions) {
    this.#options = options;
    this.pageSize = options.pageSize ?? PAGE_SIZE;
    this.#maxPages = options.maxPages ?? MAX_PAGES;
  }

  /** Number of rows now known; pages that lie wholly beyond it are dropped. */
  setRowCount(rowCount: number, isExact: boolean): void {
    this.#rowCount = rowCount;
    this.#isCountExact = isExact;
    for (const index of this.#pages.keys()) {
      if (index * this.pageSize >= rowCount) this.#pages.delete(index);
    }
  }

  /** The row with this number, if it is at hand. */
  row(number: number): CachedRow | undefined {
    const index = Math.floor(number / this.pageSize);
    return this.#pages.get(index)?.rows[number - index * this.pageSize];
  }

  /** Whether a row at hand was read before the last `invalidate`, so that its number may be another one now. */
  isStale(number: number): boolean {
    return this.#pages.get(Math.floor(number / this.pageSize))?.isStale === true;
  }

  /** Puts a page that was read already, such as the first one of a new view. */
  seed(index: number, page: Page): void {
    this.#put(index, page);
  }

  /** Says which rows are seen: their pages are read, what was asked for before and is not among them is stopped. */
  want(first: number, last: number): void {
    this.#wanted = this.#pagesOf(first, last);
    for (const [index, controller] of this.#inFlight) {
      if (!this.#wanted.includes(index)) this.#stop(index, controller);
    }
    for (const index of this.#wanted) this.#touch(index);
    this.#request();
  }

  /** Reads everything anew; rows at hand are shown until then. */
  invalidate(): void {
    this.#hasFailed = false;
    for (const [index, page] of this.#pages) {
      if (this.#wanted.includes(index)) page.isStale = true;
      else this.#pages.delete(index);
    }
    this.#stopAll();
    this.#request();
  }

  /** Forgets everything, for instance because row numbers mean other rows now. */
  clear(): void {
    this.#hasFailed = false;
    this.#pages.clear();
    this.#stopAll();
    this.#options.onChange();
    this.#request();
  }

  /** After a failure nothing is read until it is tried again. */
  retry(): void {
    this.#hasFailed = false;
    this.#request();
  }

  /** Stops all reading. */
  stop(): void {
    this.#wanted = [];
    this.#stopAll();
  }

  /** Whether rows with these numbers are still to come. */
  isMissing(first: number, last: number): boolean {
    return !this.#hasFailed && this.#pagesOf(first, last).some((index) => !this.#pages.has(index));
  }

  get isLoading(): boolean {
    return this.#inFlight.size > 0;
  }

  /** Pages held, for the memory's sake at most `maxPages`. */
  get pageCount(): number {
    return this.#pages.size;
  }

  #pagesOf(first: number, last: number): readonly number[] {
    if (last < first || this.#rowCount === 0) return [];
    const from = Math.floor(Math.max(0, first) / this.pageSize);
    const to = Math.floor(Math.min(last, this.#rowCount - 1) / this.pageSize);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);
  }

  #touch(index: number): void {
    const page = this.#pages.get(index);
    if (page === undefined) return;
    this.#pages.delete(index);
    this.#pages.set(index, page);
  }

  #request(): void {
    if (this.#hasFailed) return;
    for (const index of this.#wanted) {
      if (this.#inFlight.size >= MAX_IN_FLIGHT) return;
      const page = this.#pages.get(index);
      if (this.#inFlight.has(index) || (page !== undefined && !page.isStale)) continue;
      void this.#read(index);
    }
  }

  async #read(index: number): Promise<void> {
    const controller = new AbortController();
    this.#inFlight.set(index, controller);
    const { anchor, limit } = this.#anchorOf(index);
    try {
      const page = await this.#options.load(anchor, limit, controller.signal);
      if (controller.signal.aborted) return;
      this.#inFlight.delete(index);
      this.#put(index, page);
    } catch (error) {
      if (controller.signal.aborted) return;
      this.#inFlight.delete(index);
      this.#hasFailed = true;
      this.#options.onError(error);
      return;
    }
    this.#request();
  }

  /** Where to read a page from. The last page of an estimated count is read from the true end. */
  #anchorOf(index: number): { readonly anchor: PageAnchor; readonly limit: number } {
    const first = index * this.pageSize;
    const limit = Math.min(this.pageSize, Math.max(1, this.#rowCount - first));
    if (index === 0) return { anchor: { kind: 'first' }, limit: this.pageSize };
    if (this.#isCountExact) return { anchor: { kind: 'row', row: first }, limit: this.pageSize };
    if (first + limit >= this.#rowCount) return { anchor: { kind: 'last' }, limit };
    const before = this.#freshPage(index - 1)?.rows.at(-1);
    if (before !== undefined)
      return { anchor: { kind: 'after', key: [...before.key] }, limit: this.pageSize };
    const after = this.#freshPage(index + 1)?.rows[0];
    if (after !== undefined) return { anchor: { kind: 'before', key: [...after.key] }, limit: this.pageSize };
    return { anchor: { kind: 'row', row: first }, limit: this.pageSize };
  }

  #freshPage(index: number): CachedPage | undefined {
    const page = this.#pages.get(index);
    return page?.isStale === false && page.rows.length > 0 ? page : undefined;
  }

  #put(index: number, page: Page): void {
    const rows = page.rows.map((cells, at) => ({ cells, key: page.keys[at] ?? [] }));
    this.#pages.delete(index);
    this.#pages.set(index, { rows, isStale: false });
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= this.#maxPages) break;
      if (!this.#wanted.includes(old)) this.#pages.delete(old);
    }
    this.#options.onPage?.(page);
    this.#options.onChange();
  }

  #stop(index: number, controller: AbortController): void {
    this.#inFlight.delete(index);
    controller.abort();
  }

  #stopAll(): void {
    for (const [index, controller] of this.#inFlight) this.#stop(index, controller);
  }
}
