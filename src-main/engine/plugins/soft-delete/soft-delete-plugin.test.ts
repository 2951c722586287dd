import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { collect } from '../../testing/collect.ts';
import { databaseKinds, openDatabase } from '../../testing/each-database.ts';
import { softDeletePlugin } from './soft-delete-plugin.ts';

const schema = z.object({ id: z.string(), name: z.string(), deletedAt: z.date().nullish() });

describe.each(databaseKinds)('soft deleting in a database with %s', (_name, kind) => {
  async function open() {
    const plugin = softDeletePlugin();
    const database = openDatabase(kind).use(plugin);
    const users = database.collection('users', schema);
    const [ann, bob, cid] = await users.insertBulk([{ name: 'ann' }, { name: 'bob' }, { name: 'cid' }]);
    return { plugin, database, users, ids: [ann?.id ?? '', bob?.id ?? '', cid?.id ?? ''] as const };
  }
  const names = (documents: readonly { name: string }[]) => documents.map(({ name }) => name).sort();

  test('a deleted document is in the file, and in nothing that is read', async () => {
    const { database, users, ids } = await open();
    expect(await users.delete(ids[0])).toBe(true);
    expect(await users.findById(ids[0])).toBeNull();
    expect(names(await users.toArray())).toEqual(['bob', 'cid']);
    expect(await users.count()).toBe(2);
    expect(await users.where('name').eq('ann').first()).toBeNull();
    expect(names(await collect(users.query().iterator()))).toEqual(['bob', 'cid']);
    expect(await users.where('name').in(['ann', 'bob']).count()).toBe(1);
    expect(await database.query('SELECT COUNT(*) AS n FROM users')).toEqual([{ n: 3 }]);
  });

  test('in bulk', async () => {
    const { users, ids } = await open();
    expect(await users.deleteBulk([ids[0], ids[1], 'missing'])).toBe(2);
    expect(names(await users.toArray())).toEqual(['cid']);
  });

  test('deleted documents can be seen, had back, and deleted for good', async () => {
    const { plugin, database, users, ids } = await open();
    await users.deleteBulk([ids[0], ids[1]]);
    expect(names(await plugin.withDeleted(() => users.toArray()))).toEqual(['ann', 'bob', 'cid']);
    const seen = await plugin.withDeleted(() => users.findById(ids[0]));
    expect(seen?.deletedAt).toBeInstanceOf(Date);
    await users.put(ids[0], plugin.restored);
    expect(names(await users.toArray())).toEqual(['ann', 'cid']);
    await plugin.purge(() => users.delete(ids[1]));
    expect(await database.query('SELECT COUNT(*) AS n FROM users')).toEqual([{ n: 2 }]);
  });

  test('collections whose schema has no such field are deleted from', async () => {
    const { database } = await open();
    const logs = database.collection('logs', z.object({ id: z.string() }));
    const { id } = await logs.insert({});
    await logs.delete(id);
    expect(await database.query('SELECT COUNT(*) AS n FROM logs')).toEqual([{ n: 0 }]);
  });
});
