import { rm } from 'node:fs/promises';
import { hasErrorCode } from '../../engine/index.ts';
import type { ScratchProgress } from '../../operations/build-scratch.ts';
import type { TextEncoding } from '../../operations/compare-stored.ts';
import type { Hops } from '../../operations/hops.ts';
import type { Scratch } from '../../operations/plan.ts';
import { asUnreadable } from '../catalog/object-errors.ts';
import { isGone } from '../is-gone.ts';
import { limitsInForce } from '../limits.ts';
import type { OpenFile } from '../open-file.ts';
import type { ViewPlan } from './plan-builder.ts';
import { PositionIndex } from './position-index.ts';

/** Rows of a chunk of the position index. */
const CHUNK = 256;
/** What is kept of rows without a key. */
const MOST_COPIED_ROWS = 1_000_000;
const MOST_COPIED_BYTES = 512 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
/** Milliseconds for which the statements of a transaction wait while rows are copied as it sees them. */
const MOST_TIME_IN_TRANSACTION = 500;

/** What is known of the order of a view's rows. One is built at a time; it never changes its file or plan. */
export interface Order {
  readonly positions: PositionIndex;
  /** Set for `ranked` and `copied` as soon as its first rows can be read. */
  readonly scratch: Scratch | null;
  /** Rows that can be found by their number so far. */
  readonly rows: number;
  readonly isDone: boolean;
  /** Whether a connection works on it, or has. */
  readonly isStarted: boolean;
  /** Whether rows were left out. */
  readonly isCut: boolean;
  /** Why building it failed. */
  readonly failure: unknown;
}

export interface OrderSource {
  readonly file: OpenFile;
  readonly plan: ViewPlan;
  /** Rows that are copied are those that this client sees. */
  readonly client: number;
  /** Name of the table or view. */
  readonly object: string;
  /** A new path for a scratch database. */
  readonly scratchPath: () => { readonly path: string; readonly schema: string };
  /** Called after each step. */
  readonly onChange: () => void;
}

/** Works an order out in the background, on a worker. */
export class OrderBuild implements Order {
  #positions = new PositionIndex();
  readonly #source: OrderSource;
  readonly #scratch: Scratch | null;
  readonly #controller = new AbortController();
  #rows = 0;
  #isDone = false;
  #isStarted = false;
  #isCut = false;
  #failure: unknown;
  readonly finished: Promise<void>;
  /** When it began, by `performance.now()`. */
  readonly started = performance.now();

  constructor(source: OrderSource) {
    this.#source = source;
    this.#scratch = source.plan.kind === 'walk' ? null : source.scratchPath();
    // Whoever makes it has it before the first change is told.
    const built = Promise.resolve().then(() => this.#build());
    this.finished = built.catch((error: unknown) => {
      if (this.#controller.signal.aborted) return;
      this.#failure = asUnreadable(source.object, error);
      source.onChange();
    });
  }

  get positions(): PositionIndex {
    return this.#positions;
  }

  get scratch(): Scratch | null {
    return this.#rows > 0 || this.#isDone ? this.#scratch : null;
  }

  get rows(): number {
    return this.#rows;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  get failure(): unknown {
    return this.#failure;
  }

  /** Stops building and removes what was kept. */
  async end(): Promise<void> {
    this.#controller.abort();
    await this.finished;
    if (this.#scratch === null) return;
    for (const side of ['', '-journal']) await rm(`${this.#scratch.path}${side}`, { force: true });
  }

  async #build(): Promise<void> {
    const { file, client } = this.#source;
    const isOfTransaction = file.seesTransaction(client);
    try {
      await this.#buildOnce();
    } catch (error) {
      // Ended with its transaction: another one comes, or the view goes with its table.
      if (isOfTransaction && isGone(error)) return;
      const isOver = this.#controller.signal.aborted || !hasErrorCode(error, 'CONNECTION_GONE');
      if (isOver) throw error;
      // Its process was ended, for want of memory say, or with the file that was opened anew: nothing is lost.
      this.#positions = new PositionIndex();
      this.#rows = 0;
      await this.#buildOnce();
    }
  }

  async #buildOnce(): Promise<void> {
    if (this.#source.plan.fill === null) await this.#hop();
    else await this.#fill(this.#source.plan.fill);
  }

  async #hop(): Promise<void> {
    const { plan, onChange } = this.#source;
    const input = { plan: plan.direct, chunk: CHUNK };
    for await (const answer of this.#stream('hops', input)) {
      const { ends, counts, rest } = answer as Hops; // What the operation yields.
      ends.forEach((end, index) => {
        this.positions.add(end, counts[index] ?? 0);
      });
      if (rest !== null) this.positions.complete(rest);
      this.#rows = this.positions.rows;
      this.#isDone = rest !== null;
      onChange();
    }
  }

  async #fill({ select, columns, position }: NonNullable<ViewPlan['fill']>): Promise<void> {
    const { plan, file, client, onChange } = this.#source;
    const isCopy = plan.kind === 'copied';
    const mostBytes = limitsInForce().cacheMegabytes * MEGABYTE;
    const input = {
      path: this.#scratch?.path,
      select,
      columns,
      position,
      mostRows: isCopy ? MOST_COPIED_ROWS : Number.MAX_SAFE_INTEGER,
      mostBytes: isCopy ? Math.min(MOST_COPIED_BYTES, mostBytes) : mostBytes,
      ...(file.seesTransaction(client) ? { mostTime: MOST_TIME_IN_TRANSACTION } : {}),
    };
    for await (const answer of this.#stream('buildScratch', input)) {
      const { rows, isDone, isCut } = answer as ScratchProgress; // What the operation yields.
      this.#rows = rows;
      this.#isDone = isDone;
      this.#isCut = isCut;
      onChange();
    }
  }

  #stream(operation: string, input: unknown): AsyncIterable<unknown> {
    const { file, object, onChange } = this.#source;
    const holder = `Row numbers of ${object.slice(0, 80)}`;
    const { signal } = this.#controller;
    return file.useStream('worker', { holder, signal }, (connection) => {
      this.#isStarted = true;
      onChange();
      return connection.callStream(operation, input, { signal });
    });
  }
}

/** The encoding of a file as comparisons need it. */
export function textEncodingOf(file: OpenFile): TextEncoding {
  const { encoding } = file.info;
  return encoding === 'UTF-16le' || encoding === 'UTF-16be' ? encoding : 'UTF-8';
}
