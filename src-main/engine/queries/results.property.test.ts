import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect } from '../testing/collect.ts';
import { databaseKinds, openDatabase } from '../testing/each-database.ts';
import { compareValues, holds, sortedBy, valueAt } from './testing/filter-oracle.ts';
import { documents, filter, keysOf, order, schema } from './testing/random-queries.ts';

type Documents = typeof documents extends fc.Arbitrary<infer T> ? T : never;
type Document = Documents[number];

const groupPath = fc.constantFrom('text', 'number', 'flag', 'date', 'big');
const runs = Number(process.env.CAIRN_PROPERTY_RUNS ?? 60);

/** Values of one path that are there. */
function present(group: readonly Document[], path: string): unknown[] {
  return group.map((document) => valueAt(document, keysOf(path))).filter((value) => (value ?? null) !== null);
}

function least(values: readonly unknown[], sign: 1 | -1): unknown {
  if (values.length === 0) return null;
  return values.reduce((best, value) => ((compareValues(value, best) ?? 0) * sign < 0 ? value : best));
}

function groupsOf(given: readonly Document[], path: string): Document[][] {
  const groups = new Map<string, Document[]>();
  for (const document of given) {
    const value = valueAt(document, keysOf(path)) ?? null;
    // 0 and -0 are one number.
    const key = value instanceof Date ? value.toISOString() : String(value === 0 ? 0 : value);
    const name = `${typeof value} ${key}`;
    groups.set(name, [...(groups.get(name) ?? []), document]);
  }
  return [...groups.values()];
}

describe.each(databaseKinds)('random results of random documents, with %s', (_name, kind) => {
  test('are those that JavaScript makes: pages, iterations, groups, aggregates', async () => {
    const database = openDatabase(kind);
    const plain = database.collection('plain', schema);
    const indexed = database.collection('indexed', schema, {
      indexes: ['text', 'number', 'flag', 'date', 'big'],
    });
    const page = fc.record({ limit: fc.option(fc.nat(4), { nil: undefined }), offset: fc.nat(3) });
    const property = fc.asyncProperty(
      documents,
      filter,
      order,
      page,
      groupPath,
      async (given, wanted, terms, size, path) => {
        const found = given.filter((document) => holds(wanted, document, keysOf));
        const sorted = sortedBy(found, [...terms, { path: 'id', direction: 'asc' }], keysOf);
        const { limit, offset } = size;
        const rows = sorted.slice(offset, limit === undefined ? undefined : offset + limit);
        const groups = sortedBy(
          groupsOf(found, path).map((group) => ({ [path]: valueAt(group[0], keysOf(path)) ?? null, group })),
          [{ path, direction: 'asc' }],
          (key) => [key],
        );
        for (const collection of [plain, indexed]) {
          await collection.deleteBulk((await collection.toArray()).map(({ id }) => id));
          await collection.insertBulk(given);
          const query = collection.filter(wanted);
          const inOrder = query.orderByMultiple([...terms, { path: 'id' }]).offset(offset);
          const paged = limit === undefined ? inOrder : inOrder.limit(limit);
          expect(await paged.toArray()).toEqual(rows);
          expect(await paged.first()).toEqual(rows[0] ?? null);
          expect(await paged.count()).toBe(rows.length);
          expect(await collect(paged.iterator())).toEqual(rows);
          expect(await collect(query.iterator())).toEqual(
            sortedBy(found, [{ path: 'id', direction: 'asc' }], keysOf),
          );
          expect(await paged.max('text')).toEqual(least(present(rows, 'text'), -1));
          const grouped = query
            .groupBy(path)
            .count()
            .min('date')
            .max('text')
            .sum('flag' as 'number');
          await expect(grouped.toArray()).rejects.toMatchObject({ code: 'QUERY_INVALID' });
          const summed = query
            .groupBy(path)
            .count()
            .min('date')
            .max('text', 'last')
            .avg('number', 'mean')
            .orderBy(path);
          expect(await summed.toArray()).toEqual(
            groups.map(({ group, ...key }) => {
              const numbers = present(group, 'number').map(Number);
              // Means of so different numbers are not exact in either.
              const mean = numbers.length === 0 ? null : expect.any(Number);
              const earliest = least(present(group, 'date'), 1);
              return {
                ...key,
                count: group.length,
                min_date: earliest,
                last: least(present(group, 'text'), -1),
                mean,
              };
            }),
          );
          const numbers = present(found, 'number').map(Number);
          const scale = numbers.reduce((sum, number) => sum + Math.abs(number), 0);
          const difference = (await query.sum('number')) - numbers.reduce((sum, number) => sum + number, 0);
          if (Number.isFinite(scale)) expect(Math.abs(difference)).toBeLessThanOrEqual(scale * 1e-12);
        }
      },
    );
    await fc.assert(property, { numRuns: kind.memory ? runs : Math.ceil(runs / 10) });
  });
});
