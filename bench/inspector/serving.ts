import { ConnectionManager, createProcessConnector, type FileTarget } from '../../src-main/engine/index.ts';
import { createNodeSpawner } from '../../src-main/ports/node-spawner.ts';
import type { SalesFile } from '../data/sales-file.ts';
import { part } from '../harness/part.ts';
import { median, quantile } from '../harness/samples.ts';

const ROUNDS = 15;
/** Milliseconds until the process that is started ahead for the next one is ready, as it is in an app at work. */
const PAUSE = 1500;
const ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';

/** From killing the connection that somebody holds, inside a statement, to the answer of the next in the queue. */
export function serving({ path }: SalesFile) {
  return part({
    name: 'serving',
    measures: {
      served: {
        name: 'writer killed inside a statement: until the next in the queue has an answer, p95',
        unit: 'ms',
        target: 500,
      },
    },
    async run(record) {
      const spawner = createNodeSpawner(new URL('../../out/main/serve.js', import.meta.url).href);
      const connector = createProcessConnector({ spawn: () => spawner.spawn('connection-process') });
      const manager = new ConnectionManager({ connector });
      const target: FileTarget = { file: path, driver: 'better-sqlite3', options: { filename: path } };
      try {
        const times: number[] = [];
        // In the first round nothing is compiled yet.
        for (let round = -1; round < ROUNDS; round += 1) {
          await new Promise((resolve) => setTimeout(resolve, PAUSE));
          const time = await killOnce(manager, target);
          if (round >= 0) times.push(time);
        }
        record('served', {
          measured: quantile(times, 0.95),
          runs: ROUNDS,
          beside: [{ name: 'p50', measured: median(times), unit: 'ms' }],
        });
      } finally {
        await manager.closeAll();
        await connector.dispose?.();
      }
    },
  });
}

async function killOnce(manager: ConnectionManager, target: FileTarget): Promise<number> {
  using held = await manager.lease(target, 'writer', { holder: 'leak' });
  const { id } = held.connection;
  const gone = held.connection.query(ENDLESS).then(
    () => {
      throw new Error('a statement without an end has ended');
    },
    () => undefined,
  );
  const queued = manager.lease(target, 'writer', { holder: 'next' });
  await untilRunning(manager, id);
  const started = performance.now();
  manager.kill(id);
  using next = await queued;
  const { rows } = await next.connection.query('SELECT 7');
  const time = performance.now() - started;
  await gone;
  if (rows[0]?.[0] !== 7) throw new Error('the next in the queue got no answer');
  return time;
}

/** The statement is in its process, and the other request in the queue. */
async function untilRunning(manager: ConnectionManager, id: string): Promise<void> {
  for (;;) {
    const { connections, waiting } = manager.getStats();
    if (waiting === 1 && connections.some((one) => one.id === id && one.statement !== null)) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
}
