import { encode } from '../../src-preload/contract/index.ts';
import type { Driver, Operation } from '../engine/types.ts';
import { ROW_PREVIEW, toCell } from './cells.ts';
import type { Place, RowsPlan } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { readSpan } from './read-rows.ts';
import type { StoredValue } from './stored-value.ts';

export interface RowInput {
  readonly plan: RowsPlan;
  readonly columns: readonly PlanColumn[];
  readonly key: readonly StoredValue[];
}

/** One row with larger previews, encoded; null if no row has the key. */
export const row: Operation = ({ driver }, input): Uint8Array | null => {
  const { plan, columns, key } = input as RowInput;
  const read = readSpan(driver, plan, columns, { kind: 'picked', keys: [key] }, { largest: ROW_PREVIEW });
  const values = read.rows[0];
  return values === undefined
    ? null
    : encode({ cells: values.map((value) => toCell(driver, value, ROW_PREVIEW)) });
};

export interface PlaceInput {
  readonly plan: RowsPlan;
  readonly key: readonly StoredValue[];
}

/** Where the row with this key stands; null if there is none. */
export const place: Operation = ({ driver }, input): Place | null => {
  const { plan, key } = input as PlaceInput;
  return placeOf(driver, plan, key);
};

function placeOf(driver: Driver, plan: RowsPlan, key: readonly StoredValue[]): Place | null {
  return readSpan(driver, plan, [], { kind: 'picked', keys: [key] }).places[0] ?? null;
}

/** The first and the last place of an order; null where it has no rows. */
export const ends: Operation = ({ driver }, input): readonly [Place, Place] | null => {
  const plan = input as RowsPlan;
  const [first, last] = [false, true].map(
    (isReverse) =>
      readSpan(driver, plan, [], {
        kind: 'walk',
        from: null,
        isInclusive: true,
        isReverse,
        offset: 0,
        limit: 1,
      }).places[0],
  );
  return first === undefined || last === undefined ? null : [first, last];
};
