import type { Page, PageAnchor } from '../../src-preload/contract/index.ts';
import { columnOf, openSettled, PAGE_ROWS } from '../app/open-view.ts';
import { part } from '../harness/part.ts';
import { expectSame, interleave, median, quantile, randomNumbers } from '../harness/samples.ts';
import { openOffsetReader, rowName, type Setup, withApp } from './setup.ts';

const ROUNDS = 60;
const OFFSET_EVERY = 12;
const JUMPS = 500;
const JUMP_OFFSET_EVERY = 50;
/** Places are moved by up to so many rows in each round: one and the same page would lie in every cache. */
const JITTER = 2_000;

/** Any row against the first page, at named places and at random, through the whole app. */
export function anyRow({ large, folder }: Setup) {
  const far = Math.floor(large.rows * 0.9);
  const middle = Math.floor(large.rows / 2);
  return part({
    name: 'any row',
    measures: {
      middle: { name: `${rowName(middle)} against the first page`, unit: 'x', target: 1.2 },
      far: { name: `${rowName(far)} against the first page`, unit: 'x', target: 1.2 },
      last: { name: 'last page against the first page', unit: 'x', target: 1.2 },
      farInSqlite: {
        name: `${rowName(far)} against the first page, inside SQLite only`,
        unit: 'x',
        target: 1.2,
      },
      jumpsP50: { name: `${JUMPS} random jumps against the first page, p50`, unit: 'x', target: 1.2 },
      jumpsP99: { name: `${JUMPS} random jumps against the first page, p99`, unit: 'x', target: 1.2 },
    },
    run: (record) =>
      withApp(folder, async ({ client }) => {
        const offset = openOffsetReader(large.path);
        try {
          const { id: file } = await client.files.open({ path: large.path });
          const { view } = await openSettled(client, file);
          const random = randomNumbers(1);
          const inSqlite = { first: [] as number[], far: [] as number[] };

          const ask = async (anchor: PageAnchor, firstRow: number, spent?: number[]) => {
            const started = performance.now();
            const page: Page = await client.rows.page({ view, anchor, limit: PAGE_ROWS });
            const milliseconds = performance.now() - started;
            spent?.push(page.milliseconds);
            expectSame(rowName(firstRow), columnOf(page, 0), large.idsOf(firstRow, PAGE_ROWS));
            if (page.firstRow !== firstRow)
              throw new Error(`${rowName(firstRow)} is said to be ${page.firstRow}`);
            return milliseconds;
          };
          const askRow = (row: number, spent?: number[]) => ask({ kind: 'row', row }, row, spent);
          const askOffset = (row: number) => {
            const started = performance.now();
            const rows = offset.page(row, PAGE_ROWS);
            const milliseconds = performance.now() - started;
            expectSame(
              `OFFSET ${row}`,
              rows.map(([id]) => id),
              large.idsOf(row, PAGE_ROWS),
            );
            return milliseconds;
          };
          const near = (row: number) => Math.min(large.rows - PAGE_ROWS, row + Math.floor(random() * JITTER));
          const lastRow = large.rows - PAGE_ROWS;

          for (let round = 0; round < 20; round += 1) await askRow(near(middle));
          const places = await interleave(ROUNDS, {
            first: { run: () => ask({ kind: 'first' }, 0, inSqlite.first) },
            middle: { run: () => askRow(near(middle)) },
            far: { run: () => askRow(near(far), inSqlite.far) },
            last: { run: () => ask({ kind: 'last' }, lastRow) },
            offsetFirst: { run: () => askOffset(0) },
            offsetMiddle: { run: () => askOffset(near(middle)), every: OFFSET_EVERY },
            offsetFar: { run: () => askOffset(near(far)), every: OFFSET_EVERY },
            offsetLast: { run: () => askOffset(lastRow), every: OFFSET_EVERY },
          });
          const first = median(places.first);
          const offsetFirst = median(places.offsetFirst);
          const beside = (ours: readonly number[], theirs: readonly number[]) => [
            { name: 'the page', measured: median(ours), unit: 'ms' },
            { name: 'the first page', measured: first, unit: 'ms' },
            {
              name: 'LIMIT/OFFSET against its own first page',
              measured: median(theirs) / offsetFirst,
              unit: 'x',
            },
            { name: 'LIMIT/OFFSET, in-process', measured: median(theirs), unit: 'ms' },
          ];
          const finding = (ours: readonly number[], theirs: readonly number[]) => ({
            measured: median(ours) / first,
            runs: ROUNDS,
            beside: beside(ours, theirs),
          });
          record('middle', finding(places.middle, places.offsetMiddle));
          record('far', finding(places.far, places.offsetFar));
          record('last', finding(places.last, places.offsetLast));
          record('farInSqlite', {
            measured: median(inSqlite.far) / median(inSqlite.first),
            runs: ROUNDS,
            beside: [
              { name: 'the page', measured: median(inSqlite.far), unit: 'ms' },
              { name: 'the first page', measured: median(inSqlite.first), unit: 'ms' },
            ],
          });

          const anywhere = () => Math.floor(random() * (large.rows - PAGE_ROWS));
          const jumps = await interleave(JUMPS, {
            first: { run: () => ask({ kind: 'first' }, 0) },
            jump: { run: () => askRow(anywhere()) },
            offset: { run: () => askOffset(anywhere()), every: JUMP_OFFSET_EVERY },
          });
          for (const [measure, share] of [
            ['jumpsP50', 0.5],
            ['jumpsP99', 0.99],
          ] as const) {
            const [ours, atFirst] = [quantile(jumps.jump, share), quantile(jumps.first, share)];
            record(measure, {
              measured: ours / atFirst,
              runs: JUMPS,
              beside: [
                { name: 'a jump', measured: ours, unit: 'ms' },
                { name: 'the first page', measured: atFirst, unit: 'ms' },
                {
                  name: `LIMIT/OFFSET, in-process, ${jumps.offset.length} jumps`,
                  measured: quantile(jumps.offset, share),
                  unit: 'ms',
                },
              ],
            });
          }
        } finally {
          offset.close();
        }
      }),
  });
}
