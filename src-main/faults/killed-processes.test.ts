import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDatabase } from '../../e2e/fixtures/make-database.ts';
import { makeRunaways } from '../../e2e/fixtures/runaways.ts';
import type { EventValue } from '../../src-preload/contract/index.ts';
import { killProcess } from '../ports/node-spawner.ts';
import { isAlive, until, untilGone } from '../ports/testing/living-processes.ts';
import type { RunningApp, StartAppOptions } from '../testing/start-app.ts';
import { browse } from './testing/browse.ts';
import { enginePid, isLong, startCheckedApp } from './testing/checked-app.ts';
import { failureOf, outcomeOf } from './testing/failures.ts';
import { connectionPids, descendantsOf, descriptorsOf, leasedPids, untilStuck } from './testing/processes.ts';

const KILLS = isLong ? 50 : 2;
const isLinux = process.platform === 'linux';

let app: RunningApp;
let file: string;
let states: EventValue<'shell.engine'>['state'][];
beforeEach(() => start());
afterEach(() => app.stop());

async function start(options?: StartAppOptions): Promise<void> {
  app = await startCheckedApp(options);
  states = [];
  app.client.on('shell.engine', ({ state }) => states.push(state));
  ({ id: file } = await app.client.files.open({ path: makeRunaways(join(app.folder, 'runaways.db')) }));
}

/** The ids of all open files. */
const openIds = async () => (await app.client.files.opened({})).map(({ id }) => id);

test(
  'an engine that is killed again and again in the middle of calls comes back with the same files each time',
  async () => {
    const second = await app.client.files.open({ path: makeRunaways(join(app.folder, 'second.db')) });
    const ids = [file, second.id];
    const times: number[] = [];
    const before = isLinux ? descriptorsOf(process.pid) : 0;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const { view } = await app.client.rows.open({ file, object: 'random_loop' });
      const flight = [
        failureOf(app.client.rows.page({ view, anchor: { kind: 'first' }, limit: 10 })),
        failureOf(app.client.catalog.count({ file, object: 'cross_join', accuracy: 'exact' })),
      ];
      await untilStuck(app.client);
      const all = [enginePid(app), ...(await connectionPids(app.client))];
      const started = performance.now();
      process.kill(enginePid(app), 'SIGKILL');
      expect((await Promise.all(flight)).map(({ code }) => code)).toEqual(['ENGINE_GONE', 'ENGINE_GONE']);
      expect(await openIds()).toEqual(ids);
      times.push(performance.now() - started);
      await untilGone(all, 1_000);
      expect(
        (await failureOf(app.client.rows.page({ view, anchor: { kind: 'first' }, limit: 1 }))).code,
      ).toBe('VIEW_GONE');
      expect((await browse(app.client, file, 'calm', { limit: 5, most: 5 })).rows[0]).toEqual([1, 'row 1']);
      // Five deaths in half a minute are a loop; between two of these a user would have gone on for longer.
      if (kill % 4 === 0 && kill < KILLS) await app.client.shell.restartEngine({});
    }
    expect(states.slice(0, 2)).toEqual(['restarting', 'restarted']);
    expect(times.toSorted((a, b) => a - b)[times.length >> 1]).toBeLessThan(2_000);
    if (!isLinux) return;
    expect(descriptorsOf(process.pid)).toBeLessThanOrEqual(before);
    expect(descendantsOf(process.pid).filter((pid) => !isAlive(pid))).toEqual([]);
  },
  isLong ? 300_000 : 60_000,
);

test('a connection process that is killed takes at most the calls along that it answered', async () => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    const pids = await connectionPids(app.client, file);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    // Whether the end was noticed already or not, what is asked afterwards is answered.
    const outcome = await outcomeOf(browse(app.client, file, 'calm', { limit: 10, most: 10 }));
    if ('code' in outcome) expect(outcome.code).toBe('CONNECTION_GONE');
    expect((await browse(app.client, file, 'calm', { limit: 10, most: 10 })).rows).toHaveLength(10);
    await untilGone(pids, 1_000);
  }
  expect(states).toEqual([]);
});

test('a connection process that is killed inside a statement fails that call only', async () => {
  const count = outcomeOf(app.client.catalog.count({ file, object: 'cross_join', accuracy: 'exact' }));
  const { view } = await app.client.rows.open({ file, object: 'calm' });
  await app.client.rows.page({ view, anchor: { kind: 'first' }, limit: 10 });
  let hasEnded = false;
  void count.then(() => {
    hasEnded = true;
  });
  // It is begun again once, in case the file was cut under its mapping.
  while (!hasEnded) for (const pid of await leasedPids(app.client)) killProcess(pid);
  expect(await count).toMatchObject({ code: 'CONNECTION_GONE' });
  const page = await app.client.rows.page({ view, anchor: { kind: 'row', row: 4_990 }, limit: 100 });
  expect(page.rows).toHaveLength(10);
  expect(states).toEqual([]);
});

test.runIf(isLinux)('a connection that runs out of memory fails its call, and the file goes on', async () => {
  const path = makeDatabase(join(app.folder, 'hungry.db'), (db) => {
    db.exec(`
      CREATE TABLE calm (id INTEGER PRIMARY KEY, v TEXT);
      INSERT INTO calm VALUES (1, 'row');
      CREATE VIEW hungry AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
        SELECT group_concat(hex(randomblob(800))) AS c FROM n;
    `);
  });
  const { id } = await app.client.files.open({ path });
  await browse(app.client, id, 'calm');
  const { view } = await app.client.rows.open({ file: id, object: 'hungry' });
  const page = outcomeOf(app.client.rows.page({ view, anchor: { kind: 'first' }, limit: 1 }));
  // It may have 64 MB more than it has already.
  for (const pid of await untilStuck(app.client)) limitMemory(pid);
  const outcome = await page;
  expect('code' in outcome ? outcome.code : 'answered').toMatch(
    /^(NOMEM|TOO_BIG|CONNECTION_GONE|OBJECT_UNREADABLE)$/,
  );
  expect((await browse(app.client, id, 'calm')).rows).toEqual([[1, 'row']]);
  expect(states).toEqual([]);
});

/** prlimit(1): the address space that a running process may have. */
function limitMemory(pid: number): void {
  const pages = Number(/^(\d+)/.exec(execFileSync('cat', [`/proc/${pid}/statm`], { encoding: 'utf8' }))?.[1]);
  execFileSync('prlimit', ['--pid', String(pid), `--as=${pages * 4096 + 64 * 1024 * 1024}`]);
}

test('a stopped engine is told as hung, and a restart by the user brings the same files and their rows', async () => {
  await app.stop();
  await start({ heartbeat: { interval: 100, missed: 5 } });
  await until(() => states.at(-1) !== 'hung');
  states.length = 0;
  const stopped = enginePid(app);
  const connections = await connectionPids(app.client);
  process.kill(stopped, 'SIGSTOP');
  await until(() => states.includes('hung'));
  const waiting = failureOf(browse(app.client, file, 'calm'));
  expect(await app.client.shell.restartEngine({})).toBeNull();
  expect((await waiting).code).toBe('ENGINE_GONE');
  // An engine that takes its time to start counts as hung meanwhile.
  expect(states.filter((state, at) => at === 0 || /^restart/.test(state))).toEqual([
    'hung',
    'restarting',
    'restarted',
  ]);
  expect(enginePid(app)).not.toBe(stopped);
  expect(await openIds()).toEqual([file]);
  expect((await browse(app.client, file, 'calm', { limit: 1000 })).rows).toHaveLength(5_000);
  await untilGone([stopped, ...connections], 1_000);
});
