import { limitsInForce } from '../limits.ts';

export interface LifetimeOptions {
  /** A minute is left. */
  readonly onWarning: () => void;
  /** Its time is over; the sentence says why. */
  readonly onEnd: (reason: string) => void;
}

const MINUTE = 60_000;
/** Milliseconds before the end at which a transaction warns. */
const WARNING = MINUTE;
/** Milliseconds that the transaction of a client that has left is kept. */
const GRACE = MINUTE;

/** How long a transaction may stay open: nobody else can write the file meanwhile. */
export class Lifetime {
  readonly #options: LifetimeOptions;
  #endsAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #grace: NodeJS.Timeout | undefined;

  constructor(options: LifetimeOptions) {
    this.#options = options;
    this.prolong();
  }

  get endsAt(): number {
    return this.#endsAt;
  }

  get warnsAt(): number {
    return this.#endsAt - WARNING;
  }

  /** Its client has left, and nobody has taken it over so far. */
  get isOrphan(): boolean {
    return this.#grace !== undefined;
  }

  /** The whole time, from now on. */
  prolong(): void {
    const minutes = limitsInForce().transactionMinutes;
    this.#endsAt = Date.now() + minutes * MINUTE;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#options.onWarning();
        const reason = `It was open for ${minutes} minutes and was rolled back by itself.`;
        this.#timer = setTimeout(() => this.#options.onEnd(reason), Math.max(0, this.#endsAt - Date.now()));
      },
      Math.max(0, this.warnsAt - Date.now()),
    );
  }

  orphan(): void {
    this.#grace ??= setTimeout(
      () => this.#options.onEnd('The window that had begun it did not come back within a minute.'),
      GRACE,
    );
  }

  adopt(): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.adopt();
  }
}
