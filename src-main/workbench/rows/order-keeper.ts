import type { CallOptions } from '../../engine/types.ts';
import type { BridgeError } from '../bridge-error.ts';
import { Changes } from './changes.ts';
import { type Order, OrderBuild, type OrderSource } from './order.ts';

export interface OrderKeeperOptions extends Omit<OrderSource, 'onChange'> {
  /** Something has changed that progress tells of. */
  readonly onChange: () => void;
}

/** Milliseconds: whoever stops one call to ask another finds the work going on. */
const PAUSE_AFTER = 150;

/** Keeps the order of a view: built in the background, built again after changes, ended with the view. */
export class OrderKeeper {
  readonly #options: OrderKeeperOptions;
  readonly #changes = new Changes();
  #order: OrderBuild;
  /** The one that is to take the place of `#order` after a change of the file. */
  #next: OrderBuild | undefined;
  #isStale = false;
  #isEnded = false;
  /** Nobody waited any more before the first row had come: it is built again when somebody asks. */
  #isPaused = false;
  #buildTime = 0;
  #gone: BridgeError | undefined;

  constructor(options: OrderKeeperOptions) {
    this.#options = options;
    this.#order = this.#build();
  }

  /** The one in force. */
  get order(): Order {
    return this.#order;
  }

  /** Whether the file has changed since the order was made. */
  get isStale(): boolean {
    return this.#isStale;
  }

  /** Milliseconds that working the order out took the last time. */
  get buildTime(): number {
    return this.#buildTime;
  }

  /** Throws the reason why the view has ended. */
  assertAlive(): void {
    if (this.#gone !== undefined) throw this.#gone;
  }

  /** Works the order out again; the old one stays in force meanwhile. */
  refresh(): void {
    if (this.#isEnded || this.#isPaused) return;
    this.#isStale = true;
    const superseded = this.#next;
    const next = this.#build();
    this.#next = next;
    void superseded?.end();
    this.#told();
    void next.finished.then(() => this.#swap(next));
  }

  /** Stops all background work; whoever still waits is told `reason`. */
  async end(reason: BridgeError): Promise<void> {
    this.#isEnded = true;
    this.#gone ??= reason;
    this.#changes.tell();
    await Promise.all([this.#order.end(), this.#next?.end()]);
  }

  /** Waits for the first answer that is not undefined. Rejects with why the order cannot be built, or CANCELLED. */
  async until<T>(look: (order: Order) => T | undefined, options: CallOptions): Promise<T> {
    if (this.#isPaused && !this.#isEnded) this.#order = this.#build();
    this.#isPaused = false;
    try {
      return await this.#changes.until(() => {
        this.assertAlive();
        if (this.#order.failure !== undefined) throw this.#order.failure;
        return look(this.#order);
      }, options.signal);
    } finally {
      if (options.signal?.aborted === true) setTimeout(() => this.#pauseUnwanted(), PAUSE_AFTER).unref();
    }
  }

  #build(): OrderBuild {
    return new OrderBuild({ ...this.#options, onChange: () => this.#told() });
  }

  #swap(next: OrderBuild): void {
    if (this.#next !== next || this.#isEnded) return;
    const old = this.#order;
    // Old rows are better than none; who waits for the first ones is told why none come.
    if (!next.isDone && (next.failure === undefined || old.scratch !== null)) return;
    this.#order = next;
    this.#next = undefined;
    this.#isStale = false;
    this.#buildTime = performance.now() - next.started;
    void old.end();
    this.#told();
  }

  #told(): void {
    this.#changes.tell();
    if (!this.#isEnded) this.#options.onChange();
  }

  /** A query that may never give a row is stopped with the last call that waits for it. */
  #pauseUnwanted(): void {
    const isUnwanted = this.#options.plan.kind === 'copied' && !this.#changes.isAwaited;
    if (!isUnwanted || this.#isEnded || this.#order.scratch !== null || this.#order.failure !== undefined)
      return;
    this.#isPaused = true;
    void this.#order.end();
  }
}
