import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type BridgeFailure, type Client, isCancelled } from '../../src-preload/client.ts';
import type { EventValue } from '../../src-preload/contract/index.ts';
import { isAlive, until, untilGone } from '../ports/testing/living-processes.ts';
import { type RunningApp, type StartAppOptions, startApp } from '../testing/start-app.ts';

interface Started extends RunningApp {
  /** Id of an open file with views that never end. */
  readonly file: string;
  readonly states: EventValue<'shell.engine'>['state'][];
}

async function start(options?: StartAppOptions): Promise<Started> {
  const app = await startApp(options);
  onTestFinished(() => app.stop());
  const states: Started['states'] = [];
  app.client.on('shell.engine', ({ state }) => states.push(state));
  const { id } = await app.client.files.open({ path: makeEndless(join(app.folder, 'endless.sqlite')) });
  return { ...app, file: id, states };
}

/** A file with a table and a view whose only row never comes. */
function makeEndless(path: string): string {
  const db = new DatabaseSync(path);
  db.exec(`
    CREATE TABLE calm (id INTEGER PRIMARY KEY, v TEXT);
    INSERT INTO calm VALUES (1, 'row');
    CREATE VIEW endless_numbers AS
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n;`);
  db.close();
  return path;
}

/** Counts what never ends. */
const runAway = (client: Client, file: string, signal?: AbortSignal) =>
  client.catalog.count({ file, object: 'endless_numbers', accuracy: 'exact' }, { signal });

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error: BridgeFailure) => error.code,
  );

async function connectionPids(client: Client): Promise<readonly number[]> {
  const { connections } = await client.stats.pool({});
  return connections.map(({ pid }) => pid);
}

/** Those that work for somebody right now. */
async function leasedPids(client: Client): Promise<readonly number[]> {
  const { connections } = await client.stats.pool({});
  return connections.filter(({ state }) => state === 'leased').map(({ pid }) => pid);
}

/** Waits until a connection works on something for longer than opening a file takes. */
async function untilBusy(client: Client): Promise<readonly number[]> {
  for (let before: readonly number[] = []; ; ) {
    const now = await leasedPids(client);
    const still = now.filter((pid) => before.includes(pid));
    if (still.length > 0) return still;
    before = now;
    await delay(200);
  }
}

const pidOf = (app: RunningApp) => app.host.pid ?? -1;

test('calls of two windows with the same ids find their way back', async () => {
  const app = await start();
  const other = app.connect().client;
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => {
      const client = index % 2 === 0 ? app.client : other;
      return index % 4 < 2
        ? client.stats.engine({}).then(({ pid }) => pid === app.host.pid)
        : client.files.opened({}).then((files) => files[0]?.id === app.file);
    }),
  );
  expect(answers).toEqual(Array(40).fill(true));
});

test('a runaway is answered at once when it is cancelled, and its process is gone soon after', async () => {
  const app = await start();
  const controller = new AbortController();
  const runaway = runAway(app.client, app.file, controller.signal).catch((error: unknown) => error);
  const busy = await untilBusy(app.client);
  const started = performance.now();
  controller.abort();
  expect(isCancelled(await runaway)).toBe(true);
  expect(performance.now() - started).toBeLessThan(100);
  await untilGone(busy, 1_000);
});

test('an engine that is killed fails the calls in flight, and the next one has the same open files', async () => {
  const app = await start();
  const runaway = failureOf(runAway(app.client, app.file));
  await untilBusy(app.client);
  const first = pidOf(app);
  const connections = await connectionPids(app.client);
  process.kill(first, 'SIGKILL');
  expect(await runaway).toBe('ENGINE_GONE');
  // Asked while no engine is ready: waits for it.
  const opened = await app.client.files.opened({});
  expect(opened.map(({ id }) => id)).toEqual([app.file]);
  expect(app.states).toEqual(['restarting', 'restarted']);
  const { pid, restarts } = await app.client.stats.engine({});
  expect({ isNew: pid !== first, restarts }).toEqual({ isNew: true, restarts: 1 });
  expect(connections.length).toBeGreaterThan(0);
  await untilGone([first, ...connections], 1_000);
  const { objects } = await app.client.catalog.objects({ file: app.file });
  expect(objects.map(({ name }) => name)).toContain('calm');
});

test('a stopped engine counts as hung, and is ready again when it goes on', async () => {
  const app = await start({ heartbeat: { interval: 100, missed: 3 } });
  process.kill(pidOf(app), 'SIGSTOP');
  await until(() => app.states.includes('hung'));
  const late: string[] = [];
  app.connect().client.on('shell.engine', ({ state }) => late.push(state));
  await until(() => late.length > 0);
  expect(late).toEqual(['hung']);
  // The shell answers by itself meanwhile.
  expect((await app.client.shell.info({})).capabilities.shell).toBe('browser');
  process.kill(pidOf(app), 'SIGCONT');
  await until(() => app.states.includes('ready'));
  // On a busy machine it may count as hung once more right after that.
  expect(app.states.slice(0, 2)).toEqual(['hung', 'ready']);
});

test('a hung engine is replaced when the user asks for it', async () => {
  const app = await start({ heartbeat: { interval: 40, missed: 3 } });
  const stopped = pidOf(app);
  process.kill(stopped, 'SIGSTOP');
  await until(() => app.states.includes('hung'));
  const lost = failureOf(app.client.stats.engine({}));
  expect(await app.client.shell.restartEngine({})).toBeNull();
  expect(await lost).toBe('ENGINE_GONE');
  expect(isAlive(stopped)).toBe(false);
  expect((await app.client.files.opened({})).map(({ id }) => id)).toEqual([app.file]);
});

test.each<[string, (app: Started) => Promise<void>]>([
  ['that rests', async () => {}],
  [
    'inside a statement that never ends',
    async (app) => {
      void failureOf(runAway(app.client, app.file));
      await untilBusy(app.client);
    },
  ],
  [
    'that hangs',
    async (app) => {
      process.kill(pidOf(app), 'SIGSTOP');
      await until(() => app.states.includes('hung'));
    },
  ],
])('no process is left after the end of an app %s', async (_name, prepare) => {
  const app = await start({ heartbeat: { interval: 40, missed: 3 } });
  const pids = [pidOf(app), ...(await connectionPids(app.client))];
  await prepare(app);
  const started = performance.now();
  await app.host.dispose();
  // Far less than the patience with an engine that still answers.
  expect(performance.now() - started).toBeLessThan(5_000);
  await untilGone(pids, 1_000);
  expect(await failureOf(app.client.stats.engine({}))).toBe('ENGINE_GONE');
});

test('what a window that has left was asking for is stopped', async () => {
  const app = await start();
  const other = app.connect();
  void failureOf(runAway(other.client, app.file));
  const busy = await untilBusy(app.client);
  other.disconnect();
  await untilGone(busy, 1_000);
  expect(await leasedPids(app.client)).toEqual([]);
});

test.runIf(process.platform === 'linux')('SQLite is not loaded into the engine', async () => {
  const app = await start();
  const libraries = (pid: number) => readFileSync(`/proc/${pid}/maps`, 'utf8').match(/better-sqlite3/g) ?? [];
  expect(libraries(pidOf(app))).toEqual([]);
  const [connection = -1] = await connectionPids(app.client);
  expect(libraries(connection)).not.toEqual([]);
});
