import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { databaseKinds, openDatabase } from '../../testing/each-database.ts';
import { softDeletePlugin } from '../soft-delete/soft-delete-plugin.ts';
import { cachePlugin } from './cache-plugin.ts';

const schema = z.object({
  id: z.string(),
  name: z.string(),
  tags: z.array(z.string()).optional(),
  born: z.date().optional(),
  age: z.number().optional(),
  deletedAt: z.date().optional(),
});

describe.each(databaseKinds)('the cache of a database with %s', (_name, kind) => {
  async function open() {
    const cache = cachePlugin();
    const database = openDatabase(kind).use(cache);
    const users = database.collection('users', schema);
    const ann = await users.insert({ name: 'ann', tags: ['a'], born: new Date(0), age: 1 });
    return { cache, database, users, ann };
  }

  test('gives the answer of the same query again, as the caller’s own', async () => {
    const { cache, users, ann } = await open();
    const first = await users.where('name').eq('ann').toArray();
    first[0]?.tags?.push('mine');
    const second = await users.where('name').eq('ann').toArray();
    expect(second).toEqual([ann]);
    second[0]?.tags?.push('mine too');
    expect(await users.where('name').eq('ann').toArray()).toEqual([ann]);
    expect(cache.getFigures()).toEqual({ entries: 1, hits: 2, misses: 1 });
    expect(await users.findById(ann.id)).toEqual(ann);
    expect(await users.findById(ann.id)).toEqual(ann);
    expect(await users.findById('missing')).toBeNull();
    expect(await users.findById('missing')).toBeNull();
    expect(await users.count()).toBe(1);
    expect(await users.where('name').eq('ann').first()).toEqual(ann);
    expect(cache.getFigures()).toMatchObject({ hits: 4 });
  });

  test('knows queries apart', async () => {
    const { users } = await open();
    expect(await users.where('name').eq('ann').count()).toBe(1);
    expect(await users.where('name').eq('bob').count()).toBe(0);
    expect(await users.where('born').eq(new Date(0)).count()).toBe(1);
    expect(await users.where('born').eq(new Date(1)).count()).toBe(0);
    expect(await users.where('age').eq(1).count()).toBe(1);
    expect(await users.query().sum('age')).toBe(1);
    expect(await users.limit(0).toArray()).toEqual([]);
    expect(await users.limit(1).toArray()).toHaveLength(1);
  });

  test.each<[string, (opened: Awaited<ReturnType<typeof open>>) => Promise<unknown>]>([
    ['insert', ({ users }) => users.insert({ name: 'bob' })],
    ['insertBulk', ({ users }) => users.insertBulk([{ name: 'bob' }])],
    ['put', ({ users, ann }) => users.put(ann.id, { name: 'anna' })],
    ['putBulk', ({ users, ann }) => users.putBulk([{ id: ann.id, doc: { name: 'anna' } }])],
    ['upsert', ({ users, ann }) => users.upsert(ann.id, { name: 'anna' })],
    ['atomicUpdate', ({ users, ann }) => users.atomicUpdate(ann.id, { $set: { name: 'anna' } })],
    ['delete', ({ users, ann }) => users.delete(ann.id)],
    ['deleteBulk', ({ users, ann }) => users.deleteBulk([ann.id])],
    ['raw SQL', ({ database }) => database.exec('DELETE FROM users')],
    [
      'a script that fails half way',
      ({ database }) => database.exec('DELETE FROM users; SELEKT').catch(() => {}),
    ],
    ['a query that writes', ({ database }) => database.query('DELETE FROM users RETURNING _id')],
    ['a transaction', ({ database, users }) => database.transaction(() => users.insert({ name: 'bob' }))],
  ])('is not asked for what %s has changed', async (_what, write) => {
    const opened = await open();
    const { users } = opened;
    await users.toArray();
    await write(opened);
    const names = (await users.toArray()).map(({ name }) => name).sort();
    expect(names).not.toEqual(['ann']);
  });

  test('keeps nothing of a transaction that was undone, nor what others read meanwhile', async () => {
    const { database, users } = await open();
    let readInside = 0;
    const begun = Promise.withResolvers<void>();
    const transaction = database.transaction(async () => {
      await users.insert({ name: 'bob' });
      readInside = await users.count();
      begun.resolve();
      await new Promise((resolve) => setTimeout(resolve, 10));
    });
    await begun.promise;
    const readOutside = users.count();
    await transaction;
    await readOutside;
    expect(readInside).toBe(2);
    expect(await users.count()).toBe(2);
    await database
      .transaction(async () => {
        await users.insert({ name: 'cid' });
        expect(await users.count()).toBe(3);
        throw new Error('undo');
      })
      .catch(() => {});
    expect(await users.count()).toBe(2);
  });
});

test('answers grow old, and the least recently used ones go', async () => {
  const cache = cachePlugin({ maxEntries: 2, maxAge: 20 });
  const database = openDatabase({}).use(cache);
  const users = database.collection('users', schema);
  for (const name of ['a', 'b', 'c']) await users.where('name').eq(name).count();
  expect(cache.getFigures().entries).toBe(2);
  await users.where('name').eq('c').count();
  expect(cache.getFigures().hits).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 30));
  await users.where('name').eq('c').count();
  expect(cache.getFigures().hits).toBe(1);
  cache.clear();
  expect(cache.getFigures().entries).toBe(0);
});

test('a query that another plugin changes is known as it is run, whichever came first', async () => {
  const softDelete = softDeletePlugin();
  const database = openDatabase({}).use(cachePlugin()).use(softDelete);
  const users = database.collection('users', schema);
  const ann = await users.insert({ name: 'ann' });
  await users.delete(ann.id);
  expect(await softDelete.withDeleted(() => users.count())).toBe(1);
  expect(await users.count()).toBe(0);
  expect(await softDelete.withDeleted(() => users.count())).toBe(1);
  expect(await users.count()).toBe(0);
});

test('Sync methods use it too', () => {
  const cache = cachePlugin();
  const users = openDatabase({}).use(cache).collection('users', schema);
  users.insertSync({ name: 'ann' });
  expect(users.countSync()).toBe(1);
  expect(users.countSync()).toBe(1);
  expect(cache.getFigures().hits).toBe(1);
});
