import { expect, onTestFinished, test } from 'vitest';
import { openDriver } from '../engine/index.ts';
import { type PageInput, page } from './page.ts';
import type { OrderTerm, RowsPlan } from './plan.ts';

const ROWS = 5000;
const term = (sql: string): OrderTerm => ({
  sql,
  direction: 'up',
  collation: 'BINARY',
  isNullable: true,
  floor: '-9e999',
});
const plan: RowsPlan = {
  scratch: null,
  from: 'main.t AS t',
  where: { sql: 't.n = 8', params: [] },
  order: [term('t.n'), { ...term('t.rowid'), isNullable: false }],
  keyTerms: [1],
};
const input = (mostTime?: number): PageInput => ({
  plan,
  columns: [],
  walk: { kind: 'walk', from: null, isInclusive: false, isReverse: false, offset: 100, limit: 50 },
  number: { kind: 'known', firstRow: 100, isExact: true },
  mostTime,
});

test.each(['better-sqlite3', 'node:sqlite'] as const)(
  'a page whose time is over fails, and the transaction goes on (%s)',
  (name) => {
    const driver = openDriver(name, { filename: ':memory:' });
    onTestFinished(() => driver.closeSync());
    driver.execSync(`CREATE TABLE t (n); BEGIN;
      WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i LIMIT ${ROWS}) INSERT INTO t SELECT x % 10 FROM i`);
    const whole = page({ driver }, input());
    expect(page({ driver }, input(60_000))).toEqual({ ...(whole as object), bytes: expect.anything() });
    expect(() => page({ driver }, input(-1))).toThrow(
      expect.objectContaining({ code: 'TRANSACTION_OPEN' }) as Error,
    );
    expect(driver.hasTransaction).toBe(true);
    expect(driver.rowsSync('SELECT count(*) FROM t')).toEqual([[ROWS]]);
    // What is wrong with the read itself is said as ever.
    const wrong = { ...input(60_000), plan: { ...plan, from: 'main.none AS t' } };
    expect(() => page({ driver }, wrong)).toThrow(/no such table/);
  },
);
