import { join } from 'node:path';
import { makeRunaways, runawayViews } from '../../e2e/fixtures/runaways.ts';
import { untilStuck } from '../../src-main/faults/testing/processes.ts';
import { untilGone } from '../../src-main/ports/testing/living-processes.ts';
import { startApp } from '../../src-main/testing/start-app.ts';
import { BridgeFailure } from '../../src-preload/client.ts';
import { part } from '../harness/part.ts';
import { median } from '../harness/samples.ts';
import type { Setup } from './setup.ts';

const ROUNDS = 4;
const GIVE_UP = 10_000;

/** Stopping a query that never ends. */
export function cancelling(_setup: Setup) {
  return part({
    name: 'cancelling',
    measures: {
      answered: { name: 'cancel of a runaway query until the answer, longest', unit: 'ms', target: 100 },
      gone: {
        name: 'cancel of a runaway query until its process is gone, longest',
        unit: 'ms',
        target: 1_000,
      },
    },
    async run(record) {
      const app = await startApp();
      try {
        const { client } = app;
        const path = makeRunaways(join(app.folder, 'runaways.sqlite'));
        const { id: file } = await client.files.open({ path });
        const answered: number[] = [];
        const gone: number[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          for (const object of runawayViews) {
            const { view } = await client.rows.open({ file, object });
            const controller = new AbortController();
            const { signal } = controller;
            const endless = client.rows
              .page({ view, anchor: { kind: 'first' }, limit: 100 }, { signal })
              .then(
                () => 'answered',
                (error: unknown) => (error instanceof BridgeFailure ? error.code : String(error)),
              );
            const stuck = await untilStuck(client);
            const started = performance.now();
            controller.abort();
            const code = await endless;
            answered.push(performance.now() - started);
            await untilGone(stuck, GIVE_UP);
            gone.push(performance.now() - started);
            if (code !== 'CANCELLED') throw new Error(`a cancelled call ended with ${code}`);
            await client.rows.close({ view });
          }
        }
        for (const [measure, times] of [
          ['answered', answered],
          ['gone', gone],
        ] as const) {
          record(measure, {
            measured: Math.max(...times),
            runs: times.length,
            beside: [{ name: 'p50', measured: median(times), unit: 'ms' }],
          });
        }
      } finally {
        await app.stop();
      }
    },
  });
}
