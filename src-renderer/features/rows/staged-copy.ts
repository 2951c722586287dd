import type { CopyFormat, RowRange } from '../../../src-preload/contract/rows.ts';
import type { ObjectEdits } from '../../lib/edits/object-edits.ts';
import type { GridSelection } from '../../lib/grid/selection.ts';
import type { CachedRow } from './row-cache.ts';
import { loadEditTools } from './rows-parts.ts';
import type { ShownColumn } from './use-columns.ts';

/** What is copied, as it is shown. */
export interface CopiedCells {
  readonly format: CopyFormat;
  readonly withHeader: boolean;
  readonly staged: ObjectEdits;
  readonly fileRows: number;
  readonly selection: GridSelection;
  readonly columns: readonly ShownColumn[];
  readonly row: (number: number) => CachedRow | undefined;
}

/** The ranges as far as the file has their rows. */
export function clipRanges(ranges: readonly RowRange[], fileRows: number): readonly RowRange[] {
  return ranges
    .filter(({ firstRow }) => firstRow < fileRows)
    .map(({ firstRow, lastRow }) => ({ firstRow, lastRow: Math.min(lastRow, fileRows - 1) }));
}

/** What puts staged values into copied text; null where nothing of it is staged, or the format is not for cells. */
export function stagedCopy(copied: CopiedCells): ((text: string) => Promise<string>) | null {
  if (copied.staged.size === 0 || copied.format !== 'tsv') return null;
  return async (text) => (await loadEditTools()).withStaged(text, copied);
}
