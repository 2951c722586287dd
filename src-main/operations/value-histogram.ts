/** Numbers by their size, in bars of one width. */
export interface HistogramBars {
  readonly min: number;
  readonly max: number;
  /** Where the first bar begins. */
  readonly from: number;
  readonly width: number;
  readonly counts: number[];
}

/** Bars that are kept while values come. */
const MOST_KEPT = 64;
/** Bars that are shown. */
const MOST_SHOWN = 20;
/** The first width is so many times halved that the values around the first one fall into bars of their own. */
const FINE = 12;
const LEAST_EXPONENT = -1000;

/**
 * Counts numbers of a range that nobody knows before: the width of the bars is a power of two, and is doubled when there
 * would be too many of them. Counts are exact at any time.
 */
export class ValueHistogram {
  #width = 0;
  #counts = new Map<number, number>();
  #min = Infinity;
  #max = -Infinity;

  /** A finite number. */
  add(value: number, count = 1): void {
    if (this.#counts.size === 0) this.#width = firstWidth(value);
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    while (this.#span() > MOST_KEPT) this.#double();
    const bar = Math.floor(value / this.#width);
    this.#counts.set(bar, (this.#counts.get(bar) ?? 0) + count);
  }

  /** Takes the counts of another one, which is left to be forgotten. */
  take(other: ValueHistogram): void {
    if (other.#counts.size === 0) return;
    if (this.#counts.size === 0) this.#width = other.#width;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    while (this.#width < other.#width || this.#span() > MOST_KEPT) this.#double();
    while (other.#width < this.#width) other.#double();
    for (const [bar, count] of other.#counts) this.#counts.set(bar, (this.#counts.get(bar) ?? 0) + count);
  }

  /** The bars as they are shown; null without a number. `isWhole`: no bar is narrower than 1. */
  bars(isWhole: boolean): HistogramBars | null {
    if (this.#counts.size === 0) return null;
    const shown = new ValueHistogram();
    shown.take(this.#copy());
    while (shown.#span() > MOST_SHOWN || (isWhole && shown.#width < 1)) shown.#double();
    const first = Math.floor(shown.#min / shown.#width);
    return {
      min: shown.#min,
      max: shown.#max,
      from: first * shown.#width,
      width: shown.#width,
      counts: Array.from({ length: shown.#span() }, (_, at) => shown.#counts.get(first + at) ?? 0),
    };
  }

  #copy(): ValueHistogram {
    const copy = new ValueHistogram();
    copy.#width = this.#width;
    copy.#counts = new Map(this.#counts);
    copy.#min = this.#min;
    copy.#max = this.#max;
    return copy;
  }

  #span(): number {
    return Math.floor(this.#max / this.#width) - Math.floor(this.#min / this.#width) + 1;
  }

  #double(): void {
    this.#width *= 2;
    const counts = new Map<number, number>();
    for (const [bar, count] of this.#counts) {
      const wider = Math.floor(bar / 2);
      counts.set(wider, (counts.get(wider) ?? 0) + count);
    }
    this.#counts = counts;
  }
}

function firstWidth(value: number): number {
  const exponent = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value)));
  return 2 ** Math.max(LEAST_EXPONENT, exponent - FINE);
}
