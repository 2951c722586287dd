import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDatabase } from '../../e2e/fixtures/make-database.ts';
import type { EditStep, StagedRow } from '../../src-preload/contract/index.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { enginePid, isLong, startCheckedApp } from './testing/checked-app.ts';
import { outcomeOf } from './testing/failures.ts';
import { randomNumbers } from './testing/random-numbers.ts';

const KILLS = isLong ? 200 : 20;
/** Calls under way at once: they share a write of the journal. */
const AT_ONCE = 4;

let app: RunningApp;
let file: string;
let path: string;
beforeEach(async () => {
  app = await startCheckedApp();
  path = makeDatabase(join(app.folder, 'edited.db'), (db) => {
    db.exec(`
      CREATE TABLE t (id INTEGER PRIMARY KEY, a);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10000) INSERT INTO t SELECT i, 'a' || i FROM n;
      CREATE TABLE docs (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
      INSERT INTO docs SELECT 'd' || i, '{"n":1.10}' FROM (SELECT id AS i FROM t);
    `);
  });
  ({ id: file } = await app.client.files.open({ path }));
});
afterEach(() => app.stop());

const hash = () => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The nth edit of the script: each of a row of its own. */
function stepOf(n: number): EditStep {
  if (n % 5 === 4) return { kind: 'insert', object: 't', id: `n${n}`, values: [{ column: 'a', value: n }] };
  if (n % 5 === 3) return { kind: 'delete', object: 't', row: { key: [n + 1] } };
  if (n % 5 === 2) {
    return {
      kind: 'field',
      object: 'docs',
      row: { key: [n + 1] },
      column: 'doc',
      path: ['n'],
      raw: `${n}.0`,
    };
  }
  return { kind: 'set', object: 't', row: { key: [n + 1] }, column: 'a', value: `edit ${n}` };
}

/** Which edit of the script staged a row. */
function numberOf({ row }: Pick<StagedRow, 'row'>): number {
  return 'key' in row ? Number(row.key[0]) - 1 : Number(row.inserted.slice(1));
}

async function list(): Promise<StagedRow[]> {
  const rows: StagedRow[] = [];
  for await (const chunk of app.client.edits.list({ file })) rows.push(...chunk.rows);
  return rows;
}

/** The shell may hear of the end of an engine only by this call. */
async function staged(): Promise<StagedRow[]> {
  const outcome = await outcomeOf(list());
  return 'value' in outcome ? outcome.value : await list();
}

test(
  'an engine that is killed at any moment has every edit again that it confirmed, in order, and wrote none',
  async () => {
    const before = hash();
    const random = randomNumbers(20);
    let next = 0;
    let confirmed: number[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      let isKilled = false;
      // The file is opened again first: a kill before that has nothing to do with edits.
      await app.client.edits.rules({ file, object: 't' });
      const killing = delay(random() * 200).then(() => {
        isKilled = true;
        process.kill(enginePid(app), 'SIGKILL');
      });
      const asked: number[] = [];
      const ask = async () => {
        while (!isKilled) {
          const n = next;
          next += 1;
          asked.push(n);
          const outcome = await outcomeOf(app.client.edits.stage({ file, steps: [stepOf(n)] }));
          if ('value' in outcome) confirmed.push(n);
          else expect(outcome.code).toBe('ENGINE_GONE');
        }
      };
      await Promise.all([killing, ...Array.from({ length: AT_ONCE }, ask)]);
      const found = (await staged()).map(numberOf);
      // Confirmed ones are there in their order; of those under way the first ones may be, too.
      expect(found.filter((n) => confirmed.includes(n))).toEqual(confirmed);
      expect(
        found.filter((n) => !confirmed.includes(n)).every((n) => asked.slice(-AT_ONCE).includes(n)),
      ).toBe(true);
      confirmed = found;
      // Five deaths in half a minute are a loop; a user would have gone on for longer between two of these.
      if (kill % 4 === 0) await app.client.shell.restartEngine({});
    }
    expect(confirmed.length).toBeGreaterThan(2 * KILLS);
    const rows = await staged();
    expect(rows.find((row) => numberOf(row) % 5 === 2)?.cells[0]).toMatchObject({ before: '{"n":1.10}' });
    // Undo was kept as well: nobody owns the steps any more.
    while ((await app.client.edits.undo({ file })) !== null);
    expect(await staged()).toEqual(rows.length > 500 ? expect.anything() : []);
    expect(hash()).toBe(before);
  },
  isLong ? 1_800_000 : 240_000,
);
