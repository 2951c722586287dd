import { decode, type Page } from '../../src-preload/contract/index.ts';
import { engineHere } from '../app/engine-here.ts';
import { columnOf, openSettled, PAGE_ROWS } from '../app/open-view.ts';
import { serveBuilt } from '../app/serve.ts';
import { part } from '../harness/part.ts';
import { expectSame, interleave, median, quantile, randomNumbers } from '../harness/samples.ts';
import { openOffsetReader, rowName, type Setup } from './setup.ts';

const ROUNDS = 300;

/** A page on its way from the connection process to the engine and to a page's client. */
export function crossing({ large, folder }: Setup) {
  return part({
    name: 'crossing processes',
    measures: {
      engine: {
        name: '200-row page, connection to engine, against in-process raw().all()',
        unit: 'x',
        target: 2.5,
      },
      client: {
        name: '200-row page, whole chain of the browser shell, against in-process raw().all()',
        unit: 'x',
        target: 5,
      },
    },
    async run(record) {
      const engine = await engineHere(large.path);
      const served = await serveBuilt([folder]);
      const here = openOffsetReader(large.path);
      try {
        const { client, disconnect } = await served.connect();
        const { id: file } = await client.files.open({ path: large.path });
        const { view } = await openSettled(client, file);
        const random = randomNumbers(3);
        const anywhere = () => Math.floor(random() * (large.rows - PAGE_ROWS));
        const check = (what: string, row: number, page: Page) =>
          expectSame(`${what}, ${rowName(row)}`, columnOf(page, 0), large.idsOf(row, PAGE_ROWS));
        const askEngine = async (row: number, kind: 'row' | 'first') => {
          const started = performance.now();
          const bytes = await engine.page(kind === 'row' ? { kind, row } : { kind });
          const milliseconds = performance.now() - started;
          check('engine', row, decode(bytes) as Page);
          return milliseconds;
        };
        const askClient = async (row: number, kind: 'row' | 'first') => {
          const started = performance.now();
          const anchor = kind === 'row' ? ({ kind, row } as const) : ({ kind } as const);
          const page = await client.rows.page({ view, anchor, limit: PAGE_ROWS });
          const milliseconds = performance.now() - started;
          check('client', row, page);
          return milliseconds;
        };
        const readHere = (row: number) => {
          const id = large.idOf(row);
          const started = performance.now();
          const rows = here.pageFrom(id, PAGE_ROWS);
          const milliseconds = performance.now() - started;
          expectSame(
            'in-process',
            rows.map(([value]) => value),
            large.idsOf(row, PAGE_ROWS),
          );
          return milliseconds;
        };
        // Code is compiled by then, in all of the processes.
        for (let round = 0; round < 50; round += 1) {
          await askEngine(anywhere(), 'row');
          await askClient(anywhere(), 'row');
        }
        const samples = await interleave(ROUNDS, {
          here: { run: () => readHere(anywhere()) },
          hereFirst: { run: () => readHere(0) },
          engine: { run: () => askEngine(anywhere(), 'row') },
          engineFirst: { run: () => askEngine(0, 'first') },
          client: { run: () => askClient(anywhere(), 'row') },
          clientFirst: { run: () => askClient(0, 'first') },
        });
        const finding = (ours: readonly number[], first: readonly number[]) => ({
          measured: median(ours) / median(samples.here),
          runs: ROUNDS,
          beside: [
            { name: 'p50', measured: median(ours), unit: 'ms' },
            { name: 'p99', measured: quantile(ours, 0.99), unit: 'ms' },
            { name: 'in-process raw().all() by key', measured: median(samples.here), unit: 'ms' },
            {
              name: 'the same for the first page',
              measured: median(first) / median(samples.hereFirst),
              unit: 'x',
            },
          ],
          note: 'random rows, found by their number; the contender is told the key',
        });
        record('engine', finding(samples.engine, samples.engineFirst));
        record('client', finding(samples.client, samples.clientFirst));
        disconnect();
      } finally {
        here.close();
        await served.stop();
        await engine.stop();
      }
    },
  });
}
