import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { columnOf, PAGE_ROWS } from '../app/open-view.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { expectSame, interleave, median } from '../harness/samples.ts';
import { type Setup, withBuiltApp } from './setup.ts';

const ROUNDS = 11;

/** From opening a file to its first rows, for a large and a small one. */
export function firstRows({ large, small, folder }: Setup) {
  return part({
    name: 'first rows',
    measures: {
      open: {
        name: `first rows of a file of ${megabytes(large)} MB against one of ${megabytes(small)} MB`,
        unit: 'x',
        target: 1.5,
      },
    },
    run: (record) =>
      withBuiltApp(folder, async ({ client }) => {
        const open = async (data: SalesFile) => {
          // Until the spare process is there again, as it is for a user.
          await delay(300);
          const started = performance.now();
          const { id: file } = await client.files.open({ path: data.path });
          const { objects } = await client.catalog.objects({ file });
          const { view } = await client.rows.open({ file, object: objects[0]?.name ?? '', sort: [] });
          const page = await client.rows.page({ view, anchor: { kind: 'first' }, limit: PAGE_ROWS });
          const milliseconds = performance.now() - started;
          await client.files.close({ file });
          expectSame('first rows', columnOf(page, 0), data.idsOf(0, PAGE_ROWS));
          return milliseconds;
        };
        await open(small);
        const samples = await interleave(ROUNDS, {
          large: { run: () => open(large) },
          small: { run: () => open(small) },
          counted: { run: () => openCounted(large), every: 4 },
        });
        record('open', {
          measured: median(samples.large) / median(samples.small),
          runs: ROUNDS,
          beside: [
            { name: 'the large file', measured: median(samples.large), unit: 'ms' },
            { name: 'the small file', measured: median(samples.small), unit: 'ms' },
            {
              name: 'the large file with COUNT(*) before LIMIT, in-process',
              measured: median(samples.counted),
              unit: 'ms',
            },
          ],
        });
      }),
  });
}

/** As a program does that counts before it shows rows. */
function openCounted({ path }: SalesFile): number {
  const started = performance.now();
  const db = new Database(path, { readonly: true });
  db.prepare('SELECT COUNT(*) FROM sales').pluck().get();
  db.prepare('SELECT * FROM sales LIMIT ?').raw().all(PAGE_ROWS);
  db.close();
  return performance.now() - started;
}

function megabytes({ bytes }: SalesFile): string {
  const size = bytes / 1e6;
  return size < 100 ? size.toPrecision(3) : size.toFixed(0);
}
