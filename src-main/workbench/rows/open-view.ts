import type {
  Count,
  FilterTerm,
  PageAnchor,
  RowKey,
  RowRange,
  SortTerm,
  ViewInfo,
  ViewProgress,
} from '../../../src-preload/contract/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import type { CountAroundOutput } from '../../operations/count-around.ts';
import type { PageInput, PageOutput } from '../../operations/page.ts';
import {
  isOrderedByKey,
  type Place,
  placeOfKey,
  type RowsPlan,
  type Span,
  type Walk,
} from '../../operations/plan.ts';
import { fromKeyValue, type StoredValue } from '../../operations/stored-value.ts';
import { BridgeError } from '../bridge-error.ts';
import { asUnreadable } from '../catalog/object-errors.ts';
import { Encoded } from '../handlers.ts';
import type { OpenFile } from '../open-file.ts';
import { Changes } from './changes.ts';
import { estimatePlace, type KeySpan, keySpanOf } from './estimate-place.ts';
import type { ObjectShape } from './object-shape.ts';
import { type Order, OrderBuild, textEncodingOf } from './order.ts';
import { PlaceMemory } from './place-memory.ts';
import type { ViewPlan } from './plan-builder.ts';
import type { View, ViewColumn } from './view.ts';
import { type ProgressFacts, progressOf } from './view-progress.ts';

export interface OpenViewOptions {
  readonly id: string;
  readonly client: number;
  readonly file: OpenFile;
  readonly shape: ObjectShape;
  readonly plan: ViewPlan;
  readonly sort: readonly SortTerm[];
  readonly filter: readonly FilterTerm[];
  /** Rows of the object, as far as that is known when it is opened. */
  readonly total: Count;
  readonly scratchPath: () => { readonly path: string; readonly schema: string };
  readonly onProgress: (progress: ViewProgress) => void;
}

const ALL = Number.MAX_SAFE_INTEGER;
/** Milliseconds: whoever stops one call to ask another finds the work going on. */
const PAUSE_AFTER = 150;

/** A view with the order that is worked out for it in the background. */
export class OpenView implements View {
  readonly id: string;
  readonly client: number;
  readonly file: OpenFile;
  readonly columns: readonly ViewColumn[];
  readonly #options: OpenViewOptions;
  readonly #changes = new Changes();
  readonly #memory = new PlaceMemory();
  #order: OrderBuild;
  /** The one that is to take the place of `#order` after a change of the file. */
  #next: OrderBuild | undefined;
  #isStale = false;
  #isEnded = false;
  /** Nobody waited any more before the first row had come: it is built again when somebody asks. */
  #isPaused = false;
  #buildTime = 0;
  #keySpan: Promise<KeySpan | null> | undefined;
  #gone: BridgeError | undefined;

  constructor(options: OpenViewOptions) {
    this.#options = options;
    this.id = options.id;
    this.client = options.client;
    this.file = options.file;
    this.columns = options.shape.columns;
    this.#order = this.#build();
  }

  get info(): ViewInfo {
    const { shape, sort, filter } = this.#options;
    return {
      view: this.id,
      file: this.file.info.id,
      object: shape.facts.name,
      kind: shape.kind,
      columns: this.columns.map(({ info }) => info),
      keyKind: shape.keyKind,
      keyColumns: [...shape.keyColumns],
      sort: [...sort],
      filter: [...filter],
      progress: this.progress,
      limitedTo: this.#order.isCut ? this.#order.rows : null,
    };
  }

  get progress(): ViewProgress {
    return progressOf(this.#facts());
  }

  plan(): RowsPlan {
    const { plan } = this.#options;
    const { scratch, isDone } = this.#order;
    if (plan.direct !== null && (scratch === null || !isDone)) return plan.direct;
    if (scratch !== null) return plan.fromScratch(scratch);
    throw new BridgeError('VIEW_GONE', 'The rows of this view are not read yet; ask again.');
  }

  /** What stands after FROM in reads of the file. */
  get from(): string {
    return this.#options.shape.from;
  }

  /** Milliseconds that working the order out took the last time. */
  get buildTime(): number {
    return this.#buildTime;
  }

  /** Reads a page. */
  async page(anchor: PageAnchor, limit: number, options: CallOptions = {}): Promise<Encoded> {
    this.assertAlive();
    const input = await this.#pageInput(anchor, limit, options);
    const output = await this.#read<PageOutput>('page', input, options);
    this.#memory.add(input.plan, output.first);
    this.#memory.add(input.plan, output.last);
    return new Encoded(output.bytes);
  }

  async spansOf(ranges: readonly RowRange[] | null, options: CallOptions = {}): Promise<readonly Span[]> {
    this.assertAlive();
    const { plan } = this.#options;
    if (plan.kind !== 'walk' && (plan.kind === 'copied' || ranges !== null)) {
      await this.#until((order) => order.isDone || undefined, options);
    }
    if (ranges === null) return [walkOf(null, 0, ALL)];
    const spans: Span[] = [];
    for (const { firstRow, lastRow } of ranges) {
      const limit = lastRow - firstRow + 1;
      if (limit > 0) spans.push(await this.#walkFromRow(firstRow, limit, options));
    }
    return spans;
  }

  async rowOf(key: RowKey, options: CallOptions = {}): Promise<number | null> {
    this.assertAlive();
    const plan = this.plan();
    const stored = key.map(fromKeyValue);
    const place = this.#knownPlace(plan, stored);
    return place === null ? null : await this.#rowOfPlace(plan, place, false, options);
  }

  /** The row number of a key, worked out by a scan where nothing else tells; null if no row has it. */
  async locate(key: RowKey, options: CallOptions = {}): Promise<number | null> {
    this.assertAlive();
    if (this.#options.plan.kind !== 'walk') {
      await this.#until((order) => order.isDone || undefined, options);
    }
    const plan = this.plan();
    const stored = key.map(fromKeyValue);
    const place = await this.#read<Place | null>('place', { plan, key: stored }, options);
    return place === null ? null : await this.#rowOfPlace(plan, place, true, options);
  }

  /** What reads single rows by key, wherever they stand and whether or not they pass the filter. */
  get rowPlan(): RowsPlan {
    const { direct } = this.#options.plan;
    return direct === null ? this.plan() : { ...direct, where: null };
  }

  /** Waits until single rows can be read. */
  async ready(options: CallOptions = {}): Promise<void> {
    this.assertAlive();
    if (this.#options.plan.direct !== null) return;
    await this.#until((order) => order.scratch ?? undefined, options);
  }

  /** Another program has written: the order is worked out again, and pages come from the old one meanwhile. */
  refresh(): void {
    if (this.#isEnded || this.#isPaused) return;
    this.#isStale = true;
    this.#keySpan = undefined;
    const superseded = this.#next;
    const next = this.#build();
    this.#next = next;
    void superseded?.end();
    this.#told();
    void next.finished.then(() => this.#swap(next));
  }

  /** From now on every call fails with this. */
  abandon(reason: BridgeError): void {
    this.#gone = reason;
    void this.end();
  }

  /** Stops all background work; whoever still waits for rows gets VIEW_GONE. */
  async end(): Promise<void> {
    this.#isEnded = true;
    this.#gone ??= new BridgeError('VIEW_GONE', 'This view was closed.', { hint: 'Open the table again.' });
    this.#changes.tell();
    await Promise.all([this.#order.end(), this.#next?.end()]);
  }

  assertAlive(): void {
    if (this.#gone !== undefined) throw this.#gone;
  }

  #build(): OrderBuild {
    const { file, plan, scratchPath, shape } = this.#options;
    const holder = `Row numbers of ${shape.facts.name.slice(0, 80)}`;
    return new OrderBuild({ file, plan, holder, scratchPath, onChange: () => this.#told() });
  }

  #swap(next: OrderBuild): void {
    if (this.#next !== next || this.#isEnded || !next.isDone) return;
    const old = this.#order;
    this.#order = next;
    this.#next = undefined;
    this.#isStale = false;
    this.#buildTime = performance.now() - next.started;
    void old.end();
    this.#told();
  }

  #told(): void {
    this.#changes.tell();
    if (!this.#isEnded) this.#options.onProgress(this.progress);
  }

  #facts(): ProgressFacts {
    const { shape, plan, filter, total } = this.#options;
    return {
      view: this.id,
      order: this.#order,
      kind: plan.kind,
      isFiltered: filter.length > 0,
      total,
      isEstimated: plan.kind === 'walk' && shape.keyKind === 'rowid',
      isStale: this.#isStale,
    };
  }

  async #pageInput(anchor: PageAnchor, limit: number, options: CallOptions): Promise<PageInput> {
    const columns = this.columns.map((column) => column.plan);
    const walkKind = this.#options.plan.kind;
    if (anchor.kind === 'row') {
      return { columns, ...(await this.#pageAtRow(anchor.row, limit, options)) };
    }
    if (anchor.kind === 'first') {
      if (walkKind === 'copied') await this.#until((order) => order.scratch ?? undefined, options);
      const plan = this.plan();
      return { plan, columns, walk: walkOf(null, 0, limit), number: known(0) };
    }
    if (anchor.kind === 'last') {
      if (walkKind === 'copied') await this.#until((order) => order.isDone || undefined, options);
      const { count } = this.progress;
      const number = {
        kind: 'from-end',
        total: count.value ?? limit,
        isExact: count.kind === 'exact',
      } as const;
      return { plan: this.plan(), columns, walk: walkOf(null, 0, limit, true), number };
    }
    await this.ready(options);
    const plan = this.plan();
    const place = await this.#placeOf(plan, anchor.key.map(fromKeyValue), options);
    const walk = {
      ...walkOf(place, 0, limit, anchor.kind === 'before'),
      isInclusive: anchor.kind === 'from',
    };
    return { plan, columns, walk, number: this.#numberAt(plan, place) };
  }

  async #pageAtRow(
    row: number,
    limit: number,
    options: CallOptions,
  ): Promise<Pick<PageInput, 'plan' | 'walk' | 'number'>> {
    const { plan } = this.#options;
    if (row === 0 && plan.direct !== null) {
      return { plan: this.plan(), walk: walkOf(null, 0, limit), number: known(0) };
    }
    if (plan.kind === 'walk' && plan.direct !== null && this.#order.positions.chunkOfRow(row) === undefined) {
      const span = await this.#span(options);
      const total = this.progress.count.value;
      const place =
        span === null || total === null ? null : estimatePlace(span, row / Math.max(1, total - 1));
      // It may have been counted meanwhile.
      if (place !== null && this.#order.positions.chunkOfRow(row) === undefined) {
        const walk = { ...walkOf([place], 0, limit), isInclusive: true };
        return { plan: plan.direct, walk, number: { kind: 'known', firstRow: row, isExact: false } };
      }
    }
    const walk = await this.#walkFromRow(row, limit, options);
    return { plan: this.#numberedPlan(), walk, number: known(row) };
  }

  /** What row numbers are looked up in. */
  #numberedPlan(): RowsPlan {
    const { plan } = this.#options;
    const { scratch } = this.#order;
    return plan.kind === 'walk' || scratch === null ? this.plan() : plan.fromScratch(scratch);
  }

  async #walkFromRow(row: number, limit: number, options: CallOptions): Promise<Walk> {
    if (this.#options.plan.kind === 'walk') {
      const { start, firstRow } = await this.#until((order) => {
        const chunk = order.positions.chunkOfRow(row);
        return chunk ?? (order.positions.isComplete ? order.positions.frontier : undefined);
      }, options);
      return walkOf(start, Math.max(0, row - firstRow), limit);
    }
    await this.#until((order) => order.isDone || order.rows > row + limit || undefined, options);
    // Rows are numbered from 1 there; NULL stands before every key, so the row itself comes first.
    const terms = this.#numberedPlan().order.length;
    const place: StoredValue[] = [BigInt(row + 1), ...new Array<null>(terms - 1).fill(null)];
    return { ...walkOf(place, 0, limit), isInclusive: terms === 1 };
  }

  #knownPlace(plan: RowsPlan, key: readonly StoredValue[]): Place | null {
    return isOrderedByKey(plan) ? placeOfKey(plan, key) : this.#memory.get(plan, key);
  }

  async #placeOf(plan: RowsPlan, key: readonly StoredValue[], options: CallOptions): Promise<Place> {
    const known = this.#knownPlace(plan, key);
    if (known !== null) return known;
    const place = await this.#read<Place | null>('place', { plan, key }, options);
    if (place !== null) return place;
    throw new BridgeError('ROW_NOT_FOUND', 'The row that this page was to begin at is gone.', {
      hint: 'Another program deleted it. Scroll to see the rows as they are now.',
    });
  }

  #numberAt(plan: RowsPlan, place: Place): PageInput['number'] {
    // Rows are numbered from 1 there.
    if (plan.scratch !== null)
      return { kind: 'around', before: Number(place[0]) - 1, upTo: Number(place[0]) };
    const { positions } = this.#order;
    const chunk =
      this.#options.plan.kind === 'walk'
        ? positions.chunkOfPlace(place, plan.order, textEncodingOf(this.file))
        : undefined;
    if (chunk !== undefined) {
      return { kind: 'count', start: chunk.start, base: chunk.firstRow, most: chunk.count * 2 + 1000 };
    }
    return { kind: 'known', firstRow: this.#order.rows, isExact: false };
  }

  async #rowOfPlace(
    plan: RowsPlan,
    place: Place,
    mayScan: boolean,
    options: CallOptions,
  ): Promise<number | null> {
    if (plan.scratch !== null) return Number(place[0]) - 1;
    const { positions } = this.#order;
    const isWalk = this.#options.plan.kind === 'walk';
    const chunk = isWalk ? positions.chunkOfPlace(place, plan.order, textEncodingOf(this.file)) : undefined;
    if (chunk === undefined && !mayScan) return null;
    const { start, firstRow } = chunk ?? (isWalk ? positions.frontier : { start: null, firstRow: 0 });
    const most = chunk === undefined ? ALL : chunk.count * 2 + 1000;
    const found = await this.#read<CountAroundOutput>(
      'countRowsAround',
      { plan, start, most, place },
      options,
      chunk === undefined ? 'worker' : 'reader',
    );
    return found.upTo > found.before ? firstRow + found.before : null;
  }

  #span(options: CallOptions): Promise<KeySpan | null> {
    const { direct } = this.#options.plan;
    if (direct === null || this.#options.shape.keyKind !== 'rowid' || direct.order.length > 1) {
      return Promise.resolve(null);
    }
    this.#keySpan ??= this.#read<readonly [Place, Place] | null>('ends', direct, options).then(keySpanOf);
    this.#keySpan.catch(() => {
      this.#keySpan = undefined;
    });
    return this.#keySpan;
  }

  async #until<T>(look: (order: Order) => T | undefined, options: CallOptions): Promise<T> {
    if (this.#isPaused && !this.#isEnded) this.#order = this.#build();
    this.#isPaused = false;
    try {
      return await this.#changes.until(() => {
        this.assertAlive();
        if (this.#order.failure !== undefined) throw this.#meant(this.#order.failure);
        return look(this.#order);
      }, options.signal);
    } finally {
      if (options.signal?.aborted === true) setTimeout(() => this.#pauseUnwanted(), PAUSE_AFTER).unref();
    }
  }

  /** A query that may never give a row is stopped with the last call that waits for it. */
  #pauseUnwanted(): void {
    const isUnwanted = this.#options.plan.kind === 'copied' && !this.#changes.isAwaited;
    if (!isUnwanted || this.#isEnded || this.#order.scratch !== null || this.#order.failure !== undefined)
      return;
    this.#isPaused = true;
    void this.#order.end();
  }

  /** Calls an operation. The types are those that it answers with. */
  async #read<T>(
    operation: string,
    input: unknown,
    options: CallOptions,
    role: 'reader' | 'worker' = 'reader',
  ): Promise<T> {
    const holder = `Rows of ${this.#options.shape.facts.name.slice(0, 80)}`;
    try {
      const answer = await this.file.use(role, { ...options, holder }, (connection) =>
        connection.call(operation, input, options),
      );
      return answer as T;
    } catch (error) {
      throw this.#meant(error);
    }
  }

  #meant(error: unknown): unknown {
    return asUnreadable(this.#options.shape.facts.name, error);
  }
}

function walkOf(from: Place | null, offset: number, limit: number, isReverse = false): Walk {
  return { kind: 'walk', from, isInclusive: false, isReverse, offset, limit };
}

function known(firstRow: number): PageInput['number'] {
  return { kind: 'known', firstRow, isExact: true };
}
