import { encode } from '../../src-preload/contract/index.ts';
import type { Operation } from '../engine/types.ts';
import { PAGE_PREVIEW, toCell } from './cells.ts';
import type { RowsPlan, Span } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { readChunks } from './read-chunks.ts';

export interface StreamRowsInput {
  readonly plan: RowsPlan;
  readonly columns: readonly PlanColumn[];
  readonly spans: readonly Span[];
  /** Rows of a chunk. */
  readonly chunkRows: number;
}

/** Rows in chunks, each encoded as the contract's `{rows}`, so that nobody on the way has to parse it. */
export const streamRows: Operation = function* ({ driver }, input): Generator<Uint8Array, void, void> {
  const { plan, columns, spans, chunkRows } = input as StreamRowsInput;
  for (const { rows } of readChunks(driver, plan, columns, spans, chunkRows, { largest: PAGE_PREVIEW })) {
    yield encode({ rows: rows.map((row) => row.map((value) => toCell(driver, value, PAGE_PREVIEW))) });
  }
};
