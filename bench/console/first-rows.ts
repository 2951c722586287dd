import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Client } from '../../src-preload/client.ts';
import { serveBuilt } from '../app/serve.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { interleave, median } from '../harness/samples.ts';

const ROUNDS = 7;

/** Statements of which the first row takes no work, and a sort of everything. */
const STATEMENTS = {
  plain: 'SELECT * FROM sales',
  sorted: 'SELECT * FROM sales ORDER BY amount',
} as const;

/** The first rows of a statement through the bridge, beside the first row that the sqlite3 command line prints. */
export function firstRows({ path }: SalesFile) {
  const measure = (what: string) => ({
    name: `first rows of ${what}, above 1.5x the first row of sqlite3`,
    unit: 'ms',
    target: 20,
  });
  return part({
    name: 'first rows',
    measures: { plain: measure('a plain SELECT'), sorted: measure('a SELECT that is sorted as a whole') },
    async run(record) {
      const app = await serveBuilt([path]);
      try {
        const { client, disconnect } = await app.connect();
        const { id: file } = await client.files.open({ path });
        // The connection for statements is there, as in a console that was used once.
        await untilRows(client, file, 'SELECT 1');
        for (const [key, sql] of Object.entries(STATEMENTS)) {
          const { ours, theirs } = await interleave(ROUNDS, {
            ours: { run: () => untilRows(client, file, sql) },
            theirs: { run: () => untilPrinted(path, sql) },
          });
          const [own, other] = [median(ours), median(theirs)];
          record(key as keyof typeof STATEMENTS, {
            measured: own - 1.5 * other,
            runs: ROUNDS,
            beside: [
              { name: 'first rows decoded', measured: own, unit: 'ms' },
              { name: 'sqlite3, its start included', measured: other, unit: 'ms' },
            ],
          });
        }
        disconnect();
      } finally {
        await app.stop();
      }
    },
  });
}

async function untilRows(client: Client, file: string, sql: string): Promise<number> {
  const started = performance.now();
  for await (const chunk of client.queries.run({ file, console: 'bench', sql })) {
    if (chunk.kind === 'rows') return performance.now() - started;
  }
  throw new Error('there were no rows');
}

async function untilPrinted(path: string, sql: string): Promise<number> {
  const started = performance.now();
  const child = spawn('sqlite3', ['-readonly', path, sql], { stdio: ['ignore', 'pipe', 'inherit'] });
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  await Promise.race([once(child.stdout, 'data'), failed]);
  const taken = performance.now() - started;
  child.kill('SIGKILL');
  await once(child, 'exit');
  return taken;
}
