const KEPT = 1_000;

/** How long the last 1,000 operations took, in milliseconds. */
export class OperationTimes {
  readonly #times: number[] = [];
  #next = 0;

  add(milliseconds: number): void {
    this.#times[this.#next] = milliseconds;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** `p95`: 95 of 100 took at most as long (nearest rank). Zeros before the first. */
  figures(): { readonly mean: number; readonly p95: number; readonly longest: number } {
    const times = [...this.#times].sort((a, b) => a - b);
    if (times.length === 0) return { mean: 0, p95: 0, longest: 0 };
    return {
      mean: times.reduce((sum, time) => sum + time, 0) / times.length,
      p95: times[Math.ceil(times.length * 0.95) - 1] ?? 0,
      longest: times.at(-1) ?? 0,
    };
  }
}
