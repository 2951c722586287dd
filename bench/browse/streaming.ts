import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openSettled } from '../app/open-view.ts';
import { processorTime } from '../app/processor-time.ts';
import { serveBuilt } from '../app/serve.ts';
import { part } from '../harness/part.ts';
import { expectSame, median } from '../harness/samples.ts';
import type { Setup } from './setup.ts';

const ROUNDS = 5;
const STREAM_ROWS = 100_000;
/** Resolution of the watch over the event loop: a delay is measured from when it should have woken. */
const RESOLUTION = 1;

/** A long result on its way through the shell to a page. */
export function streaming({ large, folder }: Setup) {
  const rows = Math.min(STREAM_ROWS, large.rows);
  const name = rows.toLocaleString('en');
  return part({
    name: 'streaming',
    measures: {
      shell: {
        name: `processor time of the shell for one message of a ${name}-row stream, longest`,
        unit: 'ms',
        target: 16,
      },
      stall: { name: `longest stall of the receiver of ${name} rows`, unit: 'ms', target: 8 },
    },
    async run(record) {
      const served = await serveBuilt([folder]);
      try {
        const { client, disconnect } = await served.connect();
        const { id: file } = await client.files.open({ path: large.path });
        const { view } = await openSettled(client, file);
        const runs: { longest: number; total: number; stall: number; wall: number; messages: number }[] = [];
        for (let round = 0; round <= ROUNDS; round += 1) {
          const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
          const ids: unknown[] = [];
          const started = performance.now();
          const atStart = processorTime(served.pid);
          let before = atStart;
          let longest = 0;
          let messages = 0;
          delays.enable();
          for await (const chunk of client.rows.stream({ view, limit: rows })) {
            const now = processorTime(served.pid);
            longest = Math.max(longest, now - before);
            before = now;
            messages += 1;
            for (const row of chunk.rows) ids.push(row[0]);
          }
          delays.disable();
          const wall = performance.now() - started;
          const total = processorTime(served.pid) - atStart;
          expectSame('the stream', ids, large.idsOf(0, rows));
          const stall = Math.max(0, delays.max / 1e6 - RESOLUTION);
          // The first one compiles the code.
          if (round > 0) runs.push({ longest, total, stall, wall, messages });
        }
        disconnect();
        const of = (pick: (run: (typeof runs)[number]) => number) => median(runs.map(pick));
        record('shell', {
          measured: of(({ longest }) => longest),
          runs: ROUNDS,
          beside: [
            { name: 'all messages together', measured: of(({ total }) => total), unit: 'ms' },
            { name: 'messages', measured: of(({ messages }) => messages), unit: '' },
            { name: 'the stream by the wall clock', measured: of(({ wall }) => wall), unit: 'ms' },
          ],
          note: 'read from /proc after each message: one is in flight at a time',
        });
        record('stall', {
          measured: of(({ stall }) => stall),
          runs: ROUNDS,
          note: 'a client in Node, which also reads /proc between the messages',
        });
      } finally {
        await served.stop();
      }
    },
  });
}
