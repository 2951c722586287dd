import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { databaseKinds, openDatabase } from '../testing/each-database.ts';
import { holds, sortedBy } from './testing/filter-oracle.ts';
import { documents, filter, keysOf, order, schema } from './testing/random-queries.ts';

/** Memory is quick, and a file is the same SQL: a few runs show that nothing depends on where it is. */
const runs = Number(process.env.CAIRN_PROPERTY_RUNS ?? 100);

describe.each(databaseKinds)('random filters over random documents, with %s', (_name, kind) => {
  test('find what JavaScript finds, with columns and without', async () => {
    const database = openDatabase(kind);
    const plain = database.collection('plain', schema);
    const indexes = [
      'text',
      'number',
      'flag',
      'date',
      'big',
      'mixed',
      'nested.dot.ted.text',
      'record.a',
      'any',
    ];
    const indexed = database.collection('indexed', schema, { indexes });
    const filters = fc.array(filter, { minLength: 3, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(documents, filters, order, async (given, wanted, terms) => {
        for (const collection of [plain, indexed]) {
          await collection.deleteBulk((await collection.toArray()).map(({ id }) => id));
          await collection.insertBulk(given);
          for (const each of wanted) {
            const expected = given.filter((document) => holds(each, document, keysOf));
            const query = collection.filter(each);
            expect((await query.first()) === null).toBe(expected.length === 0);
            expect((await query.toArray()).map(({ id }) => id).toSorted()).toEqual(
              expected.map(({ id }) => id).toSorted(),
            );
            expect(await query.count()).toBe(expected.length);
          }
          const sorted = await collection.orderByMultiple([...terms, { path: 'id' }]).toArray();
          expect(sorted).toEqual(sortedBy(given, [...terms, { path: 'id', direction: 'asc' }], keysOf));
        }
      }),
      { numRuns: kind.memory ? runs : Math.ceil(runs / 10) },
    );
  });
});
