import type { Client } from '../../../src-preload/client.ts';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { ViewInfo } from '../../../src-preload/contract/rows.ts';

/** What stays in place when rows are read anew: the first visible row, and the one with the cursor. */
export interface Anchor {
  readonly first: RowKey;
  readonly firstRow: number;
  readonly cursor: RowKey | null;
  readonly cursorRow: number;
}

/** Where the rows of an anchor are in a view; null for one that is gone or was not at hand. */
export async function placesOf(
  client: Client,
  info: ViewInfo,
  { first, cursor }: Anchor,
  signal?: AbortSignal,
): Promise<{ readonly first: number | null; readonly cursor: number | null }> {
  const locate = async (key: RowKey | null): Promise<number | null> => {
    if (key === null || (key.length !== info.keyColumns.length && info.keyKind !== 'rowid')) return null;
    const options = signal === undefined ? {} : { signal };
    const { row } = await client.rows.locate({ view: info.view, key: [...key] }, options);
    return row;
  };
  const [firstRow, cursorRow] = await Promise.all([locate(first), locate(cursor)]);
  return { first: firstRow, cursor: cursorRow };
}
