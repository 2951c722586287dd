import type { Driver } from '../engine/types.ts';
import type { RowsPlan, Span, Walk } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { type ReadOptions, type RowsRead, readSpan } from './read-rows.ts';

/**
 * Reads spans from start to end, at most `chunkRows` rows at a time. Each chunk is a read of its own that goes on
 * after the last row of the one before, so nothing is held open between two chunks.
 */
export function* readChunks(
  driver: Driver,
  plan: RowsPlan,
  columns: readonly PlanColumn[],
  spans: readonly Span[],
  chunkRows: number,
  options?: ReadOptions,
): Generator<RowsRead, void, void> {
  for (const span of spans) {
    if (span.kind === 'walk') yield* walkChunks(driver, plan, columns, span, chunkRows, options);
    else {
      for (let at = 0; at < span.keys.length; at += chunkRows) {
        const keys = span.keys.slice(at, at + chunkRows);
        yield readSpan(driver, plan, columns, { kind: 'picked', keys }, options);
      }
    }
  }
}

function* walkChunks(
  driver: Driver,
  plan: RowsPlan,
  columns: readonly PlanColumn[],
  span: Walk,
  chunkRows: number,
  options?: ReadOptions,
): Generator<RowsRead, void, void> {
  let next = span;
  while (next.limit > 0) {
    const limit = Math.min(chunkRows, next.limit);
    const read = readSpan(driver, plan, columns, { ...next, limit }, options);
    const last = read.places.at(-1);
    if (last !== undefined) yield read;
    if (last === undefined || read.places.length < limit) return;
    next = { ...next, from: last, isInclusive: false, offset: 0, limit: next.limit - limit };
  }
}
