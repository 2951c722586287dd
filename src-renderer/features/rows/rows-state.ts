import type { FilterTerm, SortTerm, ViewInfo, ViewProgress } from '../../../src-preload/contract/rows.ts';

/** A place that the grid is asked to show; `serial` tells one request from the next. */
export interface Seek {
  readonly serial: number;
  readonly row: number;
  /** `anchor`: where the first visible row is now, to the pixel. */
  readonly place: 'top' | 'anchor' | 'middle' | 'nearest';
  /** The row that the cursor goes to; null: it stays. */
  readonly cursor: number | null;
  readonly column: string | null;
  /** Pixels that the columns are to be scrolled by; null: as they are. */
  readonly left: number | null;
}

/** What is known of a view at a moment. */
export interface RowsState {
  /** The view that the rows shown come from; null until the first one is open. */
  readonly info: ViewInfo | null;
  /** The first view, while its first rows are awaited: its columns are known by then. */
  readonly coming: ViewInfo | null;
  readonly progress: ViewProgress | null;
  readonly rowCount: number;
  readonly isCountExact: boolean;
  /** What was asked for; differs from `info` while the next view is being made. */
  readonly sort: readonly SortTerm[];
  readonly filter: readonly FilterTerm[];
  /** Since when (ms, `performance.now`) a view is being opened; null when none is. */
  readonly busySince: number | null;
  /** Since when rows in sight are awaited, once that takes long; null while they come as they are wanted. */
  readonly waitingSince: number | null;
  /** Reading was stopped: nothing is read until it is asked for again. */
  readonly isStopped: boolean;
  readonly error: unknown;
  /** Spent in SQLite on the last page. */
  readonly milliseconds: number | null;
  readonly seek: Seek | null;
  /** Grows whenever rows at hand change. */
  readonly revision: number;
}

export const initialRowsState: RowsState = {
  info: null,
  coming: null,
  progress: null,
  rowCount: 0,
  isCountExact: false,
  sort: [],
  filter: [],
  busySince: null,
  waitingSince: null,
  isStopped: false,
  error: null,
  milliseconds: null,
  seek: null,
  revision: 0,
};
