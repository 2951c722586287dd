/** A call that is being answered: its signal, and the pulls of its stream. */
export class ActiveCall {
  readonly client: number;
  readonly id: number;
  /** Such as `rows.page`. */
  readonly method: string;
  readonly #controller = new AbortController();
  #pulls = 0;
  #wake: (() => void) | undefined;

  constructor(client: number, id: number, method: string) {
    this.client = client;
    this.id = id;
    this.method = method;
  }

  /** Aborted by `end`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the caller has cancelled or left. */
  get isEnded(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Stops the work; a stream that waits for a pull goes home. */
  end(): void {
    this.#controller.abort();
    this.#wake?.();
  }

  /** The caller wants the next chunk. */
  pull(): void {
    this.#pulls += 1;
    this.#wake?.();
  }

  /** Waits for a pull and uses it up; false when the call has ended instead. */
  async pulled(): Promise<boolean> {
    while (this.#pulls === 0 && !this.isEnded) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = undefined;
    if (this.isEnded) return false;
    this.#pulls -= 1;
    return true;
  }
}
