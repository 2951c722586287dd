import type { FilterTerm, SortTerm } from '../../../src-preload/contract/rows.ts';

/** Sets, changes or (with an empty text) removes the filter of a column, its first one where it has several. */
export function withFilter(
  filter: readonly FilterTerm[],
  { column, text }: FilterTerm,
): readonly FilterTerm[] {
  const at = filter.findIndex((term) => term.column === column);
  if (text.trim() === '') return filter.filter((_, place) => place !== at);
  return at < 0 ? [...filter, { column, text }] : filter.with(at, { column, text });
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
