/** What happened to a connection, or to those who wait for one. `at`: milliseconds since 1970. */
export interface PoolEvent {
  /** Counts up. */
  readonly id: number;
  readonly at: number;
  readonly file: string;
  /** The connection's id; null: it was about none. */
  readonly connection: string | null;
  readonly kind: 'opened' | 'closed' | 'failed' | 'waited' | 'locked' | 'unhealthy';
  /** A sentence for people. */
  readonly message: string;
}

/** Events that are kept. */
const KEPT = 500;

/** The last 500 events of a pool. */
export class PoolEvents {
  readonly #events: PoolEvent[] = [];
  #lastId = 0;

  add(event: Omit<PoolEvent, 'id' | 'at'>): void {
    this.#lastId += 1;
    this.#events.push({ id: this.#lastId, at: Date.now(), ...event });
    if (this.#events.length > KEPT) this.#events.shift();
  }

  /** Of one file, or of all; newest first. */
  of(file: string | undefined): readonly PoolEvent[] {
    return this.#events.filter((event) => file === undefined || event.file === file).reverse();
  }
}
