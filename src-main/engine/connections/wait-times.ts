import { timeFigures } from '../time-figures.ts';

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
    const { mean, p95 } = timeFigures(
      this.#waits.filter((wait) => file === undefined || wait.file === file).map((wait) => wait.milliseconds),
    );
    return { mean, p95 };
  }
}
