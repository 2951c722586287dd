import { type TimeFigures, timeFigures } from '../../time-figures.ts';

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
  figures(): TimeFigures {
    return timeFigures(this.#times);
  }
}
