import type { Cell } from '../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import { filterTextFor } from '../../../src-preload/contract/filter-text.ts';

/** The filter that keeps the rows with this value; null where its whole value is not at hand. */
export function cellFilter(cell: Cell): string | null {
  if (cell === null || typeof cell !== 'object') return filterTextFor(cell);
  switch (cell[0]) {
    case CellTag.real:
      return `= ${cell[1]}`;
    case CellTag.jsonNumber:
      return `= ${cell[1]}`;
    case CellTag.blob:
      return cell[1] === cell[2].byteLength ? filterTextFor(cell[2]) : null;
    case CellTag.jsonNull:
    case CellTag.missing:
      return 'null';
    default:
      return null;
  }
}
