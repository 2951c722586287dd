import { setTimeout as delay } from 'node:timers/promises';
import type { PageAnchor, ViewProgress } from '../../../src-preload/contract/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import type { CountAroundOutput } from '../../operations/count-around.ts';
import type { PageInput } from '../../operations/page.ts';
import type { Place, RowsPlan } from '../../operations/plan.ts';
import { fromKeyValue } from '../../operations/stored-value.ts';
import type { OpenFile } from '../open-file.ts';
import { type CountedPlan, countView } from './counted-view.ts';
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
const FROM_THE_FIRST = { start: null, firstRow: 0 } as const;
/** Milliseconds of counting that may follow each statement. */
const QUICK = 50;
/** How many times as long as the last count the next one waits, and milliseconds at most. */
const PAUSE = 10;
const LONGEST_PAUSE = 5000;

/** A view while its client has a transaction open on the file: it shows the rows that the transaction sees. */
export class TransactionView {
  readonly #options: TransactionViewOptions;
  #count: number | null = null;
  /** Of `#count`, since the transaction has changed last. */
  #isExact = false;
  /** Of the rows as counted last, while the transaction has changed nothing since. */
  #positions: PositionIndex | null = null;
  /** Milliseconds that counting took the last time. */
  #cost = 0;
  #generation = 0;

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
    this.#generation += 1;
    const generation = this.#generation;
    this.#isExact = false;
    this.#positions = null;
    this.#options.onChange();
    if (this.#cost > QUICK) await delay(Math.min(this.#cost * PAUSE, LONGEST_PAUSE));
    if (generation !== this.#generation || !this.isOn) return;
    const from = performance.now();
    const isWanted = () => generation === this.#generation && this.isOn;
    const counted = await this.#countRows(isWanted).catch(() => null);
    this.#cost = performance.now() - from;
    if (!isWanted()) return;
    this.#count = counted?.rows ?? null;
    this.#positions = counted?.positions ?? null;
    this.#isExact = counted !== null;
    this.#options.onChange();
  }

  async pageInput(
    anchor: PageAnchor,
    limit: number,
    options: CallOptions,
  ): Promise<Pick<PageInput, 'plan' | 'walk' | 'number'>> {
    const { plan } = this;
    switch (anchor.kind) {
      case 'first':
        return { plan, walk: walkOf(null, 0, limit), number: known(0) };
      case 'row': {
        const { start, firstRow } = this.#positions?.chunkOfRow(anchor.row) ?? FROM_THE_FIRST;
        return { plan, walk: walkOf(start, anchor.row - firstRow, limit), number: known(anchor.row) };
      }
      case 'last': {
        const total = this.#isExact ? this.#count : (await this.#countRows(() => true))?.rows;
        return {
          plan,
          walk: walkOf(null, 0, limit, true),
          number: { kind: 'from-end', total: total ?? 0, isExact: true },
        };
      }
      default: {
        const found = await this.#options.finder.find(plan, ALL, anchor.key.map(fromKeyValue), options);
        if (found === null) return { plan, walk: walkOf(null, 0, limit), number: known(0) };
        const walk = {
          ...walkOf(found.place, 0, limit, anchor.kind === 'before'),
          isInclusive: anchor.kind === 'from',
        };
        return { plan, walk, number: { kind: 'count', start: null, base: 0, most: ALL, isExact: true } };
      }
    }
  }

  /** The number of the row at a place; null: no row stands there. */
  async rowOf(place: Place, options: CallOptions): Promise<number | null> {
    const input = { plan: this.plan, start: null, most: ALL, place };
    const found = await this.#options.read<CountAroundOutput>('countRowsAround', input, options);
    return found.upTo > found.before ? found.before : null;
  }

  #countRows(isWanted: () => boolean) {
    const { file, countedBy } = this.#options;
    return countView(file, { by: countedBy, plan: this.plan }, isWanted);
  }
}
