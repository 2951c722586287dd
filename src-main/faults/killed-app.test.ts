import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Client } from '../../src-preload/client.ts';
import { isAlive, until, untilGone } from '../ports/testing/living-processes.ts';
import { isLong } from './testing/checked-app.ts';
import { connectPage } from './testing/connect-page.ts';
import { EditingScript, makeEdited, stagedNumbers, stepOf } from './testing/editing-script.ts';
import { descendantsOf } from './testing/processes.ts';
import { randomNumbers } from './testing/random-numbers.ts';
import { startShell } from './testing/start-shell.ts';

const KILLS = isLong ? 20 : 1;
const COMMIT_KILLS = isLong ? 40 : 1;
/** Edits of a commit. */
const EDITS = 250;

/** The app as its user has it: a shell, an engine and connections, each a process, and a page at its socket. */
interface WholeApp {
  readonly client: Client;
  /** Rejects when the app is gone. */
  readonly gone: Promise<never>;
  /** All its processes, the shell first. */
  processes(): readonly number[];
  /** Kills its processes at once, or the shell alone, and resolves when none is left. */
  kill(pids?: readonly number[], isShellAlone?: boolean): Promise<void>;
}

let folder: string;
let path: string;
let living: WholeApp | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-killed-'));
  path = makeEdited(join(folder, 'edited.db'));
});
afterEach(async () => {
  await living?.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<WholeApp> {
  const shell = await startShell(folder);
  const { client, socket } = await connectPage(shell.address);
  const gone = once(socket, 'close').then(() => Promise.reject(new Error('gone')));
  gone.catch(() => undefined);
  const processes = () => [shell.pid, ...descendantsOf(shell.pid)];
  living = {
    client,
    gone,
    processes,
    async kill(pids = processes(), isShellAlone = false) {
      for (const pid of isShellAlone ? pids.slice(0, 1) : pids)
        if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      living = undefined;
      await untilGone(pids, 20_000);
      socket.terminate();
    },
  };
  return living;
}

const hash = () => createHash('sha256').update(readFileSync(path)).digest('hex');

test.runIf(process.platform === 'linux')(
  'an app that is killed with all its processes has every edit again that it confirmed, in order, and wrote none',
  async () => {
    const before = hash();
    const random = randomNumbers(5);
    const script = new EditingScript();
    let underWay: readonly number[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const { client, gone, processes, kill: end } = await start();
      const { id: file } = await client.files.open({ path });
      script.check(await stagedNumbers(client, file), underWay);
      let isKilled = false;
      let answers = 0;
      const running = script.run(
        (step) =>
          Promise.race([client.edits.stage({ file, steps: [step] }).then(() => (answers += 1)), gone]),
        () => isKilled,
        (error) => expect(error).toMatchObject({ message: 'gone' }),
      );
      const most = random() * 60;
      await until(() => answers >= most, 60_000);
      // Without its shell the engine ends by itself, and may still keep what it was asked for.
      const pids = processes();
      await delay(random() * 10);
      const ended = end(pids, kill % 4 === 0);
      isKilled = true;
      await ended;
      underWay = await running;
    }
    const { client } = await start();
    const { id: file } = await client.files.open({ path });
    script.check(await stagedNumbers(client, file), underWay);
    expect(script.confirmed.length).toBeGreaterThan(2 * KILLS);
    expect(hash()).toBe(before);
  },
  isLong ? 600_000 : 60_000,
);

/** How many of the edits of the script from `first` on are in a file, by a connection of the test's own. */
function written(path: string, first: number): number {
  const database = new Database(path);
  try {
    const one = (sql: string, ...values: unknown[]) =>
      Number(
        database
          .prepare(sql)
          .pluck()
          .get(...values),
      );
    let found = 0;
    for (let n = first; n < first + EDITS; n += 1) {
      if (n % 5 === 4) found += one('SELECT count(*) FROM t WHERE id > 10000 AND a = ?', n);
      else if (n % 5 === 3) found += one('SELECT count(*) = 0 FROM t WHERE id = ?', n + 1);
      else if (n % 5 === 2) found += one('SELECT doc = ? FROM docs WHERE rowid = ?', `{"n":${n}.0}`, n + 1);
      else found += one('SELECT a = ? FROM t WHERE id = ?', `edit ${n}`, n + 1);
    }
    return found;
  } finally {
    database.close();
  }
}

const numbersFrom = (first: number) => Array.from({ length: EDITS }, (_, at) => first + at);

/**
 * After a kill in the commit of the edits from `first` on: the file has all or none, what is staged is not in it or is
 * known to be, and in the end each edit is in the file once. Gives what the app found.
 */
async function settle({ client }: WholeApp, path: string, first: number) {
  const { id: file } = await client.files.open({ path });
  const staged = await stagedNumbers(client, file);
  const done = written(path, first);
  expect([0, EDITS]).toContain(done);
  // Written and noted: nothing is staged. Otherwise everything is, in its order.
  if (staged.length === 0) expect(done).toBe(EDITS);
  else expect(staged).toEqual(numbersFrom(first));
  if (staged.length > 0) {
    let result = await client.commits.write({ file });
    if (done === EDITS) {
      // New rows that are there already are not written again without a word.
      const isNew = { kind: 'insert', what: 'exists' };
      expect(result).toMatchObject({ kind: 'conflict', total: EDITS / 5 });
      const rows = result.kind === 'conflict' ? result.rows : [];
      expect(rows).toMatchObject(rows.map(() => isNew));
      const decisions = rows.map(({ object, row }) => ({
        object,
        row,
        column: null,
        path: null,
        take: 'theirs' as const,
      }));
      result = await client.commits.write({ file, decisions });
    }
    expect(result).toMatchObject({ kind: 'committed' });
  }
  expect(written(path, first)).toBe(EDITS);
  expect((await client.edits.state({ file })).counts).toEqual({ inserted: 0, updated: 0, deleted: 0 });
  return file;
}

test.runIf(process.platform === 'linux')(
  'an app that is killed in a commit has written all of it or nothing, and knows which',
  async () => {
    const files = ['DELETE', 'WAL'].map((mode) => {
      const each = { path: makeEdited(join(folder, `${mode}.db`)), first: 0, usual: 0 };
      const database = new Database(each.path);
      database.pragma(`journal_mode = ${mode}`);
      database.close();
      return each;
    });
    const random = randomNumbers(14);
    let app = await start();
    for (const each of files) {
      const { id: file } = await app.client.files.open({ path: each.path });
      await app.client.edits.stage({ file, steps: numbersFrom(0).map(stepOf) });
      const started = performance.now();
      await app.client.commits.write({ file });
      each.usual = performance.now() - started;
    }
    for (let kill = 0; kill < COMMIT_KILLS; kill += 1) {
      const each = files[kill % 2] ?? expect.fail();
      const file = await settle(app, each.path, each.first);
      each.first += EDITS;
      await app.client.edits.stage({ file, steps: numbersFrom(each.first).map(stepOf) });
      const committing = Promise.race([app.client.commits.write({ file }), app.gone]);
      committing.catch(() => undefined);
      await delay((0.3 + 0.9 * random()) * each.usual);
      await app.kill();
      app = await start();
      await settle(app, each.path, each.first);
    }
  },
  isLong ? 600_000 : 60_000,
);

/** Whether pages of the file itself may have been overwritten: SQLite writes the first bytes before that. */
function isHot(journal: string): boolean {
  return (
    existsSync(journal) &&
    readFileSync(journal)
      .subarray(0, 8)
      .some((byte) => byte !== 0)
  );
}

test.runIf(process.platform === 'linux')(
  'an app that is killed with its journal beside the file has its edits again, and writes them by the next commit',
  async () => {
    const database = new Database(path);
    database.exec(`CREATE TABLE log (x);
      CREATE TRIGGER slow AFTER UPDATE ON t BEGIN INSERT INTO log SELECT a.id FROM t a, (SELECT 1 FROM t LIMIT 20); END;`);
    database.close();
    const { client, gone, kill } = await start();
    const { id } = await client.files.open({ path });
    const updates = numbersFrom(0)
      .filter((n) => n % 5 < 2)
      .slice(0, 10);
    await client.edits.stage({ file: id, steps: updates.map(stepOf) });
    Promise.race([client.commits.write({ file: id }), gone]).catch(() => undefined);
    // Before that nothing of it is in the file.
    await until(() => isHot(`${path}-journal`), 60_000);
    await kill();
    const again = await start();
    const opened = await again.client.files.open({ path });
    expect(opened.readMode).toBe('private-copy');
    const staged = await stagedNumbers(again.client, opened.id);
    expect(staged).toEqual(updates);
    expect(await again.client.commits.write({ file: opened.id })).toMatchObject({ kind: 'committed' });
    expect((await again.client.files.opened({}))[0]).toMatchObject({
      readMode: 'normal',
      readOnlyReason: null,
    });
    const [first] = await stagedNumbers(again.client, opened.id);
    expect(first).toBeUndefined();
    const after = new Database(path, { readonly: true });
    expect(after.prepare(`SELECT count(*) FROM t WHERE a LIKE 'edit %'`).pluck().get()).toBe(staged.length);
    expect(after.pragma('integrity_check', { simple: true })).toBe('ok');
    after.close();
  },
  120_000,
);
