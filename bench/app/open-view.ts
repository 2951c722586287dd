import type { Client } from '../../src-preload/client.ts';
import type { Page, ViewInfo, ViewProgress } from '../../src-preload/contract/index.ts';

export const PAGE_ROWS = 200;

/** A view of the bench's table whose row numbers are exact. */
export interface SettledView {
  readonly info: ViewInfo;
  readonly view: string;
  /** Rows that the app has counted. */
  readonly rows: number | null;
  /** Milliseconds from opening it to its first page, and to exact row numbers. */
  readonly firstPage: number;
  readonly settled: number;
}

/** Opens a view, reads its first page and waits until its row numbers are exact. */
export async function openSettled(
  client: Client,
  file: string,
  sort: ViewInfo['sort'] = [],
): Promise<SettledView> {
  const newest = new Map<string, ViewProgress>();
  let wake = () => {};
  const stop = client.on('rows.progress', (progress) => {
    newest.set(progress.view, progress);
    wake();
  });
  try {
    const started = performance.now();
    const info = await client.rows.open({ file, object: 'sales', sort });
    await client.rows.page({ view: info.view, anchor: { kind: 'first' }, limit: PAGE_ROWS });
    const firstPage = performance.now() - started;
    for (;;) {
      const progress = newest.get(info.view) ?? info.progress;
      if (progress.positions === 'ready') {
        const settled = performance.now() - started;
        return { info, view: info.view, rows: progress.count.value, firstPage, settled };
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stop();
  }
}

/** The values of one column of a page. */
export function columnOf(page: Page, column: number): readonly unknown[] {
  return page.rows.map((row) => row[column]);
}
