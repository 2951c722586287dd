import type { RowColumn, RowKey, RowRange, ViewInfo } from '../../../src-preload/contract/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import type { RowsPlan, Span } from '../../operations/plan.ts';
import type { PlanColumn } from '../../operations/plan-column.ts';
import type { OpenFile } from '../open-file.ts';

/** A column of a view: what the grid shows of it, and how it is read. */
export interface ViewColumn {
  readonly info: RowColumn;
  readonly plan: PlanColumn;
}

/** What stands behind a `rows.open` handle. */
export interface View {
  readonly id: string;
  /** The client that opened it; its views go with it. */
  readonly client: number;
  readonly file: OpenFile;
  /** As the client knows it, with its newest progress. */
  readonly info: ViewInfo;
  readonly columns: readonly ViewColumn[];
  /** What is read now, in which order. Another one once a rank is ready or the file has changed. */
  plan(): RowsPlan;
  /** The spans that hold these rows of the view, in order; row numbers are 0-based, the last one inclusive. */
  spansOf(ranges: readonly RowRange[] | null, options?: CallOptions): Promise<readonly Span[]>;
  /** What reads single rows by key, wherever they stand and whether or not they pass the filter. */
  readonly rowPlan: RowsPlan;
  /** Waits until single rows can be read. */
  ready(options?: CallOptions): Promise<void>;
  /** The 0-based row number of a key where that is known without a scan; null where it is not. */
  rowOf(key: RowKey, options?: CallOptions): Promise<number | null>;
}

/** The open views. Throws VIEW_GONE. */
export interface Views {
  get(id: string): View;
}
