import { BridgeFailure, isCancelled } from '../../../src-preload/client.ts';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type {
  FilterTerm,
  Page,
  PageAnchor,
  SortTerm,
  ViewInfo,
  ViewProgress,
} from '../../../src-preload/contract/rows.ts';
import { onOwnTransaction } from '../../lib/transactions/on-own-transaction.ts';
import { CountedRows } from './counted-rows.ts';
import { isDropped } from './dropped-table.ts';
import { KeptRows, type RowPlace, rowOfKey, type Settled } from './kept-rows.ts';
import { LongWait } from './long-wait.ts';
import type { OpenedView } from './opened-view.ts';
import { type CachedRow, RowCache } from './row-cache.ts';
import type { RowsSessionOptions } from './rows-session-options.ts';
import { initialRowsState, type RowsState, type Seek } from './rows-state.ts';

const AHEAD = 40;
const REOPENS = 4;
/** Rows that come sooner are awaited without a word. */
const LONG_WAIT = 300;

/**
 * The rows of one object: opens its view, opens it again when sort or filter change, when the engine was restarted
 * or the table changed its shape, and keeps the first visible row in place whatever happens. Old rows stay until the
 * first page of the next view is there.
 */
export class RowsSession {
  readonly #options: RowsSessionOptions;
  readonly #listeners = new Set<() => void>();
  readonly #latestProgress = new Map<string, ViewProgress>();
  #state: RowsState;
  #cache: RowCache | null = null;
  #opening: AbortController | null = null;
  #offs: readonly (() => void)[] = [];
  #seen = { first: 0, last: 0 };
  /** By how many rows what is selected has to move. */
  #shift = 0;
  /** The table was changed while a view of it was being opened. */
  #isOutdated = false;
  #counted = new CountedRows();
  #reopens = 0;
  #seekSerial = 0;
  /** The view of `info` was given back, though its rows are still shown. */
  #isClosed = false;
  readonly #kept = new KeptRows((row) => (this.#cache?.isStale(row) ? undefined : this.row(row)?.key));
  readonly #wait = new LongWait(LONG_WAIT, (waitingSince) => this.#set({ waitingSince }));

  constructor(options: RowsSessionOptions) {
    this.#options = options;
    const { sort, filter } = options.place ?? options;
    this.#state = { ...initialRowsState, sort, filter };
  }

  /** Begins; returns what ends it and gives the view back. */
  start(): () => void {
    const { client, file } = this.#options;
    this.#offs = [
      client.on('rows.progress', (progress) => this.#takeProgress(progress)),
      client.on('files.changed', (change) => {
        if (change.file !== file) return;
        // What the user stopped does not begin again by itself.
        if (this.#state.isStopped) return;
        if (change.what === 'free' && (this.#state.error !== null || this.#state.info === null)) this.retry();
        else if (change.what === 'content' || change.what === 'free') void this.refresh();
        else if (change.what === 'schema' || change.what === 'replaced') this.reopen();
      }),
      // While it is open the view shows what it sees.
      onOwnTransaction(client, file, () => void this.refresh()),
      client.on('shell.engine', ({ state }) => {
        if (state === 'restarted') this.reopen();
      }),
    ];
    this.#begin();
    return () => this.#end();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): RowsState => this.#state;

  row(number: number): CachedRow | undefined {
    return this.#cache?.row(number);
  }

  /** Says which rows are seen; theirs and those a little ahead are read. */
  see(first: number, last: number): void {
    this.#seen = { first, last };
    this.#kept.see(first);
    if (this.#isClosed) return;
    this.#cache?.want(first - AHEAD, last + AHEAD);
    this.#noteWaiting();
  }

  /** Says which row has the cursor: it stays on it whatever comes before it. */
  setCursor(row: number): void {
    this.#kept.setCursor(row);
  }

  /** By how many rows what is selected has to move to stay on its rows; told once. */
  takeShift(): number {
    const shift = this.#shift;
    this.#shift = 0;
    return shift;
  }

  /** The first visible row and the one with the cursor. */
  places(): { readonly first: RowPlace; readonly cursor: RowPlace } {
    return { first: this.#kept.first, cursor: this.#kept.cursor };
  }

  /** Sorts or filters anew, from the first row. */
  change(sort: readonly SortTerm[], filter: readonly FilterTerm[]): void {
    this.#set({ sort, filter });
    this.#kept.release();
    void this.#open(null);
  }

  /**
   * Stops what takes long. A view that is being opened is given up, and what is shown stays with its sort and filter;
   * else the view itself is given back, because a page that is not awaited any more would leave its numbering at work.
   */
  stop(): void {
    const { info, busySince } = this.#state;
    if (busySince !== null) {
      this.#opening?.abort();
      this.#opening = null;
      const shown = info === null ? {} : { sort: info.sort, filter: info.filter };
      this.#set({ ...shown, coming: null, busySince: null, isStopped: info === null || this.#isClosed });
    } else {
      this.#giveBack();
      this.#set({ isStopped: true });
    }
  }

  /** Opens the view again at the row that is now the first visible one. */
  reopen(): void {
    this.#kept.hold();
    void this.#open(null, true);
  }

  async refresh(): Promise<void> {
    const { info, isStopped } = this.#state;
    if (this.#isClosed || isStopped || (info === null && this.#opening === null)) return this.reopen();
    if (this.#opening !== null) {
      this.#isOutdated = true;
      return;
    }
    this.#kept.hold();
    this.#cache?.invalidate();
    await this.#settle();
  }

  /** Keeps rows in place after others have come or gone before them. */
  async #settle(): Promise<void> {
    const { info } = this.#state;
    if (info === null) return;
    try {
      const settled = await this.#kept.settle(this.#options.client, info);
      if (settled !== null && this.#state.info?.view === info.view) this.#moveTo(settled);
    } catch (error) {
      this.#fail(error);
    }
  }

  retry(): void {
    this.#reopens = 0;
    if (this.#state.info === null) this.#begin();
    else this.reopen();
  }

  /** Brings a row into sight. */
  goTo(row: number, place: Seek['place'] = 'middle', isCursor = true, column: string | null = null): void {
    this.#seek({ row, place, cursor: isCursor ? row : null, column, left: null });
  }

  /** Brings the row with this key into sight, if the view still has it. */
  async goToKey(key: RowKey, column: string | null = null): Promise<boolean> {
    const { info } = this.#state;
    if (info === null) return false;
    try {
      const row = await rowOfKey(this.#options.client, info, key);
      if (row === null || this.#state.info?.view !== info.view) return false;
      this.goTo(row, 'middle', true, column);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #begin(): void {
    const { key, place } = this.#options;
    if (place !== undefined) this.#kept.restore(place.first, place.cursor);
    void this.#open(key ?? null, place !== undefined);
  }

  /** Opens a view at its start, at the row of a key, or where the kept rows are. */
  async #open(key: RowKey | null, isKept = false): Promise<void> {
    this.#opening?.abort();
    const controller = new AbortController();
    this.#opening = controller;
    const { signal } = controller;
    const { client, file, object, asTable } = this.#options;
    const { sort, filter } = this.#state;
    this.#isOutdated = false;
    this.#set({ busySince: performance.now(), isStopped: false, error: null });
    // What the shown view is still at work on is not wanted any more; one that has all it needs stays until the next.
    if (this.#isAtWork()) this.#giveBack();
    let info: ViewInfo | null = null;
    try {
      info = await client.rows.open(
        { file, object, asTable, sort: [...sort], filter: [...filter] },
        { signal },
      );
      if (this.#state.info === null) this.#set({ coming: info });
      const settled = isKept ? await this.#kept.settle(client, info, signal) : null;
      const row = isKept
        ? (settled?.firstRow ?? this.#kept.first.row)
        : ((await rowOfKey(client, info, key, signal)) ?? 0);
      const cache = this.#makeCache(info);
      const index = Math.floor(row / cache.pageSize);
      const start: PageAnchor =
        index === 0 ? { kind: 'first' } : { kind: 'row', row: index * cache.pageSize };
      const page = await client.rows.page(
        { view: info.view, anchor: start, limit: cache.pageSize },
        { signal },
      );
      if (signal.aborted) throw signal.reason;
      const isFirst = this.#state.info === null;
      this.#show({ info, cache, index, page, isFromStart: key === null && !isKept });
      if (settled !== null) this.#bringBack(settled, isFirst);
      else if (key !== null && !isKept) this.goTo(row, 'middle', true);
    } catch (error) {
      if (info !== null && info.view !== this.#state.info?.view) this.#close(info.view);
      if (this.#opening !== controller) return;
      this.#opening = null;
      this.#set({ coming: null, busySince: null, isStopped: this.#isClosed });
      this.#fail(error);
    }
  }

  #show({ info, cache, index, page, isFromStart }: OpenedView): void {
    const old = this.#state.info;
    this.#opening = null;
    this.#cache?.stop();
    this.#cache = cache;
    const wasClosed = this.#isClosed;
    this.#isClosed = false;
    this.#counted = new CountedRows();
    if (old !== null && old.view !== info.view && !wasClosed) this.#close(old.view);
    const progress = this.#latestProgress.get(info.view) ?? info.progress;
    this.#set({ info, coming: null, progress, busySince: null, error: null });
    this.#count();
    cache.seed(index, page);
    if (old !== null && isFromStart) this.goTo(0, 'top', true);
    cache.want(this.#seen.first, Math.max(this.#seen.last, AHEAD));
    this.#noteWaiting();
    if (this.#isOutdated) void this.refresh();
  }

  /** After a view was opened: the first one of a restored place has its cursor and columns to be put as well. */
  #bringBack(settled: Settled, isFirst: boolean): void {
    const { place } = this.#options;
    if (!isFirst || place === undefined) return this.#moveTo(settled);
    const { firstRow: row, cursorRow: cursor } = settled;
    this.#seek({ row, place: 'top', cursor, column: place.column, left: place.left });
  }

  /** Brings the first visible row back to its place, and the selection to the rows that it had. */
  #moveTo({ moved, shift }: Settled): void {
    this.#shift += shift;
    if (moved === 0 && shift === 0) return;
    this.#seek({ row: this.#seen.first + moved, place: 'anchor', cursor: null, column: null, left: null });
  }

  #seek(seek: Omit<Seek, 'serial'>): void {
    this.#seekSerial += 1;
    this.#set({ seek: { serial: this.#seekSerial, ...seek } });
  }

  #makeCache(info: ViewInfo): RowCache {
    return new RowCache({
      pageSize: pageSizeFor(info.columns.length),
      load: (anchor, limit, signal) =>
        this.#options.client.rows.page({ view: info.view, anchor, limit }, { signal }),
      onChange: () => this.#set({ revision: this.#state.revision + 1 }),
      onPage: (page) => {
        this.#takePage(page);
        this.#noteWaiting();
      },
      onError: (error) => {
        this.#noteWaiting();
        this.#fail(error);
      },
    });
  }

  #takePage(page: Page): void {
    this.#reopens = 0;
    this.#counted.take(page);
    this.#set({ milliseconds: page.milliseconds, error: null });
    this.#count();
  }

  #takeProgress(progress: ViewProgress): void {
    this.#latestProgress.set(progress.view, progress);
    const { info, progress: before } = this.#state;
    if (info?.view !== progress.view) return;
    this.#set({ progress });
    this.#count();
    const isSettled = progress.positions === 'ready' && before?.positions !== 'ready';
    if (isSettled && this.#seen.first > 0) {
      // Row numbers were estimates until now: keep the rows that are seen where they are.
      this.#kept.hold();
      this.#cache?.clear();
      void this.#settle();
    }
    if (before?.isStale === true && !progress.isStale) void this.refresh();
  }

  #count(): void {
    const { rowCount, isExact: isCountExact } = this.#counted.count(this.#state.progress?.count);
    this.#cache?.setRowCount(rowCount, isCountExact);
    if (rowCount !== this.#state.rowCount || isCountExact !== this.#state.isCountExact) {
      this.#set({ rowCount, isCountExact });
    }
  }

  #fail(error: unknown): void {
    if (isCancelled(error) || (error instanceof DOMException && error.name === 'AbortError')) return;
    const isGone = error instanceof BridgeFailure && ['VIEW_GONE', 'ENGINE_GONE'].includes(error.code);
    if (isGone && this.#reopens < REOPENS) {
      this.#reopens += 1;
      setTimeout(() => this.reopen(), 150 * 2 ** this.#reopens);
      return;
    }
    // Nothing that is shown is there for this window just now.
    if (isDropped(error)) this.#giveBack();
    this.#set(isDropped(error) ? { error, info: null, progress: null } : { error });
  }

  /** Says that rows in sight are awaited once the same ones have been missing for long. */
  #noteWaiting(): void {
    const { first, last } = this.#seen;
    const isMissing = !this.#isClosed && this.#cache?.isMissing(first, last) === true;
    this.#wait.note(isMissing ? `${first} ${last}` : null);
  }

  /** Whether the shown view is reading rows or numbering them. */
  #isAtWork(): boolean {
    const { info, progress, waitingSince } = this.#state;
    return info !== null && !this.#isClosed && (waitingSince !== null || progress?.positions === 'building');
  }

  /** Ends the view on the other side; the rows at hand stay in sight. */
  #giveBack(): void {
    const { info } = this.#state;
    if (info === null || this.#isClosed) return;
    this.#isClosed = true;
    this.#cache?.stop();
    this.#noteWaiting();
    this.#close(info.view);
  }

  #close(view: string): void {
    this.#latestProgress.delete(view);
    this.#options.client.rows.close({ view }).catch(() => {
      // The engine has forgotten it already.
    });
  }

  #end(): void {
    for (const off of this.#offs) off();
    this.#opening?.abort();
    this.#opening = null;
    this.#cache?.stop();
    this.#wait.note(null);
    if (this.#state.info !== null && !this.#isClosed) this.#close(this.#state.info.view);
    this.#listeners.clear();
  }

  #set(changes: Partial<RowsState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const listener of this.#listeners) listener();
  }
}

/** A page of a wide table has fewer rows, so that it is there as soon. */
function pageSizeFor(columnCount: number): number {
  return Math.min(200, Math.max(40, Math.floor(12_000 / Math.max(1, columnCount))));
}
