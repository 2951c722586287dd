import { keyAt, type Place, type RowsPlan } from '../../operations/plan.ts';
import { identityOf, type StoredValue } from '../../operations/stored-value.ts';

const MOST_PLACES = 1_024;

/** Where the rows at the edges of the newest pages stand: what the next pages begin at, found without a search. */
export class PlaceMemory {
  readonly #places = new Map<string, Place>();

  add(plan: RowsPlan, place: Place | null): void {
    if (place === null) return;
    const identity = identityIn(plan, keyAt(plan, place));
    this.#places.delete(identity);
    this.#places.set(identity, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > MOST_PLACES && oldest !== undefined) this.#places.delete(oldest);
  }

  get(plan: RowsPlan, key: readonly StoredValue[]): Place | null {
    return this.#places.get(identityIn(plan, key)) ?? null;
  }
}

/** Places of one plan mean nothing in another one. */
function identityIn(plan: RowsPlan, key: readonly StoredValue[]): string {
  return `${plan.scratch?.schema ?? 'file'} ${identityOf(key)}`;
}
