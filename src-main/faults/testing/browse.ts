import type { Client } from '../../../src-preload/client.ts';
import type { CatalogObject, Cell, RowKey, ViewInfo } from '../../../src-preload/contract/index.ts';

/** Everything that a user sees of an object who goes through it from the first to the last row. */
export interface Browsed {
  readonly view: ViewInfo;
  readonly rows: readonly (readonly Cell[])[];
  readonly keys: readonly RowKey[];
}

export interface BrowseOptions {
  /** Rows of a page. Default 200. */
  readonly limit?: number | undefined;
  /** Rows after which it has seen enough. Default: all. */
  readonly most?: number | undefined;
  readonly asTable?: boolean | undefined;
}

/** Opens a view of an object, reads it page by page after the last key, and closes it. */
export async function browse(
  client: Client,
  file: string,
  object: string,
  options: BrowseOptions = {},
): Promise<Browsed> {
  const { limit = 200, most = Number.POSITIVE_INFINITY, asTable = false } = options;
  const view = await client.rows.open({ file, object, asTable });
  try {
    const rows: (readonly Cell[])[] = [];
    const keys: RowKey[] = [];
    let page = await client.rows.page({ view: view.view, anchor: { kind: 'first' }, limit });
    for (;;) {
      rows.push(...page.rows);
      keys.push(...page.keys);
      const last = page.keys.at(-1);
      if (page.isEnd || last === undefined || rows.length >= most) return { view, rows, keys };
      page = await client.rows.page({ view: view.view, anchor: { kind: 'after', key: [...last] }, limit });
    }
  } finally {
    await client.rows.close({ view: view.view });
  }
}

/** The objects of a file by name, without those that are SQLite's own. */
export async function objectsOf(client: Client, file: string): Promise<ReadonlyMap<string, CatalogObject>> {
  const { objects } = await client.catalog.objects({ file });
  return new Map(objects.filter(({ kind }) => kind !== 'system').map((object) => [object.name, object]));
}
