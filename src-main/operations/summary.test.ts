import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openForTest, testedDrivers } from '../engine/testing/each-driver.ts';
import type { Driver } from '../engine/types.ts';
import type { RowsPlan } from './plan.ts';
import { type SummaryOutput, summary } from './summary.ts';

const PLAN: RowsPlan = {
  scratch: null,
  from: 'main."t" AS t',
  where: null,
  order: [{ sql: 't.rowid', direction: 'up', collation: 'BINARY', isNullable: false, floor: '-9e999' }],
  keyTerms: [0],
};

function summed(driver: Driver, columns: readonly string[], ranges: readonly (readonly [number, number])[]) {
  const spans = ranges.map(
    ([offset, limit]) =>
      ({ kind: 'walk', from: null, isInclusive: false, isReverse: false, offset, limit }) as const,
  );
  return summary(
    { driver },
    { plan: PLAN, spans, columns: columns.map((sql) => ({ kind: 'stored', sql })) },
  ) as SummaryOutput;
}

const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

test.each(testedDrivers)('integers add up exactly, beyond 64 bits (%s)', (name) => {
  const driver = openForTest(name);
  driver.execSync('CREATE TABLE t (a, b)');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.option(integer), fc.oneof(integer, fc.string())), { maxLength: 20 }),
      (rows) => {
        driver.execSync('DELETE FROM t');
        const kept = rows.map(([a, b]) => [a, typeof b === 'string' ? b.toWellFormed() : b] as const);
        for (const row of kept) driver.execSync('INSERT INTO t VALUES (?, ?)', row);
        const middle = Math.floor(kept.length / 2);
        const output = summed(
          driver,
          ['t.a', 't.b'],
          [
            [0, middle],
            [middle, 1000],
          ],
        );
        const numbers = kept.flat().filter((value) => typeof value === 'bigint');
        const sum = numbers.reduce((total, value) => total + value, 0n);
        const sorted = [...numbers].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect(output).toMatchObject({
          cells: kept.length * 2,
          nulls: kept.filter(([a]) => a === null).length,
          numbers: numbers.length,
          sum: numbers.length === 0 ? null : String(sum),
          min: sorted.length === 0 ? null : String(sorted[0]),
          max: sorted.length === 0 ? null : String(sorted.at(-1)),
        });
        if (numbers.length === 0) expect(output.mean).toBeNull();
        else expect(relativeError(output.mean ?? 0, sum, BigInt(numbers.length))).toBeLessThan(1e-15);
      },
    ),
    { numRuns: 200 },
  );
});

test('REALs, infinities and texts of digits', () => {
  const driver = openForTest('better-sqlite3');
  driver.execSync(
    `CREATE TABLE t (a, b); INSERT INTO t VALUES (0.1, '5'), (0.2, x'35'), (3, NULL), (2.0, 1)`,
  );
  expect(summed(driver, ['t.a'], [[0, 9]])).toEqual({
    cells: 4,
    nulls: 0,
    numbers: 4,
    sum: '5.3',
    mean: 1.325,
    min: '0.1',
    max: '3',
  });
  expect(summed(driver, ['t.a'], [[0, 2]]).sum).toBe('0.3');
  expect(summed(driver, ['t.b'], [[0, 9]])).toMatchObject({ numbers: 1, nulls: 1, sum: '1' });
  expect(summed(driver, ['t.b'], [[0, 2]])).toMatchObject({ numbers: 0, sum: null, mean: null, min: null });
  driver.execSync('DELETE FROM t; INSERT INTO t VALUES (9e999, -9e999)');
  expect(summed(driver, ['t.a'], [[0, 9]])).toMatchObject({ sum: 'Inf', mean: null, max: 'Inf' });
  expect(summed(driver, ['t.a', 't.b'], [[0, 9]])).toMatchObject({ sum: null, mean: null, min: '-Inf' });
});

/** How far a mean is from the exact quotient, in parts of it. */
function relativeError(mean: number, sum: bigint, count: bigint): number {
  const scaled = (sum * 10n ** 20n) / count;
  const exact = Number(scaled) / 1e20;
  return exact === 0 ? Math.abs(mean) : Math.abs((mean - exact) / exact);
}
