import type { CallOptions } from '../../engine/types.ts';
import type { Place, RowsPlan } from '../../operations/plan.ts';
import type { StoredValue } from '../../operations/stored-value.ts';
import type { ReadFile } from './place-finder.ts';

/** The first and the last integer key along an order. */
export interface KeySpan {
  readonly first: bigint;
  readonly last: bigint;
}

/** The span between two ends, where the order is one of integers. */
export function keySpanOf(ends: readonly [Place, Place] | null): KeySpan | null {
  const first = ends?.[0][0];
  const last = ends?.[1][0];
  return typeof first === 'bigint' && typeof last === 'bigint' ? { first, last } : null;
}

/** The key that stands about here, were keys spread evenly. `fraction` is 0 for the first row and 1 for the last. */
export function estimatePlace({ first, last }: KeySpan, fraction: number): StoredValue {
  const parts = 1_000_000_000n;
  const part = BigInt(Math.round(Math.min(1, Math.max(0, fraction)) * Number(parts)));
  return first + ((last - first) * part) / parts;
}

/** The span of an order, read once until the file changes. */
export class KeySpans {
  readonly #plan: RowsPlan | null;
  readonly #read: ReadFile;
  #span: Promise<KeySpan | null> | undefined;

  /** `plan`: null where nothing can be estimated. */
  constructor(plan: RowsPlan | null, read: ReadFile) {
    this.#plan = plan !== null && plan.order.length === 1 ? plan : null;
    this.#read = read;
  }

  get(options: CallOptions): Promise<KeySpan | null> {
    if (this.#plan === null) return Promise.resolve(null);
    this.#span ??= this.#read<readonly [Place, Place] | null>('ends', this.#plan, options).then(keySpanOf);
    this.#span.catch(() => this.forget());
    return this.#span;
  }

  forget(): void {
    this.#span = undefined;
  }
}
