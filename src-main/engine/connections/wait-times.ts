const KEPT = 1_000;

/** How long the last 1,000 requests waited, in milliseconds, by file. */
export class WaitTimes {
  readonly #waits: { readonly file: string; readonly milliseconds: number }[] = [];
  #next = 0;

  add(file: string, milliseconds: number): void {
    this.#waits[this.#next] = { file, milliseconds };
    this.#next = (this.#next + 1) % KEPT;
  }

  /** Of one file, or of all. `p95`: 95 of 100 waited at most as long (nearest rank). Zeros before the first. */
  figures(file: string | undefined): { readonly mean: number; readonly p95: number } {
    const times = this.#waits
      .filter((wait) => file === undefined || wait.file === file)
      .map((wait) => wait.milliseconds)
      .sort((a, b) => a - b);
    if (times.length === 0) return { mean: 0, p95: 0 };
    return {
      mean: times.reduce((sum, time) => sum + time, 0) / times.length,
      p95: times[Math.ceil(times.length * 0.95) - 1] ?? 0,
    };
  }
}
