import { expect, test } from 'vitest';
import { openDriver } from '../engine/index.ts';
import { type CountedSoFar, countRows } from './count-rows.ts';
import type { OrderTerm, RowsPlan } from './plan.ts';

const term = (sql: string, collation = 'BINARY'): OrderTerm => ({
  sql,
  direction: 'up',
  collation,
  isNullable: false,
  floor: '-9e999',
});

function planOf(from: string, order: readonly OrderTerm[], keys: number, where: string | null): RowsPlan {
  return {
    scratch: null,
    from: `main.${from} AS t`,
    where: where === null ? null : { sql: where, params: [] },
    order,
    keyTerms: order.slice(-keys).map((_, index) => order.length - keys + index),
  };
}

test('Rows are counted exactly, in many steps, whatever filter, order and key they have', () => {
  const driver = openDriver('better-sqlite3', { filename: ':memory:' });
  driver.execSync(`CREATE TABLE r (n, v); CREATE TABLE p (a TEXT COLLATE NOCASE, b, n, PRIMARY KEY (a, b)) WITHOUT ROWID;
    WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i LIMIT 12000) INSERT INTO r SELECT x % 10, NULL FROM i;
    INSERT INTO p SELECT char(65 + rowid % 4, 97 + rowid % 3), rowid, n FROM r;
    CREATE TABLE empty (n);`);
  const [rowid, a, b] = [term('t.rowid'), term('t."a"', 'NOCASE'), term('t."b"')];
  const plans = [
    planOf('r', [rowid], 1, null),
    planOf('r', [rowid], 1, 't.n = 3'),
    planOf('r', [{ ...term('t.v'), isNullable: true }, rowid], 1, 't.n < 5 OR t.n IS NULL'),
    planOf('p', [a, b], 2, 't.n <> 7'),
    planOf('p', [term('t.n'), a, b], 2, null),
    planOf('empty', [rowid], 1, null),
  ];
  for (const plan of plans) {
    const steps = [...(countRows({ driver }, { plan }) as Iterable<CountedSoFar | undefined>)];
    const where = plan.where === null ? '' : ` WHERE ${plan.where.sql}`;
    const [[rows] = []] = driver.rowsSync(`SELECT count(*) FROM ${plan.from}${where}`);
    expect(steps.at(-1)).toEqual({ rows, isDone: true });
    if (rows !== 0) expect(steps.length).toBeGreaterThan(3);
  }
  driver.closeSync();
});
