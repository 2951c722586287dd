import Database from 'better-sqlite3';
import { columnOf, PAGE_ROWS } from '../app/open-view.ts';
import { firstPages, readPages } from '../data/first-leaves.ts';
import { cachedBytes, chill, warm } from '../data/page-cache.ts';
import { part } from '../harness/part.ts';
import { expectSame, interleave, median } from '../harness/samples.ts';
import { type Setup, withBuiltApp } from './setup.ts';

const ROUNDS = 11;

/** The first page of a file that lies on the disk only, against reading its pages. */
export function coldFirstPage({ large, folder }: Setup) {
  return part({
    name: 'cold first page',
    measures: {
      cold: { name: 'cold first page against reading those pages', unit: 'x', target: 2 },
    },
    run: (record) =>
      withBuiltApp(folder, async ({ client }) => {
        const pages = firstPages(large.path, 'sales', PAGE_ROWS);
        let left: number | undefined = 0;
        const cool = () => {
          chill(large.path);
          left = Math.max(left ?? 0, cachedBytes(large.path) ?? Number.NaN);
        };
        const openAndRead = async (prepare: () => void) => {
          const { id: file } = await client.files.open({ path: large.path });
          // Until the spare process is there again: its start would be measured as well.
          await new Promise((resolve) => setTimeout(resolve, 300));
          prepare();
          const started = performance.now();
          const { view } = await client.rows.open({ file, object: 'sales', sort: [] });
          const page = await client.rows.page({ view, anchor: { kind: 'first' }, limit: PAGE_ROWS });
          const milliseconds = performance.now() - started;
          await client.files.close({ file });
          expectSame('first page', columnOf(page, 0), large.idsOf(0, PAGE_ROWS));
          return milliseconds;
        };
        const samples = await interleave(ROUNDS, {
          app: { run: () => openAndRead(cool) },
          warm: { run: () => openAndRead(() => void readPages(large.path, pages)) },
          reading: {
            run: () => {
              cool();
              return readPages(large.path, pages);
            },
          },
          limit: {
            run: () => {
              const db = new Database(large.path, { readonly: true });
              const statement = db.prepare('SELECT * FROM sales LIMIT ?').raw();
              cool();
              const started = performance.now();
              statement.all(PAGE_ROWS);
              const milliseconds = performance.now() - started;
              db.close();
              return milliseconds;
            },
          },
        });
        warm(large.path);
        record('cold', {
          measured: median(samples.app) / median(samples.reading),
          runs: ROUNDS,
          beside: [
            { name: 'cold first page through the app', measured: median(samples.app), unit: 'ms' },
            { name: 'warm first page through the app', measured: median(samples.warm), unit: 'ms' },
            { name: `reading those ${pages.length} pages`, measured: median(samples.reading), unit: 'ms' },
            { name: 'SELECT with LIMIT, in-process, cold', measured: median(samples.limit), unit: 'ms' },
          ],
          note: `the file was taken out of the page cache by posix_fadvise (dd iflag=nocache); ${
            Number.isNaN(left) ? 'what was left is not known' : `at most ${left} bytes of it were left`
          }. The first page includes opening the view`,
        });
      }),
  });
}
