import type { Page, ViewInfo } from '../../../src-preload/contract/rows.ts';
import type { RowCache } from './row-cache.ts';

/** A view whose first page is there. */
export interface OpenedView {
  readonly info: ViewInfo;
  readonly cache: RowCache;
  readonly index: number;
  readonly page: Page;
  readonly isFromStart: boolean;
}
