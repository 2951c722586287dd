import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import {
  parseQuery,
  type QueryStage,
  queryStepNames,
} from '../../../src-preload/contract/query-text/index.ts';
import { createDB, GroupedQuery, operators, QueryBuilder } from '../../engine/index.ts';
import { startConsoleApp } from './testing/console-app.ts';

const order = z.object({
  _id: z.string(),
  status: z.string(),
  total: z.number(),
  paid: z.boolean().optional(),
  at: z.date().optional(),
  buyer: z.string(),
  ship: z.object({ country: z.string() }).optional(),
  items: z.array(z.object({ sku: z.string(), qty: z.number() })).default([]),
});
const user = z.object({ _id: z.string(), city: z.string() });

/** Orders and who bought them, as the engine keeps them, with a table that has no schema beside. */
async function startOrders() {
  const app = await startConsoleApp(
    `CREATE TABLE loose (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
     INSERT INTO loose VALUES ('a', '{"n": 1, "s": "it''s"}'), ('b', '{"n": "1"}'), ('c', '{"n": 2}');`,
  );
  const db = createDB({ filename: app.path });
  const orders = db.collection('orders', order, { indexes: ['total'] });
  const users = db.collection('users', user);
  await users.insertBulk([
    { _id: 'ann', city: 'Oslo' },
    { _id: 'bob', city: 'Rome' },
  ]);
  await orders.insertBulk([
    {
      _id: 'o1',
      status: 'paid',
      total: 10,
      buyer: 'ann',
      at: new Date('2026-01-31'),
      ship: { country: 'IE' },
    },
    { _id: 'o2', status: 'paid', total: 20.5, buyer: 'bob', paid: true, items: [{ sku: 'x', qty: 2 }] },
    { _id: 'o3', status: 'open', total: 5, buyer: 'eve' },
  ]);
  onTestFinished(() => db.close());
  const { client, file } = app;
  const sqlOf = async (text: string) => (await client.queries.builder({ file, text })).sql;
  return {
    ...app,
    ...{ orders, users, sqlOf },
    found: async (text: string) => (await app.run(await sqlOf(text))).rows,
    columns: async (text: string) => (await app.run(await sqlOf(text))).columns,
  };
}

test('a chain becomes the statement of the engine, with its values and names in it', async () => {
  const { sqlOf, orders } = await startOrders();
  const sql = await sqlOf("orders.where('status').eq('paid').orderBy('total', 'desc').limit(10)");
  expect(sql).toBe(
    `SELECT t0."_id" AS "_id", json(t0."doc") AS "doc"
FROM "orders" AS t0
WHERE (t0."doc" ->> '$.status' = 'paid')
ORDER BY t0."total" DESC
LIMIT 10;`,
  );
  const own = await orders.where('status').eq('paid').orderBy('total', 'desc').limit(10).explain();
  const plain = sql
    .replaceAll(/ AS "\w+"/g, '')
    .replaceAll('\n', ' ')
    .replace("'paid'", '?');
  expect(plain.replace('LIMIT 10;', 'LIMIT ?')).toBe(own.sql);
});

test('all that the builder offers can be typed, and gives what the engine gives', async () => {
  const { found, columns, sqlOf } = await startOrders();
  const ids = async (text: string) => (await found(text)).map(([id]) => id);
  for (const [text, expected] of [
    ["orders.where('at').gte(new Date('2026-01-01'))", ['o1']],
    ["await db.collection('orders') // all\n .where(`ship.country`).in(['IE', \"DE\"]).toArray();", ['o1']],
    ["orders.where('paid').eq(true)", ['o2']],
    ["orders.where('items.0.qty').gte(2)", ['o2']],
    ["orders.where('items').arrayLength(0).orderBy('_id')", ['o1', 'o3']],
    ["orders.where('total').lt(6).or((g) => g.where('total').gt(20)).orderBy('total')", ['o3', 'o2']],
    ["orders.or(g => g.where('_id').eq('o1'), h => h.where('_id').eq('o3')).orderBy('_id')", ['o1', 'o3']],
    ["orders.query().not((g) => g.where('status').eq('paid'))", ['o3']],
    [
      "orders.where('total').gt(1).and((g) => g.where('buyer').eq('ann').or((h) => h.where('buyer').eq('bob'))).orderBy('_id')",
      ['o1', 'o2'],
    ],
    [
      "orders.filter({ kind: 'compare', path: 'total', operator: 'between', values: [5, 10] }).orderBy('_id')",
      ['o1', 'o3'],
    ],
    [
      "orders.orderByMultiple([{ path: 'status' }, { path: 'total', direction: 'desc' }])",
      ['o3', 'o2', 'o1'],
    ],
    ["orders.orderBy('_id').page(2, 2)", ['o3']],
    ["orders.orderBy('_id').first()", ['o1']],
    ["orders.query().join(users, 'buyer', '_id', 'who').where('who.city').eq('Rome')", ['o2']],
    ["orders.query().leftJoin('users', 'buyer', '_id').where('users.city').eq(null)", ['o3']],
  ] as const)
    expect([text, await ids(text)]).toEqual([text, expected]);
  expect(await found('orders.count()')).toEqual([[3]]);
  expect(await found("orders.query().sum('total')")).toEqual([[35.5]]);
  expect(await found("orders.where('status').eq('paid').max('total')")).toEqual([[20.5]]);
  const groups =
    "orders.query().groupBy('status').count().sum('total', 'all').having('count').gt(1).orderBy('all')";
  expect(await found(groups)).toEqual([['"paid"', 2, 30.5]]);
  expect(await columns(groups)).toEqual(['status', 'count', 'all']);
  expect(await columns("orders.query().select('_id', 'ship.country')")).toEqual(['_id', 'ship.country']);
  expect(await columns("orders.query().join(users, 'buyer', '_id', 'who')")).toEqual([
    ...['_id', 'doc', 'who._id', 'who'],
  ]);
  expect(await sqlOf("orders.distinct('status')")).toContain('SELECT DISTINCT');
  expect((await found("orders.where('total').eq(10).explain()"))[0]?.at(-1)).toContain('USING INDEX');
  // Without a schema values are told apart by what they are.
  expect(await ids("loose.where('n').eq(1)")).toEqual(['a']);
  expect(await ids(`loose.where('s').eq("it's").where('_id').neq('b')`)).toEqual(['a']);
});

test('what cannot be read says why, where and what was meant; nothing is evaluated', async () => {
  const { client, file } = await startOrders();
  for (const [text, at, words, nearest] of [
    ["orders.where('status').eq(1 + 1)", '+', 'expected', null],
    ['orders.where(process.exit()).eq(1)', 'process', 'Nothing is evaluated', null],
    ['orders.where(`$' + '{1}`).eq(1)', '$', 'Nothing is evaluated', null],
    ["orders.where('status').equ(1)", 'equ', 'no operator “equ”', 'eq'],
    ["orders.where('status')", 'where', 'how its value is compared', null],
    ["orders.where('status').eq('paid').oderBy('total')", 'oderBy', 'no step “oderBy”', 'orderBy'],
    ["orders.select('total')", 'select', 'comes after query()', null],
    ["orders.drop('a')", 'drop', 'no step “drop”', null],
    ["orders.where('a", "'a", 'no end', null],
    ['orders.limit(-1)', '-1', 'whole number', null],
    ['orders.page(0, 2)', 'page', 'whole number', null],
    ['orders.limit(1, 2)', '2', 'takes one value', null],
    ['orders.where', '', 'is called', null],
    ['orders.limit(1) extra', 'extra', 'does not belong', null],
    ['orders.count().limit(1)', 'limit', 'Nothing follows', null],
    ['', '', 'name of a collection', null],
    ['order.count()', 'order', 'no collection “order”', 'orders'],
    ["orders.where('ship.contry').eq('IE')", 'ship.contry', 'no path “ship.contry”', 'ship.country'],
    ["orders.query().join(user, 'buyer', '_id')", 'user', 'no collection “user”', 'users'],
    ["orders.query().join(users, 'buyer', 'id')", 'id', 'no path “users.id”', '_id'],
    [
      "orders.query().join(users, 'buyer', '_id').where('users.cty').eq(1)",
      'users.cty',
      'no path',
      'users.city',
    ],
    ["orders.or((g) => g.where('totl').gt(1))", 'totl', 'no path', 'total'],
    ['orders.or((g) => { return g })', '{', 'expected', null],
    ["orders.or((g) => other.where('total').gt(1))", 'other', 'begins with its own name', null],
    ['orders.or((g) => g)', 'g)', 'no condition', null],
    [
      "orders.filter({ kind: 'compare', path: 'total', operator: 'gtt', values: [1] })",
      'gtt',
      'no operator',
      'gt',
    ],
    ["orders.orderByMultiple([{ path: 'total', direction: 'down' }])", "'down'", "'asc' or 'desc'", null],
    ["orders.query().groupBy('status').count().having('cont').gt(1)", 'cont', 'cont', 'count'],
    ["orders.where('at').gte(new Date())", ')', 'A date is written', null],
    ["orders.where('at').gte(new Date('soon'))", "'soon'", 'no date', null],
  ] as const) {
    const error = await client.queries.builder({ file, text }).then(
      ({ sql }) => ({ code: 'READ', message: sql, details: undefined }),
      (failure: unknown) => failure as { code: string; message: string; details: unknown },
    );
    const { offset, length, nearest: meant } = (error.details ?? {}) as Readonly<Record<string, unknown>>;
    expect([text, error.code, error.message]).toEqual([
      text,
      'QUERY_INVALID',
      expect.stringContaining(words),
    ]);
    const place = text.slice(Number(offset));
    expect([text, place.startsWith(at), meant]).toEqual([text, true, nearest]);
    if (nearest !== null) expect([text, length]).toEqual([text, at.length]);
  }
});

test('every method of the builder can be typed, and no other', () => {
  const methods = (made: object): readonly string[] => {
    const names = new Set<string>();
    for (let at = Object.getPrototypeOf(made); at !== Object.prototype; at = Object.getPrototypeOf(at))
      for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
        if (typeof value === 'function' && !/^(?:constructor|scope|present|withFilter|toFilter)$/.test(name))
          names.add(name);
    return [...names].toSorted();
  };
  const db = createDB();
  onTestFinished(() => db.close());
  const orders = db.collection('orders', order);
  const query = orders.query();
  const typed = (stage: QueryStage) => [...queryStepNames(stage)].toSorted();
  expect(query).toBeInstanceOf(QueryBuilder);
  expect(typed('query')).toEqual(methods(query));
  const groups = query.groupBy('status');
  expect(groups).toBeInstanceOf(GroupedQuery);
  expect(typed('groups')).toEqual(methods(groups));
  expect(typed('condition')).toEqual([...operators].toSorted());
  expect(typed('condition')).toEqual(methods(query.where('status')));
  query.or((group) => {
    expect(typed('conditions')).toEqual(methods(group));
    return group.where('status').eq('paid');
  });
  // Of a collection, what reads.
  const reading = new Set([...methods(query), 'query']);
  expect(typed('collection')).toEqual(methods(orders).filter((name) => reading.has(name)));
});

test('a query of many steps and deep groups is refused, not hung on', () => {
  const deep = `orders${'.or((g) => g'.repeat(2000)}`;
  expect(() => parseQuery(deep)).toThrow(/too deep/);
  expect(() => parseQuery(`orders${".orderBy('a')".repeat(1001)}`)).toThrow(/At most/);
});
