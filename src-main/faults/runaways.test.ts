import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeRunaways, runawayViews } from '../../e2e/fixtures/runaways.ts';
import type { Client } from '../../src-preload/client.ts';
import { untilGone } from '../ports/testing/living-processes.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { browse } from './testing/browse.ts';
import { startCheckedApp } from './testing/checked-app.ts';
import { failureOf } from './testing/failures.ts';
import { leasedPids, untilStuck } from './testing/processes.ts';

let app: RunningApp;
let file: string;
beforeAll(async () => {
  app = await startCheckedApp();
});
beforeEach(async () => {
  const folder = mkdtempSync(join(app.folder, 'test-'));
  ({ id: file } = await app.client.files.open({ path: makeRunaways(join(folder, 'runaways.db')) }));
  // The first page of anything: what follows is not about starting processes.
  await browse(app.client, file, 'calm', { limit: 50, most: 50 });
});
afterEach(async () => {
  for (const { id } of await app.client.files.opened({})) await app.client.files.close({ file: id });
});
afterAll(() => app.stop());

async function viewOf(client: Client, object: string): Promise<string> {
  return (await client.rows.open({ file, object })).view;
}

/** Asks for rows that never come; gives the failure with which that ends. */
async function runAway(client: Client, object: string, signal?: AbortSignal) {
  return await failureOf(
    (async () => {
      const view = await viewOf(client, object);
      await client.rows.page({ view, anchor: { kind: 'first' }, limit: 100 }, { signal });
    })(),
  );
}

/** Milliseconds that a page of the calm table takes. */
async function calmPage(client: Client): Promise<number> {
  const started = performance.now();
  const { rows } = await browse(client, file, 'calm', { limit: 100, most: 100 });
  expect(rows).toHaveLength(100);
  return performance.now() - started;
}

const middleOf = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;

describe.each(runawayViews)('%s', (object) => {
  test('is answered within 100 ms of a cancel, its processes are gone within 1 s, and others are served', async () => {
    const cancelTimes: number[] = [];
    const calmTimes: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const controller = new AbortController();
      const runaway = runAway(app.client, object, controller.signal);
      const stuck = await untilStuck(app.client);
      calmTimes.push(await calmPage(app.connect().client));
      const started = performance.now();
      controller.abort();
      expect((await runaway).code).toBe('CANCELLED');
      cancelTimes.push(performance.now() - started);
      await untilGone(stuck, 1_000);
      expect(await leasedPids(app.client)).toEqual([]);
      // The middle of three is known once two are quick.
      if (round === 1 && Math.max(...cancelTimes) < 100 && Math.max(...calmTimes) < 500) break;
    }
    // The middle of three: another program may have had both processors at one of the moments.
    expect(middleOf(cancelTimes)).toBeLessThan(100);
    expect(Math.max(...cancelTimes)).toBeLessThan(500);
    expect(middleOf(calmTimes)).toBeLessThan(500);
  });

  test('its exact count can be cancelled as well', async () => {
    const controller = new AbortController();
    const count = failureOf(
      app.client.catalog.count({ file, object, accuracy: 'exact' }, { signal: controller.signal }),
    );
    const stuck = await untilStuck(app.client);
    const started = performance.now();
    controller.abort();
    expect((await count).code).toBe('CANCELLED');
    expect(performance.now() - started).toBeLessThan(500);
    await untilGone(stuck, 1_000);
  });
});

test('what was stopped starts again when it is asked for again, and ends with its view', async () => {
  const view = await viewOf(app.client, 'random_loop');
  const first = { view, anchor: { kind: 'first' }, limit: 10 } as const;
  const controller = new AbortController();
  const stopped = failureOf(app.client.rows.page(first, { signal: controller.signal }));
  const before = await untilStuck(app.client);
  controller.abort();
  expect((await stopped).code).toBe('CANCELLED');
  await untilGone(before, 1_000);
  const again = failureOf(app.client.rows.page(first, { signal: AbortSignal.timeout(20_000) }));
  const now = await untilStuck(app.client);
  await app.client.rows.close({ view });
  await untilGone(now, 1_000);
  expect((await again).code).toBe('VIEW_GONE');
});

test('all of them at once, in two windows, keep nobody from a table of the same file or from another file', async () => {
  const other = app.connect();
  const ends = runawayViews.flatMap((object) => [runAway(app.client, object), runAway(other.client, object)]);
  const counts = runawayViews.map((object) =>
    failureOf(other.client.catalog.count({ file, object, accuracy: 'exact' })),
  );
  await untilStuck(app.client, 2);
  expect(await calmPage(app.client)).toBeLessThan(2_000);
  expect((await app.client.catalog.objects({ file })).objects.map(({ name }) => name)).toContain('calm');
  const { id: second } = await app.client.files.open({ path: makeRunaways(join(app.folder, 'second.db')) });
  expect((await browse(app.client, second, 'calm', { most: 10, limit: 10 })).rows).toHaveLength(10);
  const stuck = await leasedPids(app.client);
  await app.client.files.close({ file });
  const codes = await Promise.all([...ends, ...counts].map(async (end) => (await end).code));
  expect(new Set(codes)).toEqual(new Set(['FILE_NOT_OPEN', 'VIEW_GONE']));
  await untilGone(stuck, 1_000);
  other.disconnect();
});
