import { setTimeout as delay } from 'node:timers/promises';
import { BridgeFailure } from '../../src-preload/client.ts';
import { columnOf, PAGE_ROWS } from '../app/open-view.ts';
import { part } from '../harness/part.ts';
import { expectSame, median } from '../harness/samples.ts';
import { type Setup, withBuiltApp } from './setup.ts';

/** Fewer than the host takes for an engine that dies again and again. */
const ROUNDS = 4;

/** From the violent death of the engine to a page of the same file. */
export function restarting({ large, folder }: Setup) {
  return part({
    name: 'restarting',
    measures: {
      restart: { name: 'kill of the engine until a page is there again', unit: 'ms', target: 2_000 },
    },
    run: (record) =>
      withBuiltApp(folder, async ({ client }) => {
        const { id: file } = await client.files.open({ path: large.path });
        const firstPage = async () => {
          const { view } = await client.rows.open({ file, object: 'sales', sort: [] });
          return await client.rows.page({ view, anchor: { kind: 'first' }, limit: PAGE_ROWS });
        };
        await firstPage();
        const back: number[] = [];
        const told: number[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          const { pid } = await client.stats.engine({});
          let started = 0;
          const stop = client.on('shell.engine', ({ state }) => {
            if (state === 'restarting') told.push(performance.now() - started);
          });
          started = performance.now();
          process.kill(pid, 'SIGKILL');
          for (;;) {
            try {
              const page = await firstPage();
              expectSame('first page after the restart', columnOf(page, 0), large.idsOf(0, PAGE_ROWS));
              const { pid: next } = await client.stats.engine({});
              if (next === pid) continue; // The dying engine had answered.
              break;
            } catch (error) {
              if (!(error instanceof BridgeFailure)) throw error;
              await delay(2);
            }
          }
          back.push(performance.now() - started);
          stop();
          await delay(1_000);
        }
        record('restart', {
          measured: median(back),
          runs: ROUNDS,
          beside: [
            { name: 'longest', measured: Math.max(...back), unit: 'ms' },
            ...(told.length === 0
              ? []
              : [{ name: 'until the page is told', measured: median(told), unit: 'ms' }]),
          ],
        });
      }),
  });
}
