import type { Client } from '../../../src-preload/client.ts';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { FilterTerm, ViewInfo } from '../../../src-preload/contract/rows.ts';
import { cellFilter } from './cell-filter.ts';
import type { ObjectPlace } from './focused-row.ts';

/**
 * The row that a cell's foreign key points to, found by all columns of the key; null where the cell has none, or
 * where part of it is NULL or not at hand.
 */
export async function referencePlace(
  client: Client,
  view: ViewInfo,
  cells: readonly Cell[],
  columnName: string,
): Promise<ObjectPlace | null> {
  const references = view.columns.find(({ name }) => name === columnName)?.references ?? null;
  if (references === null) return null;
  const pairs = await pairsOf(client, view, columnName, references);
  const filter: FilterTerm[] = [];
  for (const { from, to } of pairs) {
    const index = view.columns.findIndex(({ name }) => same(name, from));
    const cell = cells[index] ?? null;
    const text = cell === null ? null : cellFilter(cell);
    if (text === null) return null;
    filter.push({ column: to, text });
  }
  return { object: references.table, filter };
}

interface Pair {
  readonly from: string;
  readonly to: string;
}

/** The columns of the key; the one at hand where its table cannot tell the others. */
async function pairsOf(
  client: Client,
  view: ViewInfo,
  columnName: string,
  target: { readonly table: string; readonly column: string },
): Promise<readonly Pair[]> {
  const alone = [{ from: columnName, to: target.column }];
  try {
    const { foreignKeys } = await client.catalog.structure({ file: view.file, object: view.object });
    const key = foreignKeys
      .filter(({ direction, table }) => direction === 'out' && same(table, target.table))
      .find(({ from, to }) =>
        from.some((name, at) => same(name, columnName) && same(to[at] ?? '', target.column)),
      );
    return key === undefined ? alone : key.from.map((from, at) => ({ from, to: key.to[at] ?? from }));
  } catch {
    return alone;
  }
}

/** Names in SQLite are the same in upper and lower case. */
function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
