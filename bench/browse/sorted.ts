import { columnOf, openSettled, PAGE_ROWS } from '../app/open-view.ts';
import { part } from '../harness/part.ts';
import { expectSame, interleave, median, quantile, randomNumbers } from '../harness/samples.ts';
import { openOffsetReader, rowName, type Setup, withApp } from './setup.ts';

const ROUNDS = 100;
const AMOUNT = 2;

/** Jumps in an order for which the file has no index. */
export function sortedJumps({ large, folder }: Setup) {
  return part({
    name: 'sorted jumps',
    measures: {
      jump: {
        name: 'jump in an unindexed sort, once ranked, against the first unsorted page',
        unit: 'x',
        target: 3,
      },
    },
    run: (record) =>
      withApp(folder, async ({ client }) => {
        const { id: file } = await client.files.open({ path: large.path });
        const plain = await openSettled(client, file);
        const sorted = await openSettled(client, file, [{ column: 'amount', direction: 'up' }]);
        const random = randomNumbers(2);
        const askSorted = async (row: number) => {
          const started = performance.now();
          const page = await client.rows.page({
            view: sorted.view,
            anchor: { kind: 'row', row },
            limit: PAGE_ROWS,
          });
          const milliseconds = performance.now() - started;
          const wanted = Array.from({ length: PAGE_ROWS }, (_, place) => row + place);
          expectSame(`sorted ${rowName(row)}`, columnOf(page, AMOUNT), wanted);
          return milliseconds;
        };
        const samples = await interleave(ROUNDS, {
          first: {
            run: async () => {
              const started = performance.now();
              const page = await client.rows.page({
                view: plain.view,
                anchor: { kind: 'first' },
                limit: PAGE_ROWS,
              });
              const milliseconds = performance.now() - started;
              expectSame('first page', columnOf(page, 0), large.idsOf(0, PAGE_ROWS));
              return milliseconds;
            },
          },
          sorted: { run: () => askSorted(Math.floor(random() * (large.rows - PAGE_ROWS))) },
        });
        const finding = {
          measured: median(samples.sorted) / median(samples.first),
          runs: ROUNDS,
          beside: [
            { name: 'the jump', measured: median(samples.sorted), unit: 'ms' },
            { name: 'the jump, p99', measured: quantile(samples.sorted, 0.99), unit: 'ms' },
            { name: 'first rows of the sort, before it is ranked', measured: sorted.firstPage, unit: 'ms' },
            { name: 'ranking in the background, once', measured: sorted.settled, unit: 'ms' },
          ],
        };
        record('jump', finding);
        const offset = openOffsetReader(large.path);
        try {
          const row = Math.min(1_000_000, Math.floor(large.rows / 10));
          const started = performance.now();
          const rows = offset.sortedPage(row, PAGE_ROWS);
          const milliseconds = performance.now() - started;
          const wanted = Array.from({ length: PAGE_ROWS }, (_, place) => row + place);
          expectSame(
            'ORDER BY with OFFSET',
            rows.map((cells) => cells[AMOUNT]),
            wanted,
          );
          const name = `ORDER BY with LIMIT/OFFSET at ${rowName(row)}, in-process, one run`;
          record('jump', {
            ...finding,
            beside: [...finding.beside, { name, measured: milliseconds, unit: 'ms' }],
          });
        } finally {
          offset.close();
        }
      }),
  });
}
