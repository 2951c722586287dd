import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openForTest, testedDrivers } from '../engine/testing/each-driver.ts';
import type { OrderTerm, RowsPlan, Walk } from './plan.ts';
import { walkRows } from './stream-walk.ts';

const term = (name: string, direction: 'up' | 'down', collation = 'BINARY'): OrderTerm => ({
  sql: `t."${name}"`,
  direction,
  collation,
  isNullable: name === 'v',
  floor: '-9e999',
});

const walk = (offset: number, limit: number): Walk => ({
  kind: 'walk',
  from: null,
  isInclusive: false,
  isReverse: false,
  offset,
  limit,
});

test.each(testedDrivers)(
  'spans come whole and in order, along an index or sorted, filtered or not (%s)',
  (name) => {
    const driver = openForTest(name);
    driver.execSync(`CREATE TABLE t (a TEXT COLLATE NOCASE, b, v, PRIMARY KEY (a, b)) WITHOUT ROWID;
    WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 1500)
      INSERT INTO t SELECT CASE WHEN x % 50 = 0 THEN CAST(x'ff' || x AS TEXT) ELSE 'k' || (x % 40) END, x * 1.5, x % 11 FROM c`);
    const key = [term('a', 'up', 'NOCASE'), term('b', 'up')];
    const orders = [
      { order: key, keyTerms: [0, 1] },
      { order: [term('v', 'down'), ...key], keyTerms: [1, 2] },
      { order: [term('b', 'down'), term('a', 'up', 'NOCASE')], keyTerms: [1, 0] },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...orders),
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(1600), fc.integer({ min: 1, max: 1600 })), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 700 }),
        ({ order, keyTerms }, isFiltered, ranges, mostRows) => {
          const where = isFiltered ? { sql: 't."v" <> ?', params: [3] } : null;
          const plan: RowsPlan = { scratch: null, from: 'main."t" AS t', where, order, keyTerms };
          const spans = ranges.map(([offset, limit]) => walk(offset, limit));
          const columns = [
            { kind: 'stored', sql: 'hex(t."a")' },
            { kind: 'stored', sql: 't."b"' },
          ] as const;
          const read = [...walkRows(driver, plan, columns, spans, { largest: 1024, mostRows })];
          const orderBy = order
            .map(({ sql, direction }) => `${sql}${direction === 'down' ? ' DESC' : ''}`)
            .join();
          const all = driver.allTypedSync(
            `SELECT hex(t."a"), t."b" FROM t ${where === null ? '' : 'WHERE v <> 3'} ORDER BY ${orderBy}`,
          ).rows;
          const expected = ranges.flatMap(([offset, limit]) => all.slice(offset, offset + limit));
          expect(read.flatMap(({ rows }) => rows)).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  },
);
