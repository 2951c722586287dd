import { BridgeFailure, type Client, isCancelled } from '../../../src-preload/client.ts';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type {
  FilterTerm,
  Page,
  PageAnchor,
  SortTerm,
  ViewInfo,
  ViewProgress,
} from '../../../src-preload/contract/rows.ts';
import { LongWait } from './long-wait.ts';
import { type CachedRow, RowCache } from './row-cache.ts';
import { type Anchor, placesOf } from './rows-anchor.ts';
import { initialRowsState, type RowsState, type Seek } from './rows-state.ts';

export interface RowsSessionOptions {
  readonly client: Client;
  readonly file: string;
  readonly object: string;
  readonly asTable: boolean;
  readonly sort: readonly SortTerm[];
  readonly filter: readonly FilterTerm[];
  /** The row to begin at. */
  readonly key?: RowKey | undefined;
}

/** A view whose first page is there. */
interface OpenedView {
  readonly info: ViewInfo;
  readonly cache: RowCache;
  readonly index: number;
  readonly page: Page;
  readonly isFromStart: boolean;
}

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
  #cursor = 0;
  #pageEnd = 0;
  #isEndSeen = false;
  /** The last row was read, though its number is an estimate. */
  #isEndNear = false;
  #reopens = 0;
  #seekSerial = 0;
  /** The view of `info` was given back, though its rows are still shown. */
  #isClosed = false;
  readonly #wait = new LongWait(LONG_WAIT, (waitingSince) => this.#set({ waitingSince }));

  constructor(options: RowsSessionOptions) {
    this.#options = options;
    this.#state = { ...initialRowsState, sort: options.sort, filter: options.filter };
  }

  /** Begins; returns what ends it and gives the view back. */
  start(): () => void {
    const { client, file, key } = this.#options;
    this.#offs = [
      client.on('rows.progress', (progress) => this.#takeProgress(progress)),
      client.on('files.changed', (change) => {
        if (change.file !== file) return;
        // What the user stopped does not begin again by itself.
        if (this.#state.isStopped) return;
        if (change.what === 'content') void this.refresh();
        else if (change.what === 'schema' || change.what === 'replaced') this.reopen();
      }),
      client.on('shell.engine', ({ state }) => {
        if (state === 'restarted') this.reopen();
      }),
    ];
    void this.#open(key ?? null);
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
    if (this.#isClosed) return;
    this.#cache?.want(first - AHEAD, last + AHEAD);
    this.#noteWaiting();
  }

  /** Says which row has the cursor: it stays on it whatever comes before it. */
  setCursor(row: number): void {
    this.#cursor = row;
  }

  /** Sorts or filters anew, from the first row. */
  change(sort: readonly SortTerm[], filter: readonly FilterTerm[]): void {
    this.#set({ sort, filter });
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
      this.#set({ ...shown, busySince: null, isStopped: info === null || this.#isClosed });
    } else {
      this.#giveBack();
      this.#set({ isStopped: true });
    }
  }

  /** Opens the view again at the row that is now the first visible one. */
  reopen(): void {
    void this.#open(null, this.#anchor());
  }

  async refresh(): Promise<void> {
    if (this.#isClosed || this.#state.isStopped) {
      this.reopen();
      return;
    }
    // Rows that are being read anew already are on their way to their place.
    const anchor = this.#cache?.isStale(this.#seen.first) ? null : this.#anchor();
    this.#cache?.invalidate();
    if (anchor !== null) await this.#settle(anchor);
  }

  /** Keeps the rows of an anchor in place after others have come or gone before them. */
  async #settle(anchor: Anchor): Promise<void> {
    const { info } = this.#state;
    if (info === null) return;
    try {
      const { first, cursor } = await placesOf(this.#options.client, info, anchor);
      if (this.#state.info?.view === info.view) this.#moveTo(anchor, first, cursor);
    } catch (error) {
      this.#fail(error);
    }
  }

  retry(): void {
    this.#reopens = 0;
    if (this.#state.info === null) void this.#open(this.#options.key ?? null);
    else this.reopen();
  }

  /** Brings a row into sight. */
  goTo(row: number, place: Seek['place'] = 'middle', isCursor = true, column: string | null = null): void {
    this.#seekSerial += 1;
    this.#set({ seek: { serial: this.#seekSerial, row, place, isCursor, column, shift: 0 } });
  }

  /** Brings the row with this key into sight, if the view still has it. */
  async goToKey(key: RowKey, column: string | null = null): Promise<boolean> {
    const { info } = this.#state;
    if (info === null) return false;
    try {
      const { row } = await this.#options.client.rows.locate({ view: info.view, key: [...key] });
      if (row === null || this.#state.info?.view !== info.view) return false;
      this.goTo(row, 'middle', true, column);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  async #open(key: RowKey | null, anchor: Anchor | null = null): Promise<void> {
    this.#opening?.abort();
    const controller = new AbortController();
    this.#opening = controller;
    const { client, file, object, asTable } = this.#options;
    const { sort, filter } = this.#state;
    const { signal } = controller;
    this.#set({ busySince: performance.now(), isStopped: false, error: null });
    // What the shown view is still at work on is not wanted any more; one that has all it needs stays until the next.
    if (this.#isAtWork()) this.#giveBack();
    let info: ViewInfo | null = null;
    try {
      info = await client.rows.open(
        { file, object, asTable, sort: [...sort], filter: [...filter] },
        { signal },
      );
      const places =
        anchor !== null
          ? await placesOf(client, info, anchor, signal)
          : { first: key === null ? 0 : await this.#rowOf(info, key, signal), cursor: null };
      const row = places.first ?? anchor?.firstRow ?? 0;
      const cache = this.#makeCache(info);
      const index = Math.floor(row / cache.pageSize);
      const start: PageAnchor =
        index === 0 ? { kind: 'first' } : { kind: 'row', row: index * cache.pageSize };
      const page = await client.rows.page(
        { view: info.view, anchor: start, limit: cache.pageSize },
        { signal },
      );
      if (signal.aborted) throw signal.reason;
      this.#show({ info, cache, index, page, isFromStart: key === null && anchor === null });
      if (anchor !== null) this.#moveTo(anchor, places.first, places.cursor);
      else if (key !== null) this.goTo(row, 'middle', true);
    } catch (error) {
      if (info !== null && info.view !== this.#state.info?.view) this.#close(info.view);
      if (this.#opening !== controller) return;
      this.#opening = null;
      this.#set({ busySince: null, isStopped: this.#isClosed });
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
    this.#pageEnd = 0;
    this.#isEndSeen = false;
    this.#isEndNear = false;
    if (old !== null && old.view !== info.view && !wasClosed) this.#close(old.view);
    const progress = this.#latestProgress.get(info.view) ?? info.progress;
    this.#set({ info, progress, busySince: null, error: null });
    this.#count();
    cache.seed(index, page);
    if (old !== null && isFromStart) this.goTo(0, 'top', true);
    cache.want(this.#seen.first, Math.max(this.#seen.last, AHEAD));
    this.#noteWaiting();
  }

  async #rowOf(info: ViewInfo, key: RowKey, signal: AbortSignal): Promise<number> {
    if (key.length !== info.keyColumns.length && info.keyKind !== 'rowid') return 0;
    const { row } = await this.#options.client.rows.locate({ view: info.view, key: [...key] }, { signal });
    return row ?? 0;
  }

  /** Brings the first visible row back to its place, and the selection to the rows that it had. */
  #moveTo(anchor: Anchor, first: number | null, cursor: number | null): void {
    const moved = first === null ? 0 : first - anchor.firstRow;
    const shift = cursor === null ? moved : cursor - anchor.cursorRow;
    if (moved === 0 && shift === 0 && this.#seen.first === anchor.firstRow) return;
    this.#seekSerial += 1;
    const row = this.#seen.first === anchor.firstRow ? anchor.firstRow + moved : this.#seen.first + moved;
    this.#set({
      seek: { serial: this.#seekSerial, row, place: 'anchor', isCursor: false, column: null, shift },
    });
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
    this.#pageEnd = Math.max(this.#pageEnd, page.firstRow + page.rows.length);
    this.#isEndNear ||= page.isEnd;
    if (page.isEnd && page.isExact) {
      this.#isEndSeen = true;
      this.#pageEnd = page.firstRow + page.rows.length;
    }
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
      const anchor = this.#anchor();
      this.#cache?.clear();
      if (anchor !== null) void this.#settle(anchor);
    }
    if (before?.isStale === true && !progress.isStale) void this.refresh();
  }

  /** The number of rows from what is told and what was seen. Unknown counts grow as the end is approached. */
  #count(): void {
    const told = this.#state.progress?.count;
    const isTold = told !== undefined && told.kind === 'exact' && told.value !== null;
    let rowCount = told?.value ?? 0;
    if (!isTold && this.#isEndSeen) rowCount = this.#pageEnd;
    else if (!isTold && rowCount <= this.#pageEnd) rowCount = this.#pageEnd + (this.#isEndNear ? 0 : 200);
    const isCountExact = isTold || this.#isEndSeen;
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
    this.#set({ error });
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

  #anchor(): Anchor | null {
    const { first: firstRow } = this.#seen;
    const first = this.#cache?.row(firstRow)?.key;
    if (first === undefined) return null;
    const cursorRow = this.#cursor;
    return { first, firstRow, cursor: this.#cache?.row(cursorRow)?.key ?? null, cursorRow };
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
