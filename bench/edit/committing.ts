import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { EditStep } from '../../src-preload/contract/index.ts';
import { type EditsHere, editsHere } from '../app/edits-here.ts';
import { part } from '../harness/part.ts';
import { median } from '../harness/samples.ts';

const ROUNDS = 5;
const EDITS = 10_000;
const ROWS = 200_000;

/** A commit of many edits beside better-sqlite3 that runs the same guarded statements by itself. */
export function committing({ folder }: { readonly folder: string }) {
  const count = EDITS.toLocaleString('en');
  return part({
    name: 'committing',
    measures: {
      ratio: {
        name: `commit of ${count} edits, beside better-sqlite3 with the same statements`,
        unit: 'x',
        target: 2,
      },
      each: { name: 'the same, for each edit', unit: 'ms', target: 0.1 },
    },
    async run(record) {
      const here = mkdtempSync(join(folder, 'commit-'));
      let edits: EditsHere | undefined;
      try {
        const [ours, raw] = [join(here, 'ours.sqlite'), join(here, 'raw.sqlite')];
        makeFile(ours);
        copyFileSync(ours, raw);
        edits = await editsHere(ours, here);
        const times: { ours: number; raw: number }[] = [];
        // The first round compiles the code, makes the safety copy and starts the writer.
        for (let round = 0; round <= ROUNDS; round += 1) {
          await edits.stage(stepsOf(round));
          const started = performance.now();
          await edits.commit();
          const committed = performance.now() - started;
          const alone = rawCommit(raw, round);
          if (round > 0) times.push({ ours: committed, raw: alone });
        }
        await edits.stop();
        assertSame(ours, raw);
        const [own, other] = [median(times.map((time) => time.ours)), median(times.map((time) => time.raw))];
        record('ratio', {
          measured: median(times.map((time) => time.ours / time.raw)),
          runs: ROUNDS,
          beside: [
            { name: 'the commit, with its history and journal on disk', measured: own, unit: 'ms' },
            { name: 'better-sqlite3', measured: other, unit: 'ms' },
          ],
        });
        record('each', { measured: own / EDITS, runs: ROUNDS });
      } finally {
        await edits?.stop();
        rmSync(here, { recursive: true, force: true });
      }
    },
  });
}

function makeFile(path: string): void {
  const database = new Database(path);
  database.exec(`
    CREATE TABLE sales (id INTEGER PRIMARY KEY, city TEXT, amount INTEGER, note TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
    INSERT INTO sales SELECT i, 'round -1 of ' || i, i * 7, hex(randomblob(20)) FROM n;`);
  database.close();
}

function idAt(index: number): number {
  return ((index * 7919) % ROWS) + 1;
}

function cityOf(round: number, id: number): string {
  return `round ${round} of ${id}`;
}

function stepsOf(round: number): EditStep[] {
  return Array.from({ length: EDITS }, (_, index): EditStep => {
    const id = idAt(index);
    return { kind: 'set', object: 'sales', row: { key: [id] }, column: 'city', value: cityOf(round, id) };
  });
}

function rawCommit(path: string, round: number): number {
  const database = new Database(path);
  database.pragma('synchronous = FULL');
  const started = performance.now();
  const update = database.prepare(
    `UPDATE sales SET city = ? WHERE id = ? AND typeof(city) = 'text' AND +city = ? COLLATE BINARY`,
  );
  database.exec('BEGIN IMMEDIATE');
  for (let index = 0; index < EDITS; index += 1) {
    const id = idAt(index);
    const { changes } = update.run(cityOf(round, id), id, cityOf(round - 1, id));
    if (changes !== 1) throw new Error('better-sqlite3 did not find the row');
  }
  database.exec('COMMIT');
  const time = performance.now() - started;
  database.close();
  return time;
}

function assertSame(ours: string, raw: string): void {
  const database = new Database(ours, { readonly: true });
  database.prepare('ATTACH ? AS raw').run(raw);
  const different = database
    .prepare('SELECT count(*) FROM (SELECT * FROM main.sales EXCEPT SELECT * FROM raw.sales)')
    .pluck()
    .get();
  database.close();
  if (different !== 0) throw new Error(`${different} rows differ from those of better-sqlite3`);
}
