import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDriver } from '../../src-main/engine/index.ts';
import type { Driver } from '../../src-main/engine/types.ts';
import { operations } from '../../src-main/operations/index.ts';
import { part } from '../harness/part.ts';
import { interleave, median } from '../harness/samples.ts';

const ROUNDS = 7;
/** Statements that change one row each. */
const SMALL = 2000;

interface Work {
  readonly name: string;
  statements(rows: number): readonly string[];
}

const WORKS = {
  update: { name: 'one UPDATE of all rows', statements: () => ['UPDATE orders SET total = total + 1'] },
  insert: {
    name: 'one INSERT of as many rows as there are',
    statements: () => [
      'INSERT INTO orders (customer, status, total, note) SELECT customer, status, total, note FROM orders',
    ],
  },
  delete: {
    name: 'one DELETE of half of the rows',
    statements: () => ['DELETE FROM orders WHERE id % 2 = 0'],
  },
  small: {
    name: `${SMALL.toLocaleString('en')} UPDATEs of one row each`,
    statements: (rows: number) =>
      Array.from(
        { length: SMALL },
        (_, at) => `UPDATE orders SET status = 'sent' WHERE id = ${1 + ((at * 7919) % rows)}`,
      ),
  },
} satisfies Record<string, Work>;

/** Writes of a transaction with what they change captured, beside the same writes without, in processor time. */
export function capturing({ folder, rows }: { readonly folder: string; readonly rows: number }) {
  const measure = ({ name }: Work) => ({
    name: `capturing: processor time of ${name}, beside the same without`,
    unit: 'x',
    target: 2,
  });
  return part({
    name: 'capturing',
    measures: {
      update: measure(WORKS.update),
      insert: measure(WORKS.insert),
      delete: measure(WORKS.delete),
      small: { name: 'capturing: what it adds to a statement that changes one row', unit: 'ms', target: 1 },
    },
    async run(record) {
      const own = mkdtempSync(join(folder, 'capturing-'));
      const driver = openDriver('better-sqlite3', { filename: join(own, 'orders.sqlite') });
      try {
        fill(driver, rows);
        for (const [key, work] of Object.entries(WORKS)) {
          const statements = work.statements(rows);
          const times = await interleave(ROUNDS, {
            captured: { run: async () => captured(driver, statements) },
            plain: { run: async () => plain(driver, statements) },
          });
          const [ours, theirs] = [median(times.captured), median(times.plain)];
          record(key as keyof typeof WORKS, {
            measured: key === 'small' ? (ours - theirs) / SMALL : ours / theirs,
            runs: ROUNDS,
            beside: [
              { name: 'captured', measured: ours, unit: 'ms' },
              { name: 'without', measured: theirs, unit: 'ms' },
            ],
          });
        }
      } finally {
        driver.closeSync();
        rmSync(own, { recursive: true, force: true });
      }
    },
  });
}

function fill(driver: Driver, rows: number): void {
  driver.execSync('PRAGMA journal_mode = WAL');
  driver.execSync(`CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, status TEXT, total REAL, note TEXT);
    CREATE INDEX orders_customer ON orders (customer); CREATE INDEX orders_status ON orders (status, total);`);
  driver.runSync(
    `WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i LIMIT ?)
     INSERT INTO orders SELECT x, x % 1000, CASE x % 3 WHEN 0 THEN 'paid' WHEN 1 THEN 'open' ELSE 'sent' END, x / 7.0,
       'note of order ' || x FROM i`,
    [rows],
  );
}

/** As a console runs them: prepared, run, settled. */
function captured(driver: Driver, statements: readonly string[]): number {
  return processorTimeOf(() => {
    operations.beginTransaction({ driver }, null);
    statements.forEach((sql, at) => {
      operations.prepareStatement({ driver }, { sql });
      driver.runSync(sql);
      operations.settleStatement({ driver }, { node: String(at + 2), isDone: true });
    });
    operations.rollBackTransaction({ driver }, null);
  });
}

function plain(driver: Driver, statements: readonly string[]): number {
  return processorTimeOf(() => {
    driver.execSync('BEGIN IMMEDIATE');
    for (const sql of statements) driver.runSync(sql);
    driver.execSync('ROLLBACK');
  });
}

function processorTimeOf(work: () => void): number {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}
