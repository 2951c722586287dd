import { encode, type Page } from '../../src-preload/contract/index.ts';
import type { Driver, Operation } from '../engine/types.ts';
import { PAGE_PREVIEW, toCell } from './cells.ts';
import { countAround } from './count-around.ts';
import { keyAt, type Place, type RowsPlan, type Walk } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { readWithin } from './read-deadline.ts';
import { keysOf, type RowsRead, readSpan } from './read-rows.ts';
import { toKeyValue } from './stored-value.ts';

/** How the number of the page's first row is known. */
export type PageNumber =
  | { readonly kind: 'known'; readonly firstRow: number; readonly isExact: boolean }
  /** The rows are counted back from the end. */
  | { readonly kind: 'from-end'; readonly total: number; readonly isExact: boolean }
  /** What stands before the place from which is read, and that with the row itself. */
  | { readonly kind: 'around'; readonly before: number; readonly upTo: number; readonly isExact: boolean }
  /** Counted from a place nearby: `start` (null: the beginning) stands just before row number `base`. */
  | {
      readonly kind: 'count';
      readonly start: Place | null;
      readonly base: number;
      readonly most: number;
      readonly isExact: boolean;
    };

export interface PageInput {
  readonly plan: RowsPlan;
  readonly columns: readonly PlanColumn[];
  readonly walk: Walk;
  readonly number: PageNumber;
  /** Bytes of TEXT and JSON that a cell carries, by default 1,024; the rest is read when it is opened. */
  readonly preview?: number | undefined;
  /** Set where `plan` reads a rank: gives the places in the order of the file, by key. */
  readonly direct?: RowsPlan | undefined;
  /** Milliseconds after which it is given up with TRANSACTION_OPEN. */
  readonly mostTime?: number | undefined;
  /** Rows are still being added at the end: that no more are there does not make it the end. */
  readonly mayGrow?: boolean | undefined;
}

export interface PageOutput {
  /** A `Page` of the contract, encoded. */
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly first: Place | null;
  readonly last: Place | null;
  /** Places of the first and the last row in the order of `direct`. */
  readonly sorted: readonly Place[];
}

/** Reads a page, encoded so that nobody on the way has to parse it. */
export const page: Operation = ({ driver }, input): PageOutput => {
  const asked = input as PageInput;
  if (asked.mostTime === undefined) return readPage(driver, asked);
  return readWithin(driver, asked.plan, asked.mostTime, (plan) => readPage(driver, { ...asked, plan }));
};

function readPage(driver: Driver, input: PageInput): PageOutput {
  const { plan, columns, walk, number, preview = PAGE_PREVIEW, direct, mayGrow } = input;
  const start = performance.now();
  // One row more tells whether there are more.
  const read = readSpan(driver, plan, columns, { ...walk, limit: walk.limit + 1 }, { largest: preview });
  const hasMore = read.rows.length > walk.limit;
  const shown = inOrder(read, walk);
  const count = shown.rows.length;
  const first = shown.places[0] ?? null;
  const last = shown.places.at(-1) ?? null;
  const edge = walk.isReverse ? last : first;
  // Rows that were passed over are proof enough.
  const isOtherEdge = (walk.offset === 0 || count === 0) && isAtEdge(driver, plan, walk, edge);
  const firstRow = firstRowOf(driver, plan, walk, number, count);
  const milliseconds = performance.now() - start;
  const value: Page = {
    rows: shown.rows.map((row) => row.map((cell) => toCell(driver, cell, preview))),
    keys: keysOf(plan, shown).map((key) => key.map(toKeyValue)),
    firstRow: Math.max(0, firstRow),
    isExact: number.isExact,
    isStart: walk.isReverse ? !hasMore : isOtherEdge,
    isEnd: (walk.isReverse ? isOtherEdge : !hasMore) && mayGrow !== true,
    milliseconds,
  };
  const edges = [first, last].filter((place) => place !== null).map((place) => keyAt(plan, place));
  const sorted =
    direct === undefined ? [] : readSpan(driver, direct, [], { kind: 'picked', keys: edges }).places;
  return { bytes: encode(value), rows: count, first, last, sorted };
}

function inOrder({ places, rows }: RowsRead, { limit, isReverse }: Walk): RowsRead {
  const shown = { places: places.slice(0, limit), rows: rows.slice(0, limit) };
  return isReverse ? { places: shown.places.reverse(), rows: shown.rows.reverse() } : shown;
}

/** Whether no row stands on the other side of where the walk began. */
function isAtEdge(driver: Driver, plan: RowsPlan, walk: Walk, edge: Place | null): boolean {
  if (walk.from === null && walk.offset === 0) return true;
  const from = edge ?? walk.from;
  if (from === null) return false;
  const isInclusive = edge === null && !walk.isInclusive;
  const back: Walk = {
    kind: 'walk',
    from,
    isInclusive,
    isReverse: !walk.isReverse,
    offset: 0,
    limit: 1,
  };
  return readSpan(driver, plan, [], back).places.length === 0;
}

function firstRowOf(driver: Driver, plan: RowsPlan, walk: Walk, number: PageNumber, count: number): number {
  if (number.kind === 'known') return number.firstRow;
  if (number.kind === 'from-end') return number.total - count;
  const { before, upTo } = aroundStart(driver, plan, walk, number);
  return walk.isReverse ? before - count : walk.isInclusive ? before : upTo;
}

function aroundStart(
  driver: Driver,
  plan: RowsPlan,
  walk: Walk,
  number: Extract<PageNumber, { kind: 'around' | 'count' }>,
): { readonly before: number; readonly upTo: number } {
  if (number.kind === 'around') return number;
  const { before, upTo } = countAround(driver, plan, { ...number, place: walk.from ?? [] });
  return { before: number.base + before, upTo: number.base + upTo };
}
