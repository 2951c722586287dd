import { comparePlaces, type Ordering, type TextEncoding } from '../../operations/compare-stored.ts';
import type { Place } from '../../operations/plan.ts';

/** A chunk of an order: its rows stand after `start` (null: from the beginning). */
export interface Chunk {
  readonly start: Place | null;
  /** 0-based number of its first row. */
  readonly firstRow: number;
  readonly count: number;
}

/**
 * Where rows stand by their number, and the other way round, from the places of every n-th row. The counts are kept
 * in a Fenwick tree, so a chunk that is counted again costs no more than a look-up.
 */
export class PositionIndex {
  /** `#ends[i]` is the place of the last row of chunk i; the last chunk has none. */
  readonly #ends: Place[] = [];
  readonly #counts: number[] = [];
  /** Fenwick tree: entry i (1-based) holds the sum of the `i & -i` counts that end with count i. */
  readonly #sums: number[] = [0];
  #isComplete = false;

  /** Adds the next chunk. */
  add(end: Place, count: number): void {
    this.#ends.push(end);
    this.#push(count);
  }

  /** Adds what stands after the last chunk: from now on the number of rows is known. */
  complete(rest: number): void {
    this.#push(rest);
    this.#isComplete = true;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Rows that have been counted so far. */
  get rows(): number {
    return this.#sumBefore(this.#counts.length);
  }

  /** Corrects the count of the chunk that begins after this place. */
  recount(chunk: number, count: number): void {
    const difference = count - (this.#counts[chunk] ?? 0);
    this.#counts[chunk] = count;
    for (let at = chunk + 1; at < this.#sums.length; at += at & -at) {
      this.#sums[at] = (this.#sums[at] ?? 0) + difference;
    }
  }

  /** The chunk with this row; undefined where it has not been counted yet. The row after the last belongs to the last. */
  chunkOfRow(row: number): Chunk | undefined {
    if (row > this.rows || (row === this.rows && !this.#isComplete)) return undefined;
    let chunk = 0;
    let left = row;
    let step = 1;
    while (step * 2 < this.#sums.length) step *= 2;
    for (; step > 0; step >>= 1) {
      const sum = this.#sums[chunk + step];
      if (sum === undefined || sum > left) continue;
      chunk += step;
      left -= sum;
    }
    return this.#chunk(Math.min(chunk, this.#counts.length - 1));
  }

  /** The chunk in which this place is, or would be; undefined where it has not been counted yet. */
  chunkOfPlace(place: Place, order: readonly Ordering[], encoding: TextEncoding): Chunk | undefined {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // `middle` lies within the array.
      if (comparePlaces(this.#ends[middle] as Place, place, order, encoding) < 0) low = middle + 1;
      else high = middle;
    }
    if (low >= this.#counts.length) return undefined;
    return this.#chunk(low);
  }

  /** The end of what has been counted so far. */
  get frontier(): Chunk {
    return { start: this.#ends.at(-1) ?? null, firstRow: this.rows, count: 0 };
  }

  #chunk(chunk: number): Chunk {
    const start = chunk === 0 ? null : (this.#ends[chunk - 1] ?? null);
    return { start, firstRow: this.#sumBefore(chunk), count: this.#counts[chunk] ?? 0 };
  }

  #push(count: number): void {
    this.#counts.push(count);
    const at = this.#counts.length;
    let sum = count;
    for (let child = at - 1; child > at - (at & -at); child -= child & -child) sum += this.#sums[child] ?? 0;
    this.#sums.push(sum);
  }

  #sumBefore(chunk: number): number {
    let sum = 0;
    for (let at = chunk; at > 0; at -= at & -at) sum += this.#sums[at] ?? 0;
    return sum;
  }
}
