import type { CallOptions } from '../../engine/types.ts';
import type { NearPlaceInput, RankPlace, RankPlaceInput } from '../../operations/near-place.ts';
import { isOrderedByKey, type Place, placeOfKey, type RowsPlan } from '../../operations/plan.ts';
import type { StoredValue } from '../../operations/stored-value.ts';
import { PlaceMemory } from './place-memory.ts';

/** Calls an operation on a connection of the file. The type is that of its answer. */
export type ReadFile = <T>(operation: string, input: unknown, options: CallOptions) => Promise<T>;

/** A place to read from, and whether the row itself stands there; else its neighbours do. */
export interface FoundPlace {
  readonly place: Place;
  readonly isFound: boolean;
}

/** Finds where rows stand that a client knows by key: without a scan, and also when a row is gone. */
export class PlaceFinder {
  readonly memory = new PlaceMemory();
  readonly #direct: RowsPlan | null;
  readonly #read: ReadFile;

  /** `direct` reads rows from the file in the order of the view. */
  constructor(direct: RowsPlan | null, read: ReadFile) {
    this.#direct = direct === null ? null : { ...direct, where: null };
    this.#read = read;
  }

  /** What needs no read. */
  known(plan: RowsPlan, key: readonly StoredValue[]): Place | null {
    return isOrderedByKey(plan) ? placeOfKey(plan, key) : this.memory.get(plan, key);
  }

  /** Where the row stands, or stood; null where the table has no rows at all. `rows`: those of a rank. */
  async find(
    plan: RowsPlan,
    rows: number,
    key: readonly StoredValue[],
    options: CallOptions,
  ): Promise<FoundPlace | null> {
    const known = this.known(plan, key);
    if (known !== null) return { place: known, isFound: true };
    const direct = this.#direct;
    if (direct === null) return null;
    const place = await this.#directPlace(direct, key, options);
    if (place === null || plan.scratch === null) return place === null ? null : { place, isFound: true };
    const input: RankPlaceInput = { ranked: plan, order: direct.order, place, key, rows };
    return await this.#read<RankPlace>('rankPlace', input, options);
  }

  async #directPlace(
    direct: RowsPlan,
    key: readonly StoredValue[],
    options: CallOptions,
  ): Promise<Place | null> {
    if (isOrderedByKey(direct)) return placeOfKey(direct, key);
    const input: NearPlaceInput = { plan: direct, key };
    const now = await this.#read<Place | null>('place', input, options);
    return (
      now ?? this.memory.get(direct, key) ?? (await this.#read<Place | null>('nearPlace', input, options))
    );
  }
}
