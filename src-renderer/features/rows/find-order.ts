import type { FindMatch } from '../../../src-preload/contract/rows.ts';

/** `row`: as the rows are ordered. `column`: together with the others of its column. */
export type FindOrder = 'row' | 'column';

/** How many matches a column has. */
export interface ColumnMatches {
  readonly column: string;
  readonly count: number;
}

/** A line of the list of matches. */
export type FindLine =
  | { readonly kind: 'match'; readonly index: number }
  | ({ readonly kind: 'column' } & ColumnMatches);

/** The columns with matches, those with the most first. */
export function matchesByColumn(matches: readonly FindMatch[]): readonly ColumnMatches[] {
  const counts = new Map<string, number>();
  for (const { column } of matches) counts.set(column, (counts.get(column) ?? 0) + 1);
  return [...counts].map(([column, count]) => ({ column, count })).sort((a, b) => b.count - a.count);
}

/** The lines of the list; matches are named by their index in `matches`, which are in the order of the rows. */
export function findLines(matches: readonly FindMatch[], order: FindOrder): readonly FindLine[] {
  if (order === 'row') return matches.map((_, index) => ({ kind: 'match', index }));
  const byColumn = new Map<string, FindLine[]>();
  for (const [index, { column }] of matches.entries()) {
    const lines = byColumn.get(column);
    if (lines === undefined) byColumn.set(column, [{ kind: 'match', index }]);
    else lines.push({ kind: 'match', index });
  }
  return matchesByColumn(matches).flatMap(({ column, count }) => [
    { kind: 'column', column, count },
    ...(byColumn.get(column) ?? []),
  ]);
}
