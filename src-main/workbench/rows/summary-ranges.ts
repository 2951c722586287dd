import type { RowRange } from '../../../src-preload/contract/index.ts';

/** The same rows as ranges that do not overlap, in order: a cell that was selected twice counts once. */
export function disjointRanges(ranges: readonly RowRange[]): readonly RowRange[] {
  const sorted = ranges
    .filter(({ firstRow, lastRow }) => lastRow >= firstRow)
    .sort((a, b) => a.firstRow - b.firstRow);
  const joined: RowRange[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last === undefined || range.firstRow > last.lastRow + 1) joined.push({ ...range });
    else last.lastRow = Math.max(last.lastRow, range.lastRow);
  }
  return joined;
}
