import type {
  PageAnchor,
  RowKey,
  RowRange,
  ViewInfo,
  ViewProgress,
} from '../../../src-preload/contract/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import type { CountAroundOutput } from '../../operations/count-around.ts';
import type { PageInput, PageOutput } from '../../operations/page.ts';
import type { Place, RowsPlan, Span, Walk } from '../../operations/plan.ts';
import { fromKeyValue, type StoredValue } from '../../operations/stored-value.ts';
import { BridgeError } from '../bridge-error.ts';
import { asUnreadable } from '../catalog/object-errors.ts';
import { fileOfClient } from '../file-of-client.ts';
import { Encoded } from '../handlers.ts';
import { limitsInForce } from '../limits.ts';
import type { OpenFile } from '../open-file.ts';
import { untilCopied } from './copied-rows.ts';
import { estimatePlace, KeySpans } from './estimate-place.ts';
import { numberAt } from './number-at.ts';
import type { OpenViewOptions } from './open-view-options.ts';
import { type Order, textEncodingOf } from './order.ts';
import { OrderKeeper } from './order-keeper.ts';
import { PlaceFinder, type ReadFile } from './place-finder.ts';
import { holdsPage, raceRank } from './race-rank.ts';
import { TransactionView } from './transaction-view.ts';
import type { View, ViewColumn } from './view.ts';
import { viewInfoOf } from './view-info.ts';
import { type ProgressFacts, progressOf } from './view-progress.ts';
import { known, walkOf } from './walks.ts';

const ALL = Number.MAX_SAFE_INTEGER;
const CLOSED = { hint: 'Open the table again.' };

/** A view with the order that is worked out for it in the background. */
export class OpenView implements View {
  readonly id: string;
  readonly client: number;
  readonly file: OpenFile;
  readonly columns: readonly ViewColumn[];
  readonly #options: OpenViewOptions;
  readonly #keeper: OrderKeeper;
  readonly #finder: PlaceFinder;
  readonly #spans: KeySpans;
  readonly #own: TransactionView;

  constructor(options: OpenViewOptions) {
    this.#options = options;
    this.id = options.id;
    this.client = options.client;
    const { plan, scratchPath, shape } = options;
    const { direct } = plan;
    const own = fileOfClient(options.file, options.client);
    // Copied rows stand beside the file, wherever they were copied from; an order is that of the committed rows.
    this.file = direct === null ? options.file : own;
    this.columns = shape.columns;
    this.#keeper = new OrderKeeper({
      file: direct === null ? own : options.file,
      plan,
      client: options.client,
      object: shape.facts.name,
      scratchPath,
      onChange: () => options.onProgress(this.progress),
    });
    const read: ReadFile = (operation, input, own) => this.#read(operation, input, own);
    this.#finder = new PlaceFinder(plan.direct, read);
    this.#spans = new KeySpans(shape.keyKind === 'rowid' ? plan.direct : null, read);
    this.#own = new TransactionView({
      view: options.id,
      client: options.client,
      file: this.file,
      direct,
      countedBy: !shape.isSeekable ? 'whole' : plan.kind === 'walk' ? 'walk' : 'slices',
      isFiltered: options.filter.length > 0,
      finder: this.#finder,
      read,
      onChange: () => options.onProgress(this.progress),
    });
  }

  get info(): ViewInfo {
    const { isCut, rows } = this.#order;
    return viewInfoOf(this.#options, this.progress, isCut ? rows : null);
  }

  get progress(): ViewProgress {
    if (this.#own.isOn) return this.#own.progress;
    return progressOf(this.#facts());
  }

  plan(): RowsPlan {
    if (this.#own.isOn) return this.#own.plan;
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
    return this.#keeper.buildTime;
  }

  /** Reads a page. */
  async page(anchor: PageAnchor, limit: number, options: CallOptions = {}): Promise<Encoded> {
    this.assertAlive();
    const found = await this.#pageInput(anchor, limit, options);
    const mayGrow = this.#options.plan.kind === 'copied' && !this.#order.isDone;
    const input = { ...found, mayGrow, preview: limitsInForce().cellPreviewKilobytes * 1024 };
    const output = await this.#readPage(input, anchor, limit, options);
    const { memory } = this.#finder;
    for (const place of [output.first, output.last]) memory.add(input.plan, place);
    const { direct } = this.#options.plan;
    if (direct !== null) for (const place of output.sorted) memory.add(direct, place);
    return new Encoded(output.bytes);
  }

  async #readPage(
    input: PageInput,
    anchor: PageAnchor,
    limit: number,
    options: CallOptions,
  ): Promise<PageOutput> {
    const { plan } = this.#options;
    if (!this.#own.isOn && plan.kind === 'ranked' && plan.direct !== null) {
      if (input.plan.scratch === null) {
        const output = await raceRank(
          this.#keeper,
          plan,
          (order) => holdsPage(order, plan, this.#finder.memory, anchor, limit),
          (own) => this.#read<PageOutput>('page', input, own),
          options,
        );
        return (
          output ??
          (await this.#readPage(await this.#pageInput(anchor, limit, options), anchor, limit, options))
        );
      }
      return await this.#read('page', { ...input, direct: { ...plan.direct, where: null } }, options);
    }
    return await this.#read('page', input, options);
  }

  async spansOf(ranges: readonly RowRange[] | null, options: CallOptions = {}): Promise<readonly Span[]> {
    this.assertAlive();
    const { plan } = this.#options;
    if (!this.#own.isOn && plan.kind !== 'walk' && (plan.kind === 'copied' || ranges !== null)) {
      await this.#keeper.until((order) => order.isDone || undefined, options);
    }
    if (ranges === null) return [walkOf(null, 0, ALL)];
    const spans: Span[] = [];
    for (const { firstRow, lastRow } of ranges) {
      const limit = lastRow - firstRow + 1;
      if (limit <= 0) continue;
      spans.push(
        this.#own.isOn ? walkOf(null, firstRow, limit) : await this.#walkFromRow(firstRow, limit, options),
      );
    }
    return spans;
  }

  async rowOf(key: RowKey, options: CallOptions = {}): Promise<number | null> {
    this.assertAlive();
    const plan = this.plan();
    const stored = key.map(fromKeyValue);
    const place = this.#finder.known(plan, stored);
    return place === null ? null : await this.#rowOfPlace(plan, place, false, options);
  }

  /** The row number of a key, worked out by a scan where nothing else tells; null if no row has it. */
  async locate(key: RowKey, options: CallOptions = {}): Promise<number | null> {
    this.assertAlive();
    if (!this.#own.isOn && this.#options.plan.kind !== 'walk') {
      await this.#keeper.until((order) => order.isDone || undefined, options);
    }
    const plan = this.plan();
    const stored = key.map(fromKeyValue);
    if (plan.scratch !== null && this.#options.plan.direct !== null) {
      const found = await this.#finder.find(plan, this.#order.rows, stored, options);
      if (found?.isFound === true) return await this.#rowOfPlace(plan, found.place, true, options);
    }
    // Along an index one seek; else its values have changed since, and a search through the rank tells.
    const role = plan.scratch === null ? 'reader' : 'worker';
    const place = await this.#read<Place | null>('place', { plan, key: stored }, options, role);
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
    await this.#keeper.until((order) => order.scratch ?? undefined, options);
  }

  /** Another program has written: the order is worked out again, and pages come from the old one meanwhile. */
  refresh(): void {
    this.#spans.forget();
    this.#keeper.refresh();
  }

  /** The transaction of this client has written, begun or ended; false: its rows have to be copied again. */
  transactionChanged(): boolean {
    if (this.#options.plan.direct === null) return false;
    void this.#own.refresh();
    return true;
  }

  /** From now on every call fails with this. */
  abandon(reason: BridgeError): void {
    void this.#keeper.end(reason);
  }

  /** Stops all background work; whoever still waits for rows gets VIEW_GONE. */
  async end(): Promise<void> {
    await this.#keeper.end(new BridgeError('VIEW_GONE', 'This view was closed.', CLOSED));
  }

  assertAlive(): void {
    this.#keeper.assertAlive();
  }

  get #order(): Order {
    return this.#keeper.order;
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
      isStale: this.#keeper.isStale,
    };
  }

  async #pageInput(anchor: PageAnchor, limit: number, options: CallOptions): Promise<PageInput> {
    const columns = this.columns.map((column) => column.plan);
    if (this.#own.isOn) return { columns, ...(await this.#own.pageInput(anchor, limit, options)) };
    const walkKind = this.#options.plan.kind;
    if (anchor.kind === 'row') {
      return { columns, ...(await this.#pageAtRow(anchor.row, limit, options)) };
    }
    if (anchor.kind === 'first') {
      if (walkKind === 'copied') await untilCopied(this.#keeper, 0, limit, options);
      const plan = this.#planFor(anchor, limit);
      return { plan, columns, walk: walkOf(null, 0, limit), number: known(0) };
    }
    if (anchor.kind === 'last') {
      if (walkKind === 'copied') await this.#keeper.until((order) => order.isDone || undefined, options);
      const { count } = this.progress;
      const number = {
        kind: 'from-end',
        total: count.value ?? limit,
        isExact: count.kind === 'exact' && !this.#keeper.isStale,
      } as const;
      return { plan: this.plan(), columns, walk: walkOf(null, 0, limit, true), number };
    }
    await this.ready(options);
    const plan = this.#planFor(anchor, limit);
    const found = await this.#finder.find(plan, this.#order.rows, anchor.key.map(fromKeyValue), options);
    // No row is left at all.
    if (found === null) return { plan, columns, walk: walkOf(null, 0, limit), number: known(0) };
    const { place, isFound } = found;
    const walk = {
      ...walkOf(place, 0, limit, anchor.kind === 'before'),
      isInclusive: anchor.kind === 'from',
    };
    return {
      plan,
      columns,
      walk,
      number: numberAt(this.#order, this.#facts(), this.file, plan, place, isFound),
    };
  }

  async #pageAtRow(
    row: number,
    limit: number,
    options: CallOptions,
  ): Promise<Pick<PageInput, 'plan' | 'walk' | 'number'>> {
    const { plan } = this.#options;
    if (row === 0 && plan.direct !== null) {
      return {
        plan: this.#planFor({ kind: 'first' }, limit),
        walk: walkOf(null, 0, limit),
        number: known(0),
      };
    }
    if (plan.kind === 'walk' && plan.direct !== null && this.#order.positions.chunkOfRow(row) === undefined) {
      const span = await this.#spans.get(options);
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
    return { plan: this.#numberedPlan(), walk, number: known(row, !this.#keeper.isStale) };
  }

  /** A rank as far as it has the page, else the file. */
  #planFor(anchor: PageAnchor, limit: number): RowsPlan {
    const { plan } = this.#options;
    if (plan.kind !== 'ranked') return this.plan();
    return holdsPage(this.#order, plan, this.#finder.memory, anchor, limit)
      ? this.#numberedPlan()
      : this.plan();
  }

  /** What row numbers are looked up in. */
  #numberedPlan(): RowsPlan {
    const { plan } = this.#options;
    const { scratch } = this.#order;
    return plan.kind === 'walk' || scratch === null ? this.plan() : plan.fromScratch(scratch);
  }

  async #walkFromRow(row: number, limit: number, options: CallOptions): Promise<Walk> {
    if (this.#options.plan.kind === 'walk') {
      const { start, firstRow } = await this.#keeper.until((order) => {
        const chunk = order.positions.chunkOfRow(row);
        return chunk ?? (order.positions.isComplete ? order.positions.frontier : undefined);
      }, options);
      return walkOf(start, Math.max(0, row - firstRow), limit);
    }
    if (this.#options.plan.kind === 'copied') await untilCopied(this.#keeper, row, limit, options);
    else await this.#keeper.until((order) => order.isDone || order.rows > row + limit || undefined, options);
    // Rows are numbered from 1 there; NULL stands before every key, so the row itself comes first.
    const terms = this.#numberedPlan().order.length;
    const place: StoredValue[] = [BigInt(row + 1), ...new Array<null>(terms - 1).fill(null)];
    return { ...walkOf(place, 0, limit), isInclusive: terms === 1 };
  }

  async #rowOfPlace(
    plan: RowsPlan,
    place: Place,
    mayScan: boolean,
    options: CallOptions,
  ): Promise<number | null> {
    if (this.#own.isOn) return mayScan ? await this.#own.rowOf(place, options) : null;
    if (plan.scratch !== null) return Number(place[0]) - 1;
    const encoding = textEncodingOf(this.file);
    const look = ({ positions }: Order) =>
      positions.chunkOfPlace(place, plan.order, encoding) ??
      (positions.isComplete ? positions.frontier : undefined);
    const isWalk = this.#options.plan.kind === 'walk';
    // Counting on is what the build does already, many rows at a time.
    const chunk = !isWalk ? undefined : mayScan ? await this.#keeper.until(look, options) : look(this.#order);
    if (chunk === undefined && !mayScan) return null;
    const { start, firstRow, count } = chunk ?? { start: null, firstRow: 0, count: ALL };
    const most = count === ALL ? ALL : count * 2 + 1000;
    const found = await this.#read<CountAroundOutput>(
      'countRowsAround',
      { plan, start, most, place },
      options,
      chunk === undefined ? 'worker' : 'reader',
    );
    return found.upTo > found.before ? firstRow + found.before : null;
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
