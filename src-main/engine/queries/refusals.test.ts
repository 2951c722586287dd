import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { DBConfig } from '../config.ts';
import { DatabaseError } from '../errors.ts';
import type { HookContext } from '../plugins/plugin.ts';
import { collect } from '../testing/collect.ts';
import { databaseKinds, openDatabase } from '../testing/each-database.ts';
import type { Filter, QuerySpec } from './filter.ts';
import { QueryBuilder } from './query-builder.ts';
import { QueryError } from './query-error.ts';

const schema = z.object({
  id: z.string(),
  name: z.string().optional(),
  born: z.date().optional(),
  age: z.number().optional(),
  address: z.object({ city: z.string() }).optional(),
});
const refused = (code: string) => expect.objectContaining({ name: 'QueryError', code });

async function people(kind: DBConfig = { memory: true }) {
  const database = openDatabase(kind);
  const collection = database.collection('people', schema);
  await collection.insertBulk([
    { id: '1', name: 'Ann', born: new Date(0), age: 3 },
    { id: '2', age: 4 },
    { id: '3' },
  ]);
  return { database, query: collection.query(), source: collection.source };
}

describe('what cannot be meant', () => {
  test('a path that the schema does not have is refused where it is written', async () => {
    const { query } = await people();
    const calls = [
      () => query.where('nme'),
      () => query.where('address.town'),
      () => query.where('name.first'),
      () => query.where(''),
      () => query.where('__proto__'),
      () => query.where('doc'),
      () => query.where("name') OR 1=1 --"),
      () => query.orderBy('nme'),
      () => query.select('id', 'nme'),
      () => query.distinct('nme'),
      () => query.groupBy('nme'),
      () => query.groupBy('name').sum('nme'),
      () => query.or((group) => group.where('nme').eq(1)),
    ];
    for (const call of calls) expect(call).toThrow(refused('PATH_UNKNOWN'));
    await expect(query.sum('nme')).rejects.toThrow(refused('PATH_UNKNOWN'));
    expect(() => query.where('nme')).toThrow(/“people” has no path “nme”/);
    expect(new QueryError('PATH_UNKNOWN', '')).toBeInstanceOf(DatabaseError);
  });

  test('values that have no order or equality', async () => {
    const { query } = await people();
    const age = query.where('age');
    const name = query.where('name');
    const wrong = undefined as unknown as number;
    const queries = [
      age.eq(wrong),
      age.eq({} as unknown as number),
      age.eq([1] as unknown as number),
      age.eq(Number.NaN),
      age.gt(null as unknown as number),
      age.between(1, 'x' as unknown as number),
      age.in([wrong]),
      name.like(5 as unknown as string),
      age.arrayLength(-1),
      age.arrayLength(1.5),
      query.where('born').eq(new Date(Number.NaN)),
      query.where('born').eq('yesterday' as unknown as Date),
    ];
    for (const each of queries) await expect(each.toArray()).rejects.toThrow(refused('QUERY_INVALID'));
    await expect(age.eq((2n ** 64n) as unknown as number).toArray()).rejects.toMatchObject({
      code: 'BIND_INVALID',
    });
    await expect(name.eq('\ud800').toArray()).rejects.toMatchObject({ code: 'BIND_INVALID' });
  });

  test('numbers of rows that are none', async () => {
    const { query } = await people();
    const calls = [
      () => query.limit(-1),
      () => query.limit(1.5),
      () => query.limit(Number.NaN),
      () => query.offset('1' as unknown as number),
      () => query.page(0, 10),
      () => query.page(1, 0),
      () => query.groupBy('name').limit(-1),
    ];
    for (const call of calls) expect(call).toThrow(refused('QUERY_INVALID'));
    expect(() => query.and((group) => group)).toThrow(refused('QUERY_INVALID'));
    await expect(query.select().toArray()).rejects.toThrow(refused('QUERY_INVALID'));
  });

  test('queries that came as data are checked when they are run', async () => {
    const { source, query } = await people();
    const filters: [Filter, string][] = [
      [{ kind: 'compare', path: 'age', operator: 'equals' as 'eq', values: [1] }, 'OPERATOR_UNKNOWN'],
      [{ kind: 'compare', path: 'age', operator: 'toString' as 'eq', values: [1] }, 'OPERATOR_UNKNOWN'],
      [{ kind: 'compare', path: 'agee', operator: 'eq', values: [1] }, 'PATH_UNKNOWN'],
      [{ kind: 'compare', path: 'age', operator: 'eq', values: [] }, 'QUERY_INVALID'],
      [{ kind: 'compare', path: 'age', operator: 'between', values: [1] }, 'QUERY_INVALID'],
      [{ kind: 'compare', path: 'age', operator: 'exists', values: [1] }, 'QUERY_INVALID'],
      [{ kind: 'xor' as 'or', filters: [] }, 'QUERY_INVALID'],
    ];
    for (const [filter, code] of filters) {
      await expect(query.filter(filter).toArray()).rejects.toThrow(refused(code));
      await expect(query.filter({ kind: 'not', filter }).count()).rejects.toThrow(refused(code));
    }
    const specs: Partial<QuerySpec>[] = [
      { order: [{ path: 'age', direction: 'desc; DROP TABLE people' as 'desc' }] },
      { limit: '1; DROP TABLE people' as unknown as number },
      { aggregates: [{ function: 'random' as 'sum', path: 'age', as: 'x' }] },
      { aggregates: [{ function: 'sum', path: '*', as: 'x' }] },
      { aggregates: [{ function: 'sum', path: 'age', as: '__proto__' }] },
      {
        joins: [
          { kind: 'cross' as 'left', collection: 'people', localPath: 'id', foreignPath: 'id', as: 'x' },
        ],
      },
    ];
    for (const spec of specs) {
      const built = new QueryBuilder(source, { ...query.spec, ...spec });
      await expect(built.toArray()).rejects.toThrow(refused('QUERY_INVALID'));
    }
    expect(await query.count()).toBe(3);
  });

  test('a query is plain data: it survives a clone, and runs the same', async () => {
    const { source, query } = await people();
    const built = query
      .where('born')
      .lte(new Date(1))
      .or((group) => group.where('age').eq(4))
      .orderBy('id')
      .limit(5);
    const copy = new QueryBuilder<z.output<typeof schema>>(source, structuredClone(built.spec));
    expect(await copy.toArray()).toEqual(await built.toArray());
    expect((await copy.toArray()).map(({ id }) => id)).toEqual(['1', '2']);
  });

  test('texts and milliseconds mean dates where there are only dates', async () => {
    const { query } = await people();
    expect(
      await query
        .where('born' as string)
        .eq('1970-01-01T01:00:00+01:00')
        .count(),
    ).toBe(1);
    expect(
      await query
        .where('born' as string)
        .between(-1, 1)
        .count(),
    ).toBe(1);
    expect(
      await query
        .where('name' as string)
        .lt(new Date(0))
        .count(),
    ).toBe(0);
  });
});

describe.each(databaseKinds)('hooks of queries over %s', (_name, kind) => {
  test('may put another query in the place of the one that was asked, and are told what was read', async () => {
    const { database, query, source } = await people(kind);
    const told: HookContext[] = [];
    database.use({
      name: 'adults',
      async onBeforeQuery(context) {
        await Promise.resolve();
        context.query = new QueryBuilder(source, context.query).where('age').exists().spec;
      },
      onAfterQuery: async (context) => void told.push(context),
    });
    const sorted = query.orderBy('id');
    expect((await sorted.toArray()).map(({ id }) => id)).toEqual(['1', '2']);
    expect(await sorted.first()).toMatchObject({ id: '1' });
    expect(await sorted.count()).toBe(2);
    expect(await sorted.sum('age')).toBe(7);
    expect(await collect(sorted.iterator())).toHaveLength(2);
    expect(await collect(query.iterator())).toHaveLength(2);
    for await (const _row of query.iterator()) break;
    expect(
      told.map(({ operation, result }) => [operation, Array.isArray(result) ? result.length : result]),
    ).toEqual([
      ['find', 2],
      ['first', expect.objectContaining({ id: '1' })],
      ['count', 2],
      ['sum', 7],
      ['iterate', 2],
      ['iterate', 2],
      ['iterate', 2],
    ]);
    expect(told[3]?.query?.aggregates).toEqual([{ function: 'sum', path: 'age', as: 'sum' }]);
    expect(told[0]).toMatchObject({
      collectionName: 'people',
      sql: expect.stringContaining('"people"'),
      params: [],
    });
  });

  test('veto a read by throwing, and are told of failures', async () => {
    const { database, query } = await people(kind);
    const told: unknown[] = [];
    database.use({ name: 'told', onError: ({ operation, error }) => void told.push([operation, error]) });
    const veto = new Error('not now');
    const vetoed = expect.objectContaining({ code: 'PLUGIN_FAILED', cause: veto });
    database.use({
      name: 'veto',
      onBeforeQuery() {
        throw veto;
      },
    });
    await expect(query.toArray()).rejects.toThrow(vetoed);
    await expect(query.count()).rejects.toThrow(vetoed);
    await expect(collect(query.iterator())).rejects.toThrow(vetoed);
    if (!kind.sharedConnection) expect(() => query.firstSync()).toThrow(vetoed);
    const failed = kind.sharedConnection
      ? ['find', 'count', 'iterate']
      : ['find', 'count', 'iterate', 'first'];
    expect(told).toEqual(failed.map((operation) => [operation, vetoed]));
    database.unuse('veto');
    told.length = 0;
    await expect(query.where('age').eq(Number.NaN).toArray()).rejects.toThrow(refused('QUERY_INVALID'));
    expect(told).toEqual([['find', refused('QUERY_INVALID')]]);
  });

  test('a Sync twin does not wait for a hook', async () => {
    const { database, query } = await people(kind);
    if (kind.sharedConnection) return;
    database.use({ name: 'late', onBeforeQuery: async () => {} });
    expect(() => query.toArraySync()).toThrow(expect.objectContaining({ code: 'SYNC_HOOK_ASYNC' }));
    database.unuse('late');
    database.use({ name: 'at once', onBeforeQuery: () => {} });
    expect(query.toArraySync()).toHaveLength(3);
  });
});

describe.each(databaseKinds)('queries at the edge of a connection, over %s', (_name, kind) => {
  test('see what their own transaction wrote, and nobody else’s', async () => {
    const { database, query } = await people(kind);
    const other = Promise.withResolvers<void>();
    const wrote = Promise.withResolvers<void>();
    const running = database.transaction(async () => {
      await database.collection<typeof schema>('people').insert({ id: '4' });
      expect(await query.count()).toBe(4);
      expect(await query.toArray()).toHaveLength(4);
      expect(await collect(query.iterator())).toHaveLength(4);
      wrote.resolve();
      await other.promise;
      throw new Error('undo');
    });
    await wrote.promise;
    const bystander = Promise.all([query.toArray(), query.count(), collect(query.iterator())]);
    other.resolve();
    await expect(running).rejects.toThrow('undo');
    const [rows, count, iterated] = await bystander;
    expect([rows.length, count, iterated.length]).toEqual([3, 3, 3]);
  });

  test('stop when their caller says so, and when the database is closed', async () => {
    const { database, query } = await people(kind);
    const signal = AbortSignal.abort();
    await expect(query.toArray({ signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(query.first({ signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(query.count({ signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(collect(query.iterator({ signal }))).rejects.toMatchObject({ code: 'CANCELLED' });
    const iterator = query.iterator();
    await iterator.next();
    await database.close();
    const closed = { code: 'DB_CLOSED' };
    await expect(query.toArray()).rejects.toMatchObject(closed);
    await expect(query.count()).rejects.toMatchObject(closed);
    await expect(query.sum('age')).rejects.toMatchObject(closed);
    await expect(query.groupBy('name').count().toArray()).rejects.toMatchObject(closed);
    await expect(collect(query.iterator())).rejects.toMatchObject(closed);
    expect(() => query.toArraySync()).toThrow(expect.objectContaining(closed));
    expect(() => [...query.iteratorSync()]).toThrow(expect.objectContaining(closed));
  });
});
