import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { databaseKinds, openDatabase } from '../testing/each-database.ts';
import type { QueryBuilder } from './query-builder.ts';

const schema = z.object({
  id: z.string(),
  name: z.string().optional(),
  age: z.number().nullish(),
  born: z.date().optional(),
  isActive: z.boolean().optional(),
  big: z.bigint().optional(),
  tags: z.array(z.union([z.string(), z.number(), z.boolean(), z.null(), z.date(), z.bigint()])).optional(),
  marks: z.set(z.string()).optional(),
  address: z.object({ city: z.string(), 'post.code': z.string().optional() }).optional(),
  scores: z.record(z.string(), z.number()).optional(),
  mixed: z.union([z.string(), z.number(), z.boolean(), z.date()]).nullish(),
  anything: z.unknown().optional(),
  'it\'s "odd"': z.number().optional(),
});

const ids = async (
  query: QueryBuilder<never, { readonly id: string }> | QueryBuilder<z.output<typeof schema>>,
) => (await query.toArray()).map(({ id }) => id).sort();

describe.each(databaseKinds)('operators over %s', (_name, kind) => {
  const documents: z.output<typeof schema>[] = [
    {
      id: 'a',
      name: 'Ann %_*',
      age: 30,
      born: new Date('1990-05-01'),
      isActive: true,
      big: 2n ** 60n,
      tags: ['x', 1, true, null, new Date(0), 7n],
      marks: new Set(['p', 'q']),
      address: { city: 'Oslo', 'post.code': '0150' },
      scores: { 'a.b': 3, c: 4 },
      mixed: 'text',
      anything: { deep: [10, { x: 'y' }] },
      'it\'s "odd"': 5,
    },
    { id: 'b', name: 'ann', age: null, isActive: false, tags: [], mixed: 5, anything: new Date(5) },
    { id: 'c', name: 'Böb', age: 2 ** 53, born: new Date('2020-01-01T10:00:00.001Z'), mixed: true },
    { id: 'd', age: -1.5, big: -3n, tags: ['1'], mixed: new Date(7), anything: 'free' },
  ];

  async function people(options?: object) {
    const collection = openDatabase(kind).collection('people', schema, options);
    await collection.insertBulk(documents);
    return collection.query();
  }

  test('compare numbers, texts, booleans, dates and bigints', async () => {
    const query = await people();
    expect(await ids(query.where('age').eq(30))).toEqual(['a']);
    expect(await ids(query.where('age').gt(-2))).toEqual(['a', 'c', 'd']);
    expect(await ids(query.where('age').lte(-1.5))).toEqual(['d']);
    expect(await ids(query.where('age').between(-1.5, 30))).toEqual(['a', 'd']);
    expect(await ids(query.where('name').eq('ann'))).toEqual(['b']);
    expect(await ids(query.where('name').gte('a'))).toEqual(['b']);
    expect(await ids(query.where('isActive').eq(false))).toEqual(['b']);
    expect(await ids(query.where('isActive').neq(false))).toEqual(['a', 'c', 'd']);
    expect(await ids(query.where('born').eq(new Date('1990-05-01T00:00:00Z')))).toEqual(['a']);
    expect(await ids(query.where('born').gt(new Date('2020-01-01T10:00:00Z')))).toEqual(['c']);
    expect(await ids(query.where('born').between(new Date('1990-01-01'), new Date('1991-01-01')))).toEqual([
      'a',
    ]);
    expect(await ids(query.where('born').in([new Date('1990-05-01')]))).toEqual(['a']);
    const [first, last] = [new Date(-8.64e15), new Date(8.64e15)];
    expect(await ids(query.where('born').between(first, last))).toEqual(['a', 'c']);
    expect(await ids(query.where('born').lt(first))).toEqual([]);
    expect(await ids(query.where('born').gt(last))).toEqual([]);
    expect(await ids(query.where('big').gt(5n))).toEqual(['a']);
    expect(await ids(query.where('big').eq(-3n))).toEqual(['d']);
    expect(await ids(query.where('big').in([2n ** 60n, -3n]))).toEqual(['a', 'd']);
    expect(await ids(query.where('id').in(['a', 'z', 'c']))).toEqual(['a', 'c']);
  });

  test('whole numbers beyond 2^53, which JSON has in their shortest form', async () => {
    const large = 1366145029590272300;
    for (const indexes of [[], ['age']]) {
      const collection = openDatabase(kind).collection('large', schema, { indexes });
      await collection.insertBulk([
        { id: 'less', age: 1366145029590272000 },
        { id: 'same', age: large },
      ]);
      expect(await ids(collection.where('age').eq(large))).toEqual(['same']);
      expect(await ids(collection.where('age').in([large]))).toEqual(['same']);
      expect(await ids(collection.where('age').gte(large))).toEqual(['same']);
      expect(await ids(collection.where('age').lt(large))).toEqual(['less']);
    }
  });

  test('null means what is missing or null, and no other operator keeps it unless it is the opposite of one', async () => {
    const query = await people();
    expect(await ids(query.where('age').eq(null))).toEqual(['b']);
    expect(await ids(query.where('age').neq(null))).toEqual(['a', 'c', 'd']);
    expect(await ids(query.where('age').neq(30))).toEqual(['b', 'c', 'd']);
    expect(await ids(query.where('age').in([]))).toEqual([]);
    expect(await ids(query.where('age').nin([]))).toEqual(['a', 'b', 'c', 'd']);
    expect(await ids(query.where('age').in([null, 30]))).toEqual(['a', 'b']);
    expect(await ids(query.where('age').nin([null, 30]))).toEqual(['c', 'd']);
    expect(await ids(query.where('age').nin([30]))).toEqual(['b', 'c', 'd']);
    expect(await ids(query.where('age').exists())).toEqual(['a', 'b', 'c', 'd']);
    expect(await ids(query.where('born').exists())).toEqual(['a', 'c']);
    expect(await ids(query.where('born').notExists())).toEqual(['b', 'd']);
  });

  test('patterns and parts of texts', async () => {
    const query = await people();
    expect(await ids(query.where('name').like('A__ \\%%'))).toEqual([]);
    expect(await ids(query.where('name').like('A%*'))).toEqual(['a']);
    expect(await ids(query.where('name').like('ann%'))).toEqual(['b']);
    expect(await ids(query.where('name').ilike('ANN%'))).toEqual(['a', 'b']);
    expect(await ids(query.where('name').like('B_b'))).toEqual(['c']);
    expect(await ids(query.where('name').startsWith('Ann %'))).toEqual(['a']);
    expect(await ids(query.where('name').startsWith(''))).toEqual(['a', 'b', 'c']);
    expect(await ids(query.where('name').endsWith('öb'))).toEqual(['c']);
    expect(await ids(query.where('name').endsWith('_*'))).toEqual(['a']);
    expect(await ids(query.where('name').contains('n'))).toEqual(['a', 'b']);
  });

  test('arrays and sets', async () => {
    const query = await people();
    expect(await ids(query.where('tags').arrayLength(0))).toEqual(['b']);
    expect(await ids(query.where('tags').arrayLength(6))).toEqual(['a']);
    expect(await ids(query.where('tags').arrayContains('x'))).toEqual(['a']);
    expect(await ids(query.where('tags').arrayContains(1))).toEqual(['a']);
    expect(await ids(query.where('tags').arrayContains('1'))).toEqual(['d']);
    expect(await ids(query.where('tags').arrayContains(true))).toEqual(['a']);
    expect(await ids(query.where('tags').arrayContains(false))).toEqual([]);
    expect(await ids(query.where('tags').arrayContains(null))).toEqual(['a']);
    expect(await ids(query.where('tags').arrayContains(new Date(0)))).toEqual(['a']);
    expect(await ids(query.where('tags').arrayContains(7n))).toEqual(['a']);
    expect(await ids(query.where('tags').arrayNotContains('x'))).toEqual(['b', 'c', 'd']);
    expect(await ids(query.where('marks').arrayContains('q'))).toEqual(['a']);
    expect(await ids(query.where('marks').arrayLength(2))).toEqual(['a']);
    expect(await ids(query.where('tags.1').eq(1))).toEqual(['a']);
  });

  test('paths inside, with dots and quotes in names, and where the schema says nothing', async () => {
    const query = await people();
    expect(await ids(query.where('address.city').eq('Oslo'))).toEqual(['a']);
    expect(await ids(query.where('address.post.code').eq('0150'))).toEqual(['a']);
    expect(await ids(query.where('scores.a.b').eq(3))).toEqual(['a']);
    expect(await ids(query.where('it\'s "odd"').eq(5))).toEqual(['a']);
    expect(await ids(query.where('anything.deep.1.x').eq('y'))).toEqual(['a']);
    expect(await ids(query.where('anything').eq(new Date(5)))).toEqual(['b']);
    expect(await ids(query.where('anything').eq('free'))).toEqual(['d']);
  });

  test('values of other types are neither equal nor less nor greater', async () => {
    const query = await people();
    expect(await ids(query.where('mixed').gt('a'))).toEqual(['a']);
    expect(await ids(query.where('mixed').gt(0))).toEqual(['b']);
    expect(await ids(query.where('mixed').eq(true))).toEqual(['c']);
    expect(await ids(query.where('mixed').eq(1))).toEqual([]);
    expect(await ids(query.where('mixed').lt(new Date(8)))).toEqual(['d']);
    expect(await ids(query.where('mixed').neq(5))).toEqual(['a', 'c', 'd']);
    expect(await ids(query.where('mixed').in(['text', 5, true, new Date(7)]))).toEqual(['a', 'b', 'c', 'd']);
  });

  test('constrained columns give the same', async () => {
    const query = await people({
      indexes: ['age', 'born', 'name', 'big', 'isActive', 'address.city', 'mixed'],
    });
    const { sql, steps } = await query.where('age').gt(-2).where('name').startsWith('A').explain();
    expect(sql).not.toContain('->>');
    expect(steps.map(({ detail }) => detail).join()).toMatch(/USING INDEX/);
    expect(await ids(query.where('age').gt(-2))).toEqual(['a', 'c', 'd']);
    expect(await ids(query.where('age').neq(30))).toEqual(['b', 'c', 'd']);
    expect(await ids(query.where('born').gt(new Date('2020-01-01T10:00:00Z')))).toEqual(['c']);
    expect(await ids(query.where('name').startsWith('Ann %'))).toEqual(['a']);
    expect(await ids(query.where('big').in([2n ** 60n, -3n]))).toEqual(['a', 'd']);
    expect(await ids(query.where('isActive').eq(true))).toEqual(['a']);
    expect(await ids(query.where('address.city').in(['Oslo', 'Rome']))).toEqual(['a']);
    expect(await ids(query.where('mixed').gt('a'))).toEqual(['a']);
    expect(await ids(query.where('age').exists())).toEqual(['a', 'b', 'c', 'd']);
  });

  test('groups are read from left to right', async () => {
    const query = await people();
    const isA = query.where('id').eq('a');
    expect(await ids(isA.or((group) => group.where('id').eq('b')))).toEqual(['a', 'b']);
    expect(
      await ids(
        query
          .or(
            (group) => group.where('age').eq(30),
            (group) => group.where('age').eq(null),
          )
          .where('isActive')
          .eq(true),
      ),
    ).toEqual(['a']);
    expect(await ids(query.not((group) => group.where('age').gt(0)))).toEqual(['b', 'd']);
    expect(
      await ids(
        isA.and((group) =>
          group
            .where('age')
            .eq(1)
            .or((inner) => inner.where('isActive').eq(true)),
        ),
      ),
    ).toEqual(['a']);
    expect(await ids(query.filter({ kind: 'or', filters: [] }))).toEqual([]);
    expect(await ids(query.filter({ kind: 'and', filters: [] }))).toEqual(['a', 'b', 'c', 'd']);
    const many = Array.from({ length: 1_500 }, (_, index) => index).reduce(
      (group, index) => group.where('age').neq(index + 100),
      query,
    );
    expect(await ids(many)).toEqual(['a', 'b', 'c', 'd']);
  });
});
