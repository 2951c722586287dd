import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDriver } from '../../engine/index.ts';
import { failureOf } from '../../faults/testing/failures.ts';
import { leasedPids, untilStuck } from '../../faults/testing/processes.ts';
import { untilGone } from '../../ports/testing/living-processes.ts';
import { type RunningApp, startApp } from '../../testing/start-app.ts';

const SCHEMA = `PRAGMA journal_mode = WAL;
  CREATE TABLE calm (id INTEGER PRIMARY KEY, v TEXT);
  CREATE TABLE slow (id INTEGER PRIMARY KEY, v INT AS (length(hex(zeroblob(30000 + id % 2))) + id) VIRTUAL, w);
  WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 16000) INSERT INTO slow (id, w) SELECT x, -x FROM c;
  INSERT INTO calm SELECT id, 'row ' || id FROM slow LIMIT 3000;
  CREATE VIEW silent AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c WHERE x < 0;
  CREATE VIEW stalling AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c WHERE x <= 300;
  CREATE VIEW talking AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x, hex(zeroblob(2000)) AS y FROM c`;

let app: RunningApp;
let path: string;
let file: string;
beforeEach(async () => {
  app = await startApp();
  path = join(app.folder, 'endless.db');
  const driver = openDriver('better-sqlite3', { filename: path });
  driver.execSync(SCHEMA);
  driver.closeSync();
  ({ id: file } = await app.client.files.open({ path }));
}, 60_000);
afterEach(() => app.stop());

const first = { kind: 'first' } as const;

test('an endless view shows its first rows, and ends with its view, its client and its file', async () => {
  const ends: readonly ((
    client: RunningApp['client'],
    views: readonly string[],
    leave: () => void,
  ) => unknown)[] = [
    (client, views) => Promise.all(views.map((view) => client.rows.close({ view }))),
    (_client, _views, leave) => leave(),
    (client) => client.files.close({ file }),
  ];
  for (const end of ends) {
    const { client, disconnect } = app.connect();
    const { view } = await client.rows.open({ file, object: 'talking' });
    const { rows } = await client.rows.page({ view, anchor: first, limit: 3 });
    expect(rows.map(([x]) => x)).toEqual([1, 2, 3]);
    const silent = await client.rows.open({ file, object: 'silent' });
    const page = failureOf(client.rows.page({ view: silent.view, anchor: first, limit: 3 }));
    await untilStuck(app.client, 2);
    await end(client, [view, silent.view], disconnect);
    // The one that gives rows stops by itself and stays for the next; the silent one can only be ended.
    await expect.poll(() => leasedPids(app.client), { timeout: 2_000 }).toEqual([]);
    // Whoever has left gets no answer, or that the view has gone.
    void page.catch(() => {});
    disconnect();
  }
}, 120_000);

test('rows that have come are shown, also when the next one never comes', async () => {
  const { client } = app;
  const { view } = await client.rows.open({ file, object: 'stalling' });
  const page = await client.rows.page({ view, anchor: first, limit: 200 });
  expect([page.rows.length, page.rows.at(-1), page.isEnd]).toEqual([200, [200], false]);
  const rest = await client.rows.page({ view, anchor: { kind: 'row', row: 200 }, limit: 200 });
  expect([rest.rows[0], rest.rows.length > 50, rest.isEnd]).toEqual([[201], true, false]);
  await client.rows.close({ view });
});

test('opened again with another sort, the old one ends; a cancelled page leaves no second one behind', async () => {
  const { client } = app;
  const old = await client.rows.open({ file, object: 'silent' });
  for (let round = 0; round < 2; round += 1) {
    const page = failureOf(
      client.rows.page({ view: old.view, anchor: first, limit: 3 }, { signal: AbortSignal.timeout(300) }),
    );
    expect((await page).code).toBe('CANCELLED');
    expect((await leasedPids(client)).length).toBeLessThanOrEqual(1);
  }
  await vi.waitFor(async () => expect(await leasedPids(client)).toEqual([]), 2_000);
  const again = failureOf(client.rows.page({ view: old.view, anchor: first, limit: 3 }));
  const stuck = await untilStuck(client);
  expect(stuck).toHaveLength(1);
  const { view } = await client.rows.open({
    file,
    object: 'silent',
    sort: [{ column: 'x', direction: 'down' }],
  });
  await client.rows.close({ view: old.view });
  await untilGone(stuck, 1_000);
  expect((await again).code).toBe('VIEW_GONE');
  const [pid] = await untilStuck(client);
  await client.rows.close({ view });
  await untilGone(pid === undefined ? [] : [pid], 1_000);
}, 120_000);

test('a filter that few rows pass keeps no reader, can be cancelled, and comes to its rows', async () => {
  const { client } = app;
  const readers = async () =>
    (await client.stats.pool({ file })).connections.filter(
      ({ role, state }) => role === 'reader' && state === 'leased',
    );
  const rare = await client.rows.open({ file, object: 'slow', filter: [{ column: 'v', text: '>= 76000' }] });
  const page = client.rows.page({ view: rare.view, anchor: first, limit: 10 });
  const cancelled = failureOf(
    client.rows.page(
      { view: rare.view, anchor: { kind: 'last' }, limit: 10 },
      { signal: AbortSignal.timeout(200) },
    ),
  );
  await delay(120);
  await vi.waitFor(async () => expect(await readers()).toEqual([]), { timeout: 30_000, interval: 20 });
  expect((await cancelled).code).toBe('CANCELLED');
  const calm = await client.rows.open({ file, object: 'calm' });
  expect((await client.rows.page({ view: calm.view, anchor: first, limit: 10 })).rows).toHaveLength(10);
  expect((await page).rows.map(([id]) => id)).toEqual([15_999, 16_000]);
  expect(await page).toMatchObject({ firstRow: 0, isStart: true, isEnd: true });
  // While it still scans, the view ends, and its worker with it.
  const other = await client.rows.open({ file, object: 'slow', filter: [{ column: 'v', text: '< 0' }] });
  const never = failureOf(client.rows.page({ view: other.view, anchor: first, limit: 10 }));
  await delay(250);
  await client.rows.close({ view: other.view });
  // Ended, or free again where it had not begun yet.
  await vi.waitFor(async () => expect(await leasedPids(client)).toEqual([]), {
    timeout: 2_000,
    interval: 20,
  });
  expect((await never).code).toBe('VIEW_GONE');
}, 120_000);
