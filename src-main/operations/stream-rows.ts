import { encode } from '../../src-preload/contract/index.ts';
import type { Operation } from '../engine/types.ts';
import { PAGE_PREVIEW, toCell } from './cells.ts';
import type { RowsPlan, Span } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { walkRows } from './stream-walk.ts';

export interface StreamRowsInput {
  readonly plan: RowsPlan;
  readonly columns: readonly PlanColumn[];
  readonly spans: readonly Span[];
  readonly limit: number;
}

/** Rows of a chunk, at most. */
const CHUNK_ROWS = 1_000;

/** Rows from the start on, each chunk encoded here so that nobody on the way has to parse it. */
export const streamRows: Operation = function* ({ driver }, input): Generator<Uint8Array, void, void> {
  const { plan, columns, spans, limit } = input as StreamRowsInput;
  let left = limit;
  for (const { rows } of walkRows(driver, plan, columns, spans, {
    largest: PAGE_PREVIEW,
    mostRows: Math.min(CHUNK_ROWS, limit),
  })) {
    const shown = rows.slice(0, left);
    left -= shown.length;
    yield encode({ rows: shown.map((row) => row.map((value) => toCell(driver, value, PAGE_PREVIEW))) });
    if (left === 0) return;
  }
};
