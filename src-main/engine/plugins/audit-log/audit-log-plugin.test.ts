import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { databaseKinds, openDatabase } from '../../testing/each-database.ts';
import { auditLogPlugin } from './audit-log-plugin.ts';

const schema = z.object({
  id: z.string(),
  name: z.string(),
  born: z.date().optional(),
  big: z.bigint().optional(),
});

describe.each(databaseKinds)('the audit log of a database with %s', (_name, kind) => {
  function open() {
    const plugin = auditLogPlugin({ actor: () => 'ann', now: () => new Date(0) });
    const database = openDatabase(kind).use(plugin);
    return {
      plugin,
      database,
      users: database.collection('users', schema, { constrainedFields: { name: { unique: true } } }),
    };
  }

  test('has every write with its document', async () => {
    const { plugin, database, users } = open();
    const ann = await users.insert({ name: 'ann', born: new Date(0), big: 2n ** 60n });
    await users.put(ann.id, { name: 'anna' });
    await users.atomicUpdate(ann.id, { $set: { name: 'annie' } });
    await users.insertBulk([
      { id: 'b', name: 'bob' },
      { id: 'c', name: 'cid' },
    ]);
    await users.upsert('c', { name: 'cyd' });
    await users.delete(ann.id);
    await users.deleteBulk(['b', 'c']);
    const entries = (await plugin.entries(database)).reverse();
    expect(entries.map(({ operation, documentId }) => [operation, documentId])).toEqual([
      ['insert', ann.id],
      ['put', ann.id],
      ['atomicUpdate', ann.id],
      ['insertBulk', 'b'],
      ['insertBulk', 'c'],
      ['upsert', 'c'],
      ['delete', ann.id],
      ['deleteBulk', 'b'],
      ['deleteBulk', 'c'],
    ]);
    expect(entries[0]).toMatchObject({
      ...{ at: new Date(0), actor: 'ann', collection: 'users' },
      document: { id: ann.id, name: 'ann', born: '1970-01-01T00:00:00.000Z', big: String(2n ** 60n) },
    });
    expect(entries[2]?.document).toMatchObject({ name: 'annie' });
    expect(entries.at(-1)?.document).toBeNull();
    const ofBob = await plugin.entries(database, { collection: 'users', documentId: 'b', limit: 1 });
    expect(ofBob.map(({ operation }) => operation)).toEqual(['deleteBulk']);
  });

  test('is part of the transaction: what was undone, or refused, is not in it', async () => {
    const { plugin, database, users } = open();
    expect(await plugin.entries(database)).toEqual([]);
    await database
      .transaction(async () => {
        await users.insert({ name: 'ann' });
        throw new Error('undo');
      })
      .catch(() => {});
    await users.insert({ name: 'bob' });
    await expect(users.insert({ name: 'bob' })).rejects.toThrow();
    await expect(users.insertBulk([{ name: 'cid' }, { name: 'bob' }])).rejects.toThrow();
    const entries = await plugin.entries(database);
    expect(entries.map(({ document }) => document)).toMatchObject([{ name: 'bob' }]);
  });
});

test('only the collections that are meant, without documents if so wished', async () => {
  const plugin = auditLogPlugin({ collections: ['users'], documents: false, table: 'history' });
  const database = openDatabase({}).use(plugin);
  database.collection('others', schema).insertSync({ name: 'x' });
  database.collection('users', schema).insertSync({ name: 'y' });
  expect(database.querySync('SELECT collection, document FROM history')).toEqual([
    { collection: 'users', document: null },
  ]);
});

test('a table name that is none is refused', () => {
  expect(() => auditLogPlugin({ table: 'a; DROP TABLE users' })).toThrow(/table/);
  expect(() => auditLogPlugin({ table: 'sqlite_x' })).toThrow(/table/);
});
