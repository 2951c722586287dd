import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeRunaways } from '../../e2e/fixtures/runaways.ts';
import { untilGone } from '../ports/testing/living-processes.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { browse } from './testing/browse.ts';
import { isLong, startCheckedApp } from './testing/checked-app.ts';
import { failureOf } from './testing/failures.ts';
import { leasedPids, untilStuck } from './testing/processes.ts';

/** Statements that never end by themselves. */
const ENDLESS = [
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n',
  `SELECT count(*) FROM calm a, calm b, calm c, calm d WHERE a.v || b.v < c.v || d.v`,
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE randomblob(1000) = x'00'`,
  'SELECT sum(a.id * b.id) OVER (ORDER BY c.id) FROM calm a, calm b, calm c',
];

/** Of each kind at least two: the second is cancelled where one was cancelled before. */
const RUNAWAYS = isLong ? 20 : 8;

let app: RunningApp;
let file: string;
beforeEach(async () => {
  app = await startCheckedApp();
  ({ id: file } = await app.client.files.open({ path: makeRunaways(join(app.folder, 'runaways.db')) }));
  await browse(app.client, file, 'calm', { limit: 50, most: 50 });
});
afterEach(() => app.stop());

async function rowsOf(of: string, sql: string, signal?: AbortSignal) {
  const rows: unknown[] = [];
  for await (const chunk of app.client.queries.run({ file: of, console: 'c', sql }, { signal }))
    if (chunk.kind === 'rows') rows.push(...chunk.rows);
  return rows;
}

test(`${RUNAWAYS} runaway statements are cancelled one by one within 500 ms each, while pages and another file go on`, async () => {
  const { id: other } = await app.client.files.open({ path: makeRunaways(join(app.folder, 'other.db')) });
  const runaways = Array.from({ length: RUNAWAYS }, (_, index) => {
    const controller = new AbortController();
    const sql = ENDLESS[index % ENDLESS.length] ?? '';
    return { controller, failure: failureOf(rowsOf(file, sql, controller.signal)) };
  });
  const times: number[] = [];
  for (const { controller, failure } of runaways) {
    await untilStuck(app.client);
    const started = performance.now();
    controller.abort();
    expect((await failure).code).toBe('CANCELLED');
    times.push(performance.now() - started);
    if (times.length % 4 > 0) continue;
    // The next ones are running by now.
    const { rows } = await browse(app.client, file, 'calm', { limit: 100, most: 100 });
    expect(rows).toHaveLength(100);
    expect(await rowsOf(other, 'SELECT count(*) FROM calm')).toEqual([[5000]]);
  }
  expect(Math.max(...times)).toBeLessThan(500);
  expect(times.toSorted((a, b) => a - b)[RUNAWAYS >> 1]).toBeLessThan(100);
  await expect.poll(() => leasedPids(app.client), { timeout: 10_000 }).toEqual([]);
  expect(await rowsOf(file, 'SELECT 1')).toEqual([[1]]);
});

test('a runaway statement ends with its window, and a running write is taken back when it is stopped', async () => {
  const second = app.connect();
  const run = second.client.queries.run({ file, console: 'c', sql: ENDLESS[0] ?? '' });
  const waiting = failureOf(run.next());
  waiting.catch(() => undefined);
  const reading = await untilStuck(app.client);
  second.disconnect();
  await untilGone(reading, 1_000);
  const controller = new AbortController();
  const sql =
    'INSERT INTO calm (v) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n';
  const writing = failureOf(
    (async () => {
      const input = { file, console: 'c', sql, writing: 'commit' } as const;
      for await (const _ of app.client.queries.run(input, { signal: controller.signal }));
    })(),
  );
  const stuck = await untilStuck(app.client);
  const started = performance.now();
  controller.abort();
  expect((await writing).code).toBe('CANCELLED');
  expect(performance.now() - started).toBeLessThan(500);
  await untilGone(stuck, 1_000);
  expect(
    await rowsOf(file, 'SELECT count(*), (SELECT integrity_check FROM pragma_integrity_check) FROM calm'),
  ).toEqual([[5000, 'ok']]);
});
