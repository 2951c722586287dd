import type { Cell } from '../../../src-preload/contract/cell.ts';
import { filterTextFor } from '../../../src-preload/contract/filter-text.ts';
import { cellTag } from './cell-tag.ts';

/** The filter that keeps the rows with this value; null where its whole value is not at hand. */
export function cellFilter(cell: Cell): string | null {
  if (cell === null || typeof cell !== 'object') return filterTextFor(cell);
  switch (cell[0]) {
    case cellTag.real:
      return `= ${cell[1]}`;
    case cellTag.jsonNumber:
      return `= ${cell[1]}`;
    case cellTag.blob:
      return cell[1] === cell[2].byteLength ? filterTextFor(cell[2]) : null;
    case cellTag.jsonNull:
    case cellTag.missing:
      return 'null';
    default:
      return null;
  }
}
