import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Client } from '../../src-preload/client.ts';
import { privateBytes } from '../app/processor-time.ts';
import { serveBuilt } from '../app/serve.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';

const SQL = 'SELECT * FROM sales';
const MEGABYTE = 1_048_576;
/** Milliseconds between two looks at the delay of this thread. */
const RESOLUTION = 2;
/** Chunks after which the memory of the processes is looked at. */
const LOOK_EVERY = 50;

/** A SELECT of the whole table, pulled chunk by chunk through the bridge and decoded here as a page does. */
export function streaming(file: SalesFile) {
  const count = file.rows.toLocaleString('en');
  return part({
    name: 'streaming',
    measures: {
      task: { name: `${count} rows streamed: longest task that decodes a chunk`, unit: 'ms', target: 50 },
      memory: { name: 'the same: most private memory of engine and connections', unit: 'MB', target: 300 },
    },
    async run(record) {
      const app = await serveBuilt([file.path]);
      try {
        const { client, disconnect } = await app.connect();
        const found = await stream(client, file, app.pid);
        disconnect();
        record('task', {
          measured: found.longest,
          runs: 1,
          beside: [
            { name: 'the whole stream', measured: found.seconds, unit: 's' },
            { name: 'rows in a second', measured: file.rows / found.seconds, unit: '' },
          ],
        });
        record('memory', { measured: found.bytes / MEGABYTE, runs: 1 });
      } finally {
        await app.stop();
      }
    },
  });
}

async function stream(client: Client, file: SalesFile, shell: number) {
  const { id } = await client.files.open({ path: file.path });
  let [rows, bytes, chunks] = [0, 0, 0];
  const started = performance.now();
  // Whatever keeps this thread from its next turn is one task.
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  for await (const chunk of client.queries.run({ file: id, console: 'bench', sql: SQL })) {
    if (chunk.kind === 'rows') rows += chunk.rows.length;
    chunks += 1;
    if (chunks % LOOK_EVERY === 0) bytes = Math.max(bytes, await memoryOf(client, shell));
  }
  delays.disable();
  if (rows !== file.rows) throw new Error(`${rows} rows came instead of ${file.rows}`);
  const longest = Math.max(0, delays.max / 1e6 - RESOLUTION);
  return { longest, bytes, seconds: (performance.now() - started) / 1000 };
}

/** Of the engine and its connections; the shell relays bytes only. */
async function memoryOf(client: Client, shell: number): Promise<number> {
  const { connections } = await client.stats.pool({});
  const { pid } = await client.stats.engine({});
  const pids = new Set([pid, ...connections.map((connection) => connection.pid)]);
  pids.delete(shell);
  return [...pids].reduce((sum, one) => sum + privateBytes(one), 0);
}
