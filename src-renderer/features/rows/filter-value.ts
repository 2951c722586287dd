import type { FilterTerm, SortTerm } from '../../../src-preload/contract/rows.ts';

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
