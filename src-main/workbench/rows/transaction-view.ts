import { setTimeout as delay } from 'node:timers/promises';
import type { PageAnchor, ViewProgress } from '../../../src-preload/contract/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import type { CountAroundOutput } from '../../operations/count-around.ts';
import type { PageInput } from '../../operations/page.ts';
import type { Place, RowsPlan } from '../../operations/plan.ts';
import { fromKeyValue } from '../../operations/stored-value.ts';
import { codeOf } from '../catalog/object-errors.ts';
import type { OpenFile } from '../open-file.ts';
import { type CountedPlan, countView } from './counted-view.ts';
import { textEncodingOf } from './order.ts';
import type { PlaceFinder, ReadFile } from './place-finder.ts';
import type { PositionIndex } from './position-index.ts';
import { known, walkOf } from './walks.ts';

export interface TransactionViewOptions {
  readonly view: string;
  readonly client: number;
  /** Reads of it see the transaction. */
  readonly file: OpenFile;
  /** Reads rows from the file in the order of the view; null: there is no such way, and the committed rows are shown. */
  readonly direct: RowsPlan | null;
  readonly countedBy: CountedPlan['by'];
  readonly isFiltered: boolean;
  readonly finder: PlaceFinder;
  readonly read: ReadFile;
  /** Its progress is another one. */
  readonly onChange: () => void;
}

const ALL = Number.MAX_SAFE_INTEGER;
/** Rows that are passed without a thought. */
const FAR = 20_000;
const FROM_THE_FIRST = { start: null, firstRow: 0 } as const;
/** Milliseconds for which the statements of the transaction wait at most: for a page, and for the number of a row. */
const PAGE_TIME = 2000;
const NUMBER_TIME = 500;
/** Milliseconds of counting that may follow each statement. */
const QUICK = 50;
/** How many times as long as the last count the next one waits, and milliseconds at most. */
const PAUSE = 10;
const LONGEST_PAUSE = 5000;

/** Rows among which one is looked for. */
interface Around {
  readonly start: Place | null;
  readonly firstRow: number;
  readonly most: number;
}

/** A view while its client has a transaction open on the file: it shows the rows that the transaction sees. */
export class TransactionView {
  readonly #options: TransactionViewOptions;
  #count: number | null = null;
  /** What the transaction had written when `#count` was begun; null: it is not known. */
  #countedAt: string | null = null;
  /** Of what `#counting` counts the rows. */
  #countingAt = '';
  /** Of the rows as counted last. */
  #positions: PositionIndex | null = null;
  #counting: Promise<void> | null = null;
  /** Milliseconds that counting took the last time. */
  #cost = 0;

  constructor(options: TransactionViewOptions) {
    this.#options = options;
  }

  get isOn(): boolean {
    const { file, client, direct } = this.#options;
    return direct !== null && file.seesTransaction(client);
  }

  get plan(): RowsPlan {
    const { direct } = this.#options;
    // Nobody asks a view that is not on.
    if (direct === null) throw new TypeError('This view reads no rows from the file.');
    return direct;
  }

  /** Whether `#count` is that of the rows as they are now. */
  get #isExact(): boolean {
    return this.#countedAt === this.#writes;
  }

  get #writes(): string {
    const { file, client } = this.#options;
    return file.seesWrites(client);
  }

  get progress(): ViewProgress {
    const { view } = this.#options;
    const kind = this.#count === null ? 'unknown' : this.#isExact ? 'exact' : 'about';
    const count = { value: this.#count, kind } as const;
    const total = this.#options.isFiltered ? ({ value: null, kind: 'unknown' } as const) : count;
    // Any row is found by passing those before it.
    return { view, count, total, positions: 'ready', fraction: null, isStale: false };
  }

  /** The transaction has written, begun or ended: rows are counted again, more rarely where that takes long. */
  async refresh(): Promise<void> {
    this.#options.onChange();
    const writes = this.#writes;
    if (this.#cost > QUICK) await delay(Math.min(this.#cost * PAUSE, LONGEST_PAUSE));
    if (writes === this.#writes && this.isOn && !this.#isExact) await this.#countNow();
  }

  async pageInput(
    anchor: PageAnchor,
    limit: number,
    options: CallOptions,
  ): Promise<Pick<PageInput, 'plan' | 'walk' | 'number' | 'mostTime'>> {
    return { ...(await this.#placed(anchor, limit, options)), mostTime: PAGE_TIME };
  }

  async #placed(
    anchor: PageAnchor,
    limit: number,
    options: CallOptions,
  ): Promise<Pick<PageInput, 'plan' | 'walk' | 'number'>> {
    const { plan } = this;
    switch (anchor.kind) {
      case 'first':
        return { plan, walk: walkOf(null, 0, limit), number: known(0) };
      case 'row': {
        if (anchor.row <= FAR)
          return { plan, walk: walkOf(null, anchor.row, limit), number: known(anchor.row) };
        await this.#positioned();
        // Of rows that were counted before the last statement their numbers are near enough.
        const { start, firstRow } = this.#positions?.chunkOfRow(anchor.row) ?? FROM_THE_FIRST;
        return {
          plan,
          walk: walkOf(start, anchor.row - firstRow, limit),
          number: known(anchor.row, this.#isExact),
        };
      }
      case 'last': {
        await this.#counted();
        const number = { kind: 'from-end', total: this.#count ?? limit, isExact: this.#isExact } as const;
        return { plan, walk: walkOf(null, 0, limit, true), number };
      }
      default: {
        const found = await this.#options.finder.find(plan, ALL, anchor.key.map(fromKeyValue), options);
        if (found === null) return { plan, walk: walkOf(null, 0, limit), number: known(0) };
        const walk = {
          ...walkOf(found.place, 0, limit, anchor.kind === 'before'),
          isInclusive: anchor.kind === 'from',
        };
        const { start, firstRow: base, most } = await this.#chunkOf(found.place);
        return { plan, walk, number: { kind: 'count', start, base, most, isExact: this.#isExact } };
      }
    }
  }

  /** The number of the row at a place; null: no row stands there, or nobody can tell soon enough. */
  async rowOf(place: Place, options: CallOptions): Promise<number | null> {
    const mayBeNear = this.#options.countedBy === 'walk' && !this.#isExact;
    const near = mayBeNear ? await this.#rowIn({ ...FROM_THE_FIRST, most: FAR }, place, options) : null;
    return near ?? (await this.#rowIn(await this.#chunkOf(place), place, options));
  }

  async #rowIn(
    { start, firstRow, most }: Around,
    place: Place,
    options: CallOptions,
  ): Promise<number | null> {
    const input = { plan: this.plan, start, most, place, mostTime: NUMBER_TIME };
    try {
      const found = await this.#options.read<CountAroundOutput>('countRowsAround', input, options);
      return found.upTo > found.before ? firstRow + found.before : null;
    } catch (error) {
      if (codeOf(error) === 'TRANSACTION_OPEN') return null;
      throw error;
    }
  }

  /** Where counting may begin for a place, and how many rows there are to look at. */
  async #chunkOf(place: Place): Promise<Around> {
    await this.#positioned();
    const { file } = this.#options;
    const chunk = this.#positions?.chunkOfPlace(place, this.plan.order, textEncodingOf(file));
    if (chunk === undefined) return { ...FROM_THE_FIRST, most: ALL };
    return { start: chunk.start, firstRow: chunk.firstRow, most: chunk.count * 2 + 1000 };
  }

  /** Waits until row numbers are known, for views that have some. */
  async #positioned(): Promise<void> {
    if (this.#options.countedBy === 'walk' && this.#positions === null) await this.#countNow();
  }

  /** Waits until the rows are counted as they are now, unless they change over and over. */
  async #counted(): Promise<void> {
    for (let tries = 0; tries < 3 && !this.#isExact; tries += 1) await this.#countNow();
  }

  /** Counts the rows as they are now; whoever asks meanwhile waits for the same. Never rejects. */
  #countNow(): Promise<void> {
    const writes = this.#writes;
    if (this.#counting === null || this.#countingAt !== writes) {
      this.#countingAt = writes;
      this.#counting = this.#countRows(writes);
    }
    return this.#counting;
  }

  async #countRows(writes: string): Promise<void> {
    const { file, countedBy, onChange } = this.#options;
    const isWanted = () => this.isOn && this.#writes === writes;
    const from = performance.now();
    // Why it cannot be counted, whoever reads a page is told.
    const counted = await countView(file, { by: countedBy, plan: this.plan }, isWanted).catch(() => null);
    this.#cost = performance.now() - from;
    if (!isWanted()) return;
    this.#counting = null;
    this.#count = counted?.rows ?? null;
    this.#positions = counted?.positions ?? null;
    this.#countedAt = counted === null ? null : writes;
    onChange();
  }
}
