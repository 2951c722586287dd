import { startBrowser } from '../app/browser.ts';
import { serveBuilt } from '../app/serve.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { median, quantile } from '../harness/samples.ts';

const ROUNDS = 7;
/** Milliseconds for which nobody else holds a connection here. */
const LONG = 2000;
const ENDLESS =
  'WITH RECURSIVE leak(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM leak) SELECT count(*) FROM leak';

/** From taking a connection that is never given back to the line on the page that names it. */
export function naming(file: SalesFile) {
  return part({
    name: 'naming',
    measures: {
      named: {
        name: 'a connection that is kept: until the page names who has it, longest',
        unit: 's',
        target: 5,
      },
    },
    async run(record) {
      const served = await serveBuilt([file.path]);
      const browser = await startBrowser();
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        await page.goto(served.address);
        await page.getByRole('button', { name: /^Connections/ }).click();
        await page.getByRole('table', { name: 'Connections' }).waitFor();
        const { client, disconnect } = await served.connect();
        const { id } = await client.files.open({ path: file.path });
        const leak = async () => {
          try {
            for await (const _ of client.queries.run({ file: id, console: 'leak', sql: ENDLESS }));
          } catch {
            // It ends in no other way than by being killed.
          }
        };
        const held = page.getByRole('status').filter({ hasText: 'has been held for' });
        const times: number[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          const started = Date.now();
          const leaking = leak();
          await held.waitFor();
          times.push((Date.now() - started) / 1000);
          const since = Date.now() - LONG;
          const { connections } = await client.stats.pool({ file: id });
          const holding = connections.find(({ heldSince }) => heldSince !== null && heldSince <= since);
          if (holding === undefined) throw new Error('the page named a connection that nobody holds');
          await client.stats.kill({ connection: holding.id });
          await leaking;
          await held.waitFor({ state: 'hidden' });
        }
        disconnect();
        record('named', {
          measured: quantile(times, 1),
          runs: ROUNDS,
          beside: [{ name: 'p50', measured: median(times), unit: 's' }],
        });
      } finally {
        await browser.close();
        await served.stop();
      }
    },
  });
}
