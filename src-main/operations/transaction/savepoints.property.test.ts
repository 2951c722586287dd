import { expect, test } from 'vitest';
import { type Dump, differenceOf, dumpOf } from './testing/dump-difference.ts';
import { openCapture } from './testing/open-capture.ts';

const SCHEMA = `CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n);
  CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p ON DELETE CASCADE, v);
  CREATE TABLE w (a TEXT, b INTEGER, v, PRIMARY KEY (a, b)) WITHOUT ROWID;
  CREATE TABLE log (id INTEGER PRIMARY KEY, what);
  CREATE TRIGGER noted AFTER UPDATE ON p BEGIN INSERT INTO log (what) VALUES (new.n); END;
  INSERT INTO p SELECT value, 'p' || value, value FROM generate;
  INSERT INTO c SELECT value, 1 + value % 20, value FROM generate;
  INSERT INTO w SELECT 'k' || (value % 5), value, value FROM generate;`;
const FILL = `CREATE TEMP VIEW generate AS WITH RECURSIVE i(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM i LIMIT 20) SELECT value FROM i;`;

/** Numbers that look random and come again with the same seed. */
function randomness(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function statementBy(random: (below: number) => number, at: number): string {
  const id = 1 + random(30);
  const kinds = [
    () => `UPDATE p SET n = ${random(3)} WHERE id BETWEEN ${id} AND ${id + random(5)}`,
    () => `INSERT OR REPLACE INTO p VALUES (${id}, 'p${1 + random(30)}', ${at})`,
    () => `DELETE FROM p WHERE id = ${id}`,
    () => `INSERT INTO c (p, v) SELECT id, ${at} FROM p WHERE id < ${id}`,
    () => `UPDATE c SET id = id + 1000 WHERE id = ${id}`,
    () => `INSERT INTO w VALUES ('k${random(5)}', ${id}, 0) ON CONFLICT DO UPDATE SET v = v + 1`,
    () => `DELETE FROM w WHERE a = 'k${random(5)}'`,
    () => `INSERT OR IGNORE INTO p VALUES (${id}, 'p${id}', NULL)`,
    () => `INSERT INTO p VALUES (${id}, 'p${id}', NULL)`,
    () => `CREATE TABLE IF NOT EXISTS x${random(3)} (v)`,
    () => `ALTER TABLE c ADD COLUMN more${at} DEFAULT ${at}`,
  ];
  // Changes of the schema are rare.
  const kind = kinds[random(12) === 0 ? 9 + random(2) : random(9)];
  return kind?.() ?? '';
}

test.for([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
  'Savepoints of a random tree roll back to exactly the state of their moment, and changes stay exact (seed %i)',
  (seed) => {
    const random = randomness(seed);
    const capture = openCapture('', seed % 2 === 0 ? 'WAL' : 'DELETE');
    capture.driver.execSync(FILL);
    capture.driver.execSync(SCHEMA);
    capture.driver.execSync('DROP VIEW generate');
    const before = dumpOf(capture.driver);
    capture.begin();
    const open: { readonly name: string; readonly dump: Dump; readonly captured: readonly string[] }[] = [];
    for (let at = 0; at < 60; at += 1) {
      const step = random(10);
      if (step < 2) {
        const name = `s${at}`;
        open.push({ name, dump: dumpOf(capture.driver), captured: capture.captured() });
        capture.run(`SAVEPOINT ${name}`);
      } else if (step === 2 && open.length > 0) {
        const place = random(open.length);
        const target = open[place];
        capture.run(`ROLLBACK TO ${target?.name}`);
        open.length = place + 1;
        expect(differenceOf(target?.dump ?? new Map(), dumpOf(capture.driver))).toEqual([]);
        expect(capture.captured()).toEqual(target?.captured);
      } else if (step === 3 && open.length > 0) {
        const place = random(open.length);
        capture.run(`RELEASE ${open[place]?.name}`);
        open.length = place;
      } else capture.run(statementBy(random, at));
      if (at % 10 === 9) expect(capture.captured()).toEqual(differenceOf(before, dumpOf(capture.driver)));
    }
    expect(capture.captured()).toEqual(differenceOf(before, dumpOf(capture.driver)));
    capture.call('rollBackTransaction', null);
    expect(differenceOf(before, dumpOf(capture.driver))).toEqual([]);
  },
);
