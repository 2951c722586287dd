import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { collect } from '../testing/collect.ts';
import { databaseKinds, openDatabase } from '../testing/each-database.ts';
import { QueryBuilder } from './query-builder.ts';

const orderSchema = z.object({
  id: z.string(),
  customer: z.string().nullish(),
  total: z.number(),
  placed: z.date().optional(),
  isPaid: z.boolean().optional(),
  units: z.bigint().optional(),
  address: z.object({ city: z.string().optional(), zip: z.string().nullish() }).optional(),
  lines: z.array(z.object({ sku: z.string() })).optional(),
});
const customerSchema = z.object({ _id: z.string(), name: z.string(), since: z.date().optional() });

const day = (number: number) => new Date(Date.UTC(2024, 0, number));
const orders: z.output<typeof orderSchema>[] = [
  {
    id: '1',
    customer: 'ann',
    total: 10,
    placed: day(1),
    isPaid: true,
    units: 2n ** 60n,
    address: { city: 'Oslo' },
  },
  { id: '2', customer: 'ann', total: 20.5, placed: day(3), isPaid: false, units: 5n },
  { id: '3', customer: 'bob', total: -4, placed: day(2), address: { city: 'Rome', zip: null } },
  { id: '4', customer: null, total: 7, address: { city: 'Oslo', zip: '0150' }, lines: [{ sku: 'x' }] },
  { id: '5', total: 7 },
];

describe.each(databaseKinds)('results over %s', (_name, kind) => {
  async function shop(options?: object) {
    const database = openDatabase(kind);
    const collection = database.collection('orders', orderSchema, options);
    const customers = database.collection('customers', customerSchema);
    await collection.insertBulk(orders);
    await customers.insertBulk([
      { _id: 'ann', name: 'Ann', since: day(9) },
      { _id: 'eve', name: 'Eve' },
    ]);
    return { collection, query: collection.query(), customers };
  }
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).join('');

  test('documents are as they were written, and belong to the caller', async () => {
    const { query } = await shop();
    const found = await query.orderBy('id').toArray();
    expect(found).toEqual(orders);
    Object.assign(found[0] as object, { total: 99 });
    expect(await query.where('id').eq('1').first()).toEqual(orders[0]);
    expect(await query.where('id').eq('9').first()).toBeNull();
  });

  test('order, limit, offset and pages', async () => {
    const { query } = await shop({ indexes: ['total'] });
    expect(ids(await query.orderBy('total').orderBy('id', 'desc').toArray())).toBe('35412');
    expect(
      ids(
        await query.orderByMultiple([{ path: 'customer', direction: 'desc' }, { path: 'total' }]).toArray(),
      ),
    ).toMatch(/^312(45|54)$/);
    expect(ids(await query.orderBy('placed', 'desc').limit(2).toArray())).toBe('23');
    expect(ids(await query.orderBy('units').offset(3).toArray())).toBe('21');
    expect(ids(await query.orderBy('id').page(2, 2).toArray())).toBe('34');
    expect(ids(await query.orderBy('id').page(3, 2).toArray())).toBe('5');
    expect(await query.limit(0).toArray()).toEqual([]);
    expect(await query.orderBy('id').offset(1).first()).toEqual(orders[1]);
    expect(await query.limit(0).first()).toBeNull();
    expect(await query.count()).toBe(5);
    expect(await query.offset(1).limit(9).count()).toBe(4);
    expect(await query.where('total').eq(7).count()).toBe(2);
  });

  test('parts of documents, in objects as in the documents', async () => {
    const { query } = await shop();
    expect(await query.select('total', 'address.city', 'placed').orderBy('id').limit(3).toArray()).toEqual([
      { total: 10, address: { city: 'Oslo' }, placed: day(1) },
      { total: 20.5, placed: day(3) },
      { total: -4, address: { city: 'Rome' }, placed: day(2) },
    ]);
    expect(await query.select('address', 'address.city', 'id').where('id').eq('4').toArray()).toEqual([
      { address: { city: 'Oslo', zip: '0150' }, id: '4' },
    ]);
    expect(await query.select('units', 'lines').where('id').eq('1').first()).toEqual({ units: 2n ** 60n });
    expect(await query.select('address.zip').where('id').eq('3').first()).toEqual({ address: { zip: null } });
    expect(() => query.select('lines.0')).not.toThrow();
    await expect(query.select('lines.0').toArray()).rejects.toMatchObject({
      code: 'QUERY_INVALID',
      path: 'lines.0',
    });
  });

  test('distinct rows', async () => {
    const { query } = await shop();
    expect(await query.distinct('total').orderBy('total').toArray()).toEqual([
      { total: -4 },
      { total: 7 },
      { total: 10 },
      { total: 20.5 },
    ]);
    expect(await query.distinct('total').count()).toBe(4);
    expect(await query.distinct().count()).toBe(5);
    expect(await query.select('address.city').distinct().count()).toBe(3);
    await expect(query.distinct('total').orderBy('id').toArray()).rejects.toMatchObject({
      code: 'QUERY_INVALID',
    });
  });

  test('sums, means, least and greatest values', async () => {
    const { query } = await shop();
    expect(await query.sum('total')).toBe(40.5);
    expect(await query.where('id').eq('none').sum('total')).toBe(0);
    expect(await query.avg('total')).toBeCloseTo(8.1);
    expect(await query.where('id').eq('none').avg('total')).toBeNull();
    expect(await query.min('placed')).toEqual(day(1));
    expect(await query.max('placed')).toEqual(day(3));
    expect(await query.max('customer')).toBe('bob');
    expect(await query.max('isPaid')).toBe(true);
    expect(await query.sum('units')).toBe(2n ** 60n + 5n);
    expect(await query.min('units')).toBe(5n);
    expect(await query.where('id').eq('none').max('total')).toBeNull();
    expect(await query.orderBy('total', 'desc').limit(2).sum('total')).toBe(30.5);
    await expect(query.sum('customer')).rejects.toMatchObject({ code: 'QUERY_INVALID' });
  });

  test('groups', async () => {
    const { query, collection } = await shop({ indexes: ['customer'] });
    const byCustomer = query
      .groupBy('customer')
      .count()
      .sum('total')
      .max('placed', 'last')
      .orderBy('customer');
    expect(await byCustomer.toArray()).toEqual([
      { customer: null, count: 2, sum_total: 14, last: null },
      { customer: 'ann', count: 2, sum_total: 30.5, last: day(3) },
      { customer: 'bob', count: 1, sum_total: -4, last: day(2) },
    ]);
    expect(await byCustomer.having('count').gt(1).having('customer').neq(null).toArray()).toEqual([
      { customer: 'ann', count: 2, sum_total: 30.5, last: day(3) },
    ]);
    expect(await byCustomer.having('last').lt(day(3)).first()).toMatchObject({ customer: 'bob' });
    expect(
      await query.groupBy('address.city').count('n').orderBy('n', 'desc').orderBy('address.city').toArray(),
    ).toEqual([
      { address: { city: null }, n: 2 },
      { address: { city: 'Oslo' }, n: 2 },
      { address: { city: 'Rome' }, n: 1 },
    ]);
    expect(await query.groupBy('placed').count().orderBy('placed', 'desc').page(1, 1).toArray()).toEqual([
      { placed: day(3), count: 1 },
    ]);
    expect(await query.where('total').gt(100).groupBy().count().avg('total').toArray()).toEqual([
      { count: 0, avg_total: null },
    ]);
    expect(await collect(query.groupBy('isPaid').count().orderBy('isPaid').iterator())).toEqual([
      { isPaid: null, count: 3 },
      { isPaid: false, count: 1 },
      { isPaid: true, count: 1 },
    ]);
    const aggregates = [{ function: 'count', path: 'customer', as: 'known' }] as const;
    const counted = new QueryBuilder(collection.source, { ...query.spec, aggregates });
    expect(await counted.toArray()).toEqual([{ known: 3 }]);
    await expect(query.groupBy('customer').count().orderBy('total').toArray()).rejects.toMatchObject({
      code: 'QUERY_INVALID',
    });
    await expect(query.groupBy('customer').count('customer').toArray()).rejects.toMatchObject({
      code: 'QUERY_INVALID',
    });
    expect(await query.orderBy('id').groupBy().count().first()).toEqual({ count: 5 });
    expect(() => query.limit(2).groupBy('customer')).toThrow(
      expect.objectContaining({ code: 'QUERY_INVALID' }),
    );
    await expect(query.groupBy().toArray()).rejects.toMatchObject({ code: 'QUERY_INVALID' });
  });

  test('groups by a column are made of its index alone, and are the same', async () => {
    const { query } = await shop();
    const { query: indexed } = await shop({ indexes: ['customer', 'placed', 'isPaid', 'total', 'units'] });
    for (const path of ['customer', 'placed', 'isPaid', 'total', 'units'] as const) {
      const groups = indexed.groupBy(path).count().orderBy(path);
      expect(await groups.toArray()).toEqual(await query.groupBy(path).count().orderBy(path).toArray());
      const { steps } = await groups.explain();
      if (path !== 'units')
        expect(steps.map(({ detail }) => detail)).toEqual([expect.stringContaining('COVERING INDEX')]);
    }
  });

  test('joins', async () => {
    const { query, customers } = await shop();
    const joined = query.join(customers, 'customer', '_id', 'who').orderBy('id');
    expect(await joined.toArray()).toEqual([
      { ...orders[0], who: { _id: 'ann', name: 'Ann', since: day(9) } },
      { ...orders[1], who: { _id: 'ann', name: 'Ann', since: day(9) } },
    ]);
    expect(await joined.where('who.since').gt(day(8)).where('total').gt(10).count()).toBe(1);
    const left = query.leftJoin('customers', 'customer', '_id').orderBy('id');
    expect((await left.toArray()).map(({ customers: who }) => who?.name ?? null)).toEqual([
      'Ann',
      'Ann',
      null,
      null,
      null,
    ]);
    expect(ids(await left.where('customers.name').eq(null).toArray())).toBe('345');
    expect(await joined.select('id', 'who.name').first()).toEqual({ id: '1', who: { name: 'Ann' } });
    expect(await joined.groupBy('who.name').sum('total', 'sum').toArray()).toEqual([
      { who: { name: 'Ann' }, sum: 30.5 },
    ]);
    expect(await collect(left.iterator())).toEqual(await left.toArray());
    expect(await collect(joined.select('who.name').iterator())).toEqual([
      { who: { name: 'Ann' } },
      { who: { name: 'Ann' } },
    ]);
    expect(() => query.join('orders', 'id', 'id', 'total')).toThrow(
      expect.objectContaining({ code: 'QUERY_INVALID' }),
    );
    expect(() => query.join('nobody', 'id', 'id')).toThrow(
      expect.objectContaining({ code: 'COLLECTION_NOT_FOUND' }),
    );
    expect(() => query.join(customers, 'customer', 'nope', 'who')).toThrow(
      expect.objectContaining({ code: 'PATH_UNKNOWN' }),
    );
  });

  test('a builder that was kept is as it was', async () => {
    const { query } = await shop();
    const values = ['1', '2'];
    const date = day(2);
    const kept = query.where('id').in(values);
    const late = query.where('placed').gte(date);
    const spec = structuredClone(kept.spec);
    values.push('3');
    date.setTime(0);
    kept.where('total').gt(1).orderBy('id').limit(1).select('id').distinct();
    kept
      .or((group) => group.where('id').eq('5'))
      .groupBy('customer')
      .count();
    expect(kept.spec).toEqual(spec);
    expect(ids(await kept.orderBy('id').toArray())).toBe('12');
    expect(ids(await late.orderBy('id').toArray())).toBe('23');
    expect(ids(await kept.orderBy('id').toArray())).toBe('12');
  });

  test('an iterator lets documents be written and deleted meanwhile', async () => {
    const { query, collection } = await shop();
    await collection.insertBulk(
      Array.from({ length: 130 }, (_, index) => ({ id: `x${index}`, total: index })),
    );
    const seen: string[] = [];
    for await (const { id, total } of query.where('id').startsWith('x').orderBy('total').iterator()) {
      if (total === 0) await collection.delete('x129');
      await collection.insert({ id: `y${id}`, total });
      seen.push(id);
    }
    expect(seen).toEqual(Array.from({ length: 129 }, (_, index) => `x${index}`));
    let count = 0;
    for await (const { id } of query.where('total').gte(0).iterator()) {
      count += 1;
      if (count === 1) await collection.delete('yx5');
      if (count % 50 === 0) await collection.insert({ id: `0${id}`, total: 0 });
    }
    expect(count).toBe(4 + 129 + 129 - 1);
    for await (const _row of query.limit(150).iterator()) {
      if (--count < 240) break;
    }
    expect(await query.count()).toBe(5 + 129 + 129 - 1 + 5);
  });

  test('explain tells the statement and the plan', async () => {
    const { query } = await shop({ indexes: ['total'] });
    const plan = await query.where('total').between(1, 8).explain();
    expect(plan.sql).toBe(
      'SELECT t0."_id", json(t0."doc") FROM "orders" AS t0 WHERE (t0."total" BETWEEN ? AND ?)',
    );
    expect(plan.params).toEqual([1, 8]);
    expect(plan.steps.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^SEARCH t0 USING INDEX \S+ \(total>\? AND total<\?\)$/),
    ]);
    expect((await query.groupBy('customer').count().explain()).sql).toContain('GROUP BY');
  });

  test('Sync twins give the same, where the connection is of its own', async () => {
    const { query, customers } = await shop();
    const sorted = query.where('total').gt(0).orderBy('id');
    if (kind.sharedConnection) {
      expect(() => sorted.toArraySync()).toThrow(
        expect.objectContaining({ code: 'SYNC_WITH_SHARED_CONNECTION' }),
      );
      return;
    }
    expect(sorted.toArraySync()).toEqual(await sorted.toArray());
    expect(sorted.firstSync()).toEqual(await sorted.first());
    expect(sorted.countSync()).toBe(await sorted.count());
    expect(query.sumSync('total')).toBe(40.5);
    expect(query.avgSync('total')).toBeCloseTo(8.1);
    expect(query.minSync('placed')).toEqual(day(1));
    expect(query.maxSync('total')).toBe(20.5);
    expect([...sorted.iteratorSync()]).toEqual(await collect(sorted.iterator()));
    expect([...query.iteratorSync()]).toEqual(await collect(query.iterator()));
    expect(sorted.explainSync()).toEqual(await sorted.explain());
    const groups = query.groupBy('customer').count().orderBy('customer');
    expect(groups.toArraySync()).toEqual(await groups.toArray());
    expect(groups.firstSync()).toEqual(await groups.first());
    expect([...groups.iteratorSync()]).toEqual(await groups.toArray());
    expect(groups.explainSync()).toEqual(await groups.explain());
    expect(query.join(customers, 'customer', '_id', 'who').countSync()).toBe(2);
  });
});
