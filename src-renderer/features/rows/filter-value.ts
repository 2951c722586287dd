import type { Cell } from '../../../src-preload/contract/cell.ts';
import { filterTextFor } from '../../../src-preload/contract/filter-text.ts';
import type { FilterTerm, SortTerm } from '../../../src-preload/contract/rows.ts';
import { cellTag } from '../../lib/cells/cell-tag.ts';

/** The filter that keeps the rows with this value; null where its whole value is not at hand. */
export function filterTextOf(cell: Cell): string | null {
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

/** Sets, changes or (with an empty text) removes the filter of a column. */
export function withFilter(
  filter: readonly FilterTerm[],
  { column, text }: FilterTerm,
): readonly FilterTerm[] {
  if (text.trim() === '') return filter.filter((term) => term.column !== column);
  const isThere = filter.some((term) => term.column === column);
  if (!isThere) return [...filter, { column, text }];
  return filter.map((term) => (term.column === column ? { column, text } : term));
}

/** The next step of a click on a column's head: up, down, off. Adding keeps the other keys. */
export function nextSort(sort: readonly SortTerm[], column: string, isAdding: boolean): readonly SortTerm[] {
  const before = sort.find((term) => term.column === column);
  const next: SortTerm | null =
    before === undefined
      ? { column, direction: 'up' }
      : before.direction === 'up'
        ? { column, direction: 'down' }
        : null;
  if (!isAdding) return next === null ? [] : [next];
  if (before === undefined) return next === null ? sort : [...sort, next];
  return sort.flatMap((term) => (term.column === column ? (next === null ? [] : [next]) : [term]));
}
