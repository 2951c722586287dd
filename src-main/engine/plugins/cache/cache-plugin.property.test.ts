import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Collection } from '../../collections/collection.ts';
import type { Database } from '../../database.ts';
import { databaseKinds, openDatabase } from '../../testing/each-database.ts';
import { cachePlugin } from './cache-plugin.ts';

const runs = Number(process.env.CAIRN_PROPERTY_RUNS ?? 30);
const schema = z.object({ id: z.string(), age: z.number() });
type Users = Collection<typeof schema>;

const ids = ['a', 'b', 'c'] as const;
const step = fc.record({
  write: fc.constantFrom('upsert', 'put', 'delete', 'deleteBulk', 'insertBulk', 'raw', 'fail', 'none'),
  id: fc.constantFrom(...ids),
  age: fc.integer({ min: 0, max: 3 }),
  within: fc.constantFrom('alone', 'committed', 'undone'),
  readsInside: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function write(database: Database, users: Users, { write: kind, id, age }: Step): Promise<void> {
  const writes: Readonly<Record<string, () => Promise<unknown>>> = {
    upsert: () => users.upsert(id, { age }),
    put: () => users.put(id, { age }),
    delete: () => users.delete(id),
    deleteBulk: () => users.deleteBulk([id, 'other']),
    insertBulk: () => users.insertBulk([{ age }, { age }]),
    raw: () => database.exec('DELETE FROM users WHERE _id > ?', [id]),
    fail: () => users.insertBulk([{ age }, { age: 'old' } as never]),
    none: async () => {},
  };
  // Some fail: there may be no such document.
  await writes[kind]?.().catch(() => {});
}

/** What is asked again and again. */
async function read(users: Users): Promise<unknown> {
  return [
    await users.orderBy('id').toArray(),
    await users.count(),
    await users.where('age').gte(2).count(),
    await users.where('age').eq(1).orderBy('id').first(),
    await Promise.all(ids.map((id) => users.findById(id))),
  ];
}

describe.each(databaseKinds)('the cache of a database with %s', (_name, kind) => {
  test('never gives another answer than the file', { timeout: 60_000 }, async () => {
    const cache = cachePlugin({ maxAge: 60_000 });
    const database = openDatabase(kind).use(cache);
    const users = database.collection('users', schema);
    const asTheFile = async () => {
      const answers = await read(users);
      cache.clear();
      expect(answers).toEqual(await read(users));
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        for (const each of steps) {
          await read(users);
          if (each.within === 'alone') await write(database, users, each);
          else {
            const reader = Promise.withResolvers<unknown>();
            const transaction = database.transaction(async () => {
              await write(database, users, each);
              if (each.readsInside) await read(users);
              reader.resolve(undefined);
              await new Promise((resolve) => setImmediate(resolve));
              if (each.within === 'undone') throw new Error('undone');
            });
            await Promise.all([transaction.catch(() => {}), reader.promise.then(() => read(users))]);
          }
          await asTheFile();
        }
      }),
      { numRuns: kind.memory ? runs : Math.ceil(runs / 6) },
    );
    expect(cache.getFigures().hits).toBeGreaterThan(0);
  });
});
