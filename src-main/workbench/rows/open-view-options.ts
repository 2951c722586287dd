import type { Count, FilterTerm, SortTerm, ViewProgress } from '../../../src-preload/contract/index.ts';
import type { OpenFile } from '../open-file.ts';
import type { ObjectShape } from './object-shape.ts';
import type { ViewPlan } from './plan-builder.ts';

/** What a view is opened with. */
export interface OpenViewOptions {
  readonly id: string;
  readonly client: number;
  readonly file: OpenFile;
  readonly shape: ObjectShape;
  readonly plan: ViewPlan;
  readonly sort: readonly SortTerm[];
  readonly filter: readonly FilterTerm[];
  /** Rows of the object, as far as that is known when it is opened. */
  readonly total: Count;
  readonly scratchPath: () => { readonly path: string; readonly schema: string };
  readonly onProgress: (progress: ViewProgress) => void;
}
