/** Tells when the same thing has been awaited for long, and when it is not any more. */
export class LongWait {
  readonly #after: number;
  readonly #onChange: (since: number | null) => void;
  #now: { readonly of: string; readonly timer: ReturnType<typeof setTimeout> } | null = null;
  #isTold = false;

  constructor(after: number, onChange: (since: number | null) => void) {
    this.#after = after;
    this.#onChange = onChange;
  }

  /** What is awaited at this moment; null for nothing. */
  note(of: string | null): void {
    if (of === (this.#now?.of ?? null)) return;
    if (this.#now !== null) clearTimeout(this.#now.timer);
    this.#now = null;
    if (of === null) {
      if (this.#isTold) this.#onChange(null);
      this.#isTold = false;
      return;
    }
    const since = performance.now();
    const timer = setTimeout(() => {
      this.#isTold = true;
      this.#onChange(since);
    }, this.#after);
    this.#now = { of, timer };
  }
}
