import type { SqlValue } from '../engine/types.ts';
import { realText } from './formats/real-text.ts';

type NumberValue = bigint | number;

/** Significant digits of a sum with REALs in it: more than these are an effect of binary fractions. */
const DIGITS = 15;

/** Puts the figures of single columns and ranges together. */
export class SummaryTotals {
  cells = 0;
  nulls = 0;
  min: NumberValue | null = null;
  max: NumberValue | null = null;
  #integers = 0n;
  #integerSum = 0n;
  #reals = 0;
  #realSum = 0;
  /** What was lost by rounding so far (Neumaier). */
  #lost = 0;

  get numbers(): number {
    return Number(this.#integers) + this.#reals;
  }

  /** Decimal text: exact of integers alone; null if there is no number, or none can be given (Inf and -Inf). */
  get sum(): string | null {
    if (this.numbers === 0) return null;
    if (this.#reals === 0) return String(this.#integerSum);
    const sum = this.#floating();
    return Number.isNaN(sum) ? null : realText(rounded(sum));
  }

  /** null also where it is not finite. */
  get mean(): number | null {
    if (this.numbers === 0) return null;
    const mean =
      this.#reals === 0 ? quotient(this.#integerSum, this.#integers) : this.#floating() / this.numbers;
    return Number.isFinite(mean) ? (this.#reals === 0 ? mean : rounded(mean)) : null;
  }

  /** Adds one column over one range of `rows`; `figures` are those of `aggregatesOf`. */
  add(rows: number, figures: readonly SqlValue[]): void {
    const [values, integers, high, low, reals, realSum, min, max] = figures;
    this.cells += rows;
    this.nulls += rows - Number(values);
    this.#integers += BigInt(asNumber(integers) ?? 0);
    this.#integerSum += (BigInt(asNumber(high) ?? 0) << 32n) + BigInt(asNumber(low) ?? 0);
    const added = Number(reals);
    if (added > 0) {
      this.#reals += added;
      // NULL stands for the sum of Inf and -Inf.
      this.#addReal(realSum === null ? Number.NaN : Number(realSum));
    }
    const [least, most] = [asNumber(min), asNumber(max)];
    if (least !== null && (this.min === null || least < this.min)) this.min = least;
    if (most !== null && (this.max === null || most > this.max)) this.max = most;
  }

  #addReal(value: number): void {
    const sum = this.#realSum + value;
    if (Number.isFinite(sum)) {
      this.#lost +=
        Math.abs(this.#realSum) >= Math.abs(value)
          ? this.#realSum - sum + value
          : value - sum + this.#realSum;
    }
    this.#realSum = sum;
  }

  #floating(): number {
    return this.#realSum + (this.#lost + Number(this.#integerSum));
  }
}

function asNumber(value: SqlValue | undefined): NumberValue | null {
  return typeof value === 'bigint' || typeof value === 'number' ? value : null;
}

function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : value;
}

/** The quotient to all digits of a double, where the sum itself may have many more. */
function quotient(sum: bigint, count: bigint): number {
  const whole = sum / count;
  return Number(whole) + Number(sum - whole * count) / Number(count);
}
