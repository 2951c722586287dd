import type { Cell, KeyValue } from '../../src-preload/contract/index.ts';
import type { Operation } from '../engine/types.ts';
import { PAGE_PREVIEW, toCell } from './cells.ts';
import type { RowsPlan } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { keysOf, readSpan } from './read-rows.ts';
import type { ReadValue } from './read-value.ts';
import { type StoredValue, toKeyValue } from './stored-value.ts';

export interface RelatedRowsInput {
  readonly plan: RowsPlan;
  readonly columns: readonly PlanColumn[];
  readonly limit: number;
}

export type RelatedRowsOutput = readonly { readonly key: KeyValue[]; readonly cells: Cell[] }[];

/** The rows of a plan with the highest keys, highest first: in most tables the newest. */
export const relatedRows: Operation = ({ driver }, input): RelatedRowsOutput => {
  const { plan, columns, limit } = input as RelatedRowsInput;
  const walk = { kind: 'walk', from: null, isInclusive: true, isReverse: true, offset: 0, limit } as const;
  const read = readSpan(driver, plan, columns, walk, { largest: PAGE_PREVIEW });
  const keys = keysOf(plan, read);
  return read.rows.map((values, index) => ({
    key: (keys[index] ?? []).map(toKeyValue),
    cells: values.map((value) => toCell(driver, value, PAGE_PREVIEW)),
  }));
};

export interface RelatedValuesInput {
  readonly plan: RowsPlan;
  readonly columns: readonly PlanColumn[];
  readonly key: readonly StoredValue[];
}

/** Values of one row exactly as stored, which other rows are found by; null if no row has the key. */
export const relatedValues: Operation = ({ driver }, input): readonly ReadValue[] | null => {
  const { plan, columns, key } = input as RelatedValuesInput;
  return readSpan(driver, plan, columns, { kind: 'picked', keys: [key] }).rows[0] ?? null;
};
