import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { accessKinds } from '../testing/each-access.ts';
import { TestCollections } from './testing/test-collections.ts';

const userSchema = z.object({
  id: z.string(),
  name: z.string().min(1),
  email: z.email(),
  age: z.number().int().nonnegative(),
});
const code = (expected: string) => expect.objectContaining({ code: expected });

describe.each(accessKinds)('documents over a connection %s', (_name, kind) => {
  function open() {
    const db = new TestCollections(kind);
    const users = db.collection('users', userSchema, { constrainedFields: { email: { type: 'unique' } } });
    return { db, users };
  }

  test('insert, find, put, upsert and delete', async () => {
    const { db, users } = open();
    const alice = await users.insert({ name: 'Alice', email: 'alice@example.com', age: 28 });
    expect(alice).toEqual({ id: expect.any(String), name: 'Alice', email: 'alice@example.com', age: 28 });
    expect(await users.findById(alice.id)).toEqual(alice);
    expect(await users.findById('nobody')).toBeNull();
    expect(await users.put(alice.id, { age: 29 })).toEqual({ ...alice, age: 29 });
    expect(await users.findById(alice.id)).toEqual({ ...alice, age: 29 });
    const replaced = { name: 'Alice B', email: 'b@example.com', age: 30 };
    expect(await users.upsert(alice.id, replaced)).toEqual({ id: alice.id, ...replaced });
    expect(await users.upsert('new', { ...replaced, email: 'c@example.com' })).toMatchObject({ id: 'new' });
    expect(await users.count()).toBe(2);
    expect(await users.versionOf(alice.id)).toBe(3);
    expect(await users.delete(alice.id)).toBe(true);
    expect(await users.delete(alice.id)).toBe(true);
    expect(await users.findById(alice.id)).toBeNull();
    expect(await db.rows('SELECT _id, email, _version, json(doc) FROM users')).toEqual([
      ['new', 'c@example.com', 1, expect.stringContaining('"id":"new"')],
    ]);
  });

  test('a failing write leaves nothing', async () => {
    const { db, users } = open();
    const alice = await users.insert({ id: 'a', name: 'Alice', email: 'a@example.com', age: 1 });
    const failures = [
      [
        users.insert({ ...alice, id: 'b' }),
        { code: 'CONSTRAINT_UNIQUE', collection: 'users', field: 'email' },
      ],
      [users.insert({ ...alice, email: 'b@example.com' }), { code: 'CONSTRAINT_UNIQUE', field: 'id' }],
      [users.insert({ ...alice, id: 'c', age: -1 }), { code: 'VALIDATION', issues: [{ path: ['age'] }] }],
      [
        users.insertBulk([
          { ...alice, id: 'd', email: 'd@example.com' },
          { ...alice, id: 'e' },
        ]),
        { field: 'email' },
      ],
      [users.put('nobody', { age: 1 }), { code: 'NOT_FOUND', id: 'nobody' }],
      [users.put('a', { age: 1.5 }), { code: 'VALIDATION' }],
      [users.put('a', { id: 'b' }), { code: 'VALIDATION', issues: [{ path: ['id'] }] }],
      [users.upsert('a', { ...alice, id: 'b' }), { code: 'VALIDATION' }],
    ] as const;
    for (const [failure, expected] of failures) await expect(failure).rejects.toMatchObject(expected);
    expect(await db.rows('SELECT _id, email, json(doc), _version FROM users')).toEqual([
      ['a', 'a@example.com', JSON.stringify(alice), 1],
    ]);
  });

  test('bulk operations', async () => {
    const { users } = open();
    const given = Array.from({ length: 150 }, (_, index) => ({
      id: `u${index}`,
      name: 'N',
      email: `${index}@example.com`,
      age: index,
    }));
    expect(await users.insertBulk(given)).toEqual(given);
    const older = given.map(({ id, age }) => ({ id, doc: { age: age + 1 } }));
    expect(await users.putBulk(older)).toEqual(given.map((user) => ({ ...user, age: user.age + 1 })));
    const twice = await users.putBulk([
      { id: 'u9', doc: { name: 'First' } },
      { id: 'u9', doc: { age: 10 } },
    ]);
    expect(twice.map(({ name, age }) => [name, age])).toEqual([
      ['First', 10],
      ['First', 10],
    ]);
    expect(await users.findById('u9')).toMatchObject({ name: 'First', age: 10 });
    await expect(users.putBulk([...older, { id: 'nobody', doc: {} }])).rejects.toThrow(code('NOT_FOUND'));
    await expect(users.putBulk([...older, { id: 'u0', doc: { age: -1 } }])).rejects.toMatchObject({
      issues: [{ path: [150, 'age'] }],
    });
    expect((await users.findById('u7'))?.age).toBe(8);
    const upserted = [...given, { id: 'x', name: 'X', email: 'x@example.com', age: 0 }];
    await users.upsertBulk(upserted.map((doc) => ({ id: doc.id, doc })));
    expect(await users.count()).toBe(151);
    expect((await users.findById('u7'))?.age).toBe(7);
    expect(await users.deleteBulk(['u0', 'u1', 'nobody'])).toBe(2);
    expect(await users.count()).toBe(149);
    expect(await users.insertBulk([])).toEqual([]);
    expect(await users.deleteBulk([])).toBe(0);
  });

  test('updates of parts, and versions', async () => {
    const { db } = open();
    const schema = z.object({
      hits: z.number().default(0),
      tags: z.array(z.string()).optional(),
      at: z.object({ place: z.string().optional() }).optional(),
    });
    const pages = db.collection('pages', schema);
    const { _id } = await pages.insert({});
    await Promise.all(Array.from({ length: 5 }, () => pages.atomicUpdate(_id, { $inc: { hits: 2 } })));
    const changed = await pages.atomicUpdate(_id, { $push: { tags: 'x' }, $set: { 'at.place': 'here' } });
    expect(changed).toEqual({ _id, hits: 10, tags: ['x'], at: { place: 'here' } });
    expect(await pages.atomicUpdate(_id, { $unset: { 'at.place': '' } })).toMatchObject({ at: {} });
    expect(await pages.findById(_id)).toEqual({ _id, hits: 10, tags: ['x'], at: {} });
    expect(await pages.versionOf(_id)).toBe(8);
    await expect(
      pages.atomicUpdate(_id, { $inc: { hits: 1 } }, { expectedVersion: 7 }),
    ).rejects.toMatchObject({
      ...{ code: 'VERSION_MISMATCH', expected: 7, actual: 8 },
    });
    await pages.atomicUpdate(_id, { $inc: { hits: 1 } }, { expectedVersion: 8 });
    const bare = await pages.insert({});
    expect(await pages.atomicUpdate(bare._id, { $unset: { 'at.place': '', tags: '' } })).toEqual(bare);
    await expect(pages.atomicUpdate(_id, { $inc: { nowhere: 1 } })).rejects.toThrow(code('FIELD_UNKNOWN'));
    await expect(pages.atomicUpdate(_id, { $inc: { tags: 1 } })).rejects.toThrow(code('VALIDATION'));
    await expect(pages.atomicUpdate(_id, { $mul: { hits: 2 } } as object)).rejects.toThrow(
      code('UPDATE_INVALID'),
    );
    expect(await pages.findById(_id)).toMatchObject({ hits: 11 });
  });

  test('the first operations at once make one table; in a transaction that fails none is left', async () => {
    const { db, users } = open();
    const counts = await Promise.all(Array.from({ length: 5 }, () => users.count()));
    expect(counts).toEqual([0, 0, 0, 0, 0]);
    const others = db.collection('others', z.object({ a: z.number() }));
    const failing = db.access.transaction(
      async () => {
        await others.insert({ a: 1 });
        expect(await others.count()).toBe(1);
        throw new Error('no');
      },
      { timeout: 5_000 },
    );
    await expect(failing).rejects.toThrow('no');
    expect(await others.count()).toBe(0);
    expect(await others.insert({ a: 2 })).toMatchObject({ a: 2 });
  });

  test('Sync twins do the same, or refuse on a shared connection', () => {
    const { users } = open();
    const document = { id: 'a', name: 'A', email: 'a@example.com', age: 1 };
    if (kind.isShared) {
      expect(() => users.insertSync(document)).toThrow(code('SYNC_WITH_SHARED_CONNECTION'));
      expect(() => users.findByIdSync('a')).toThrow(code('SYNC_WITH_SHARED_CONNECTION'));
      return;
    }
    expect(users.insertSync(document)).toEqual(document);
    expect(users.findByIdSync('a')).toEqual(document);
    expect(users.putSync('a', { age: 2 })).toEqual({ ...document, age: 2 });
    expect(users.putBulkSync([{ id: 'a', doc: { age: 3 } }])).toEqual([{ ...document, age: 3 }]);
    expect(() =>
      users.putBulkSync([
        { id: 'a', doc: { age: 9 } },
        { id: 'b', doc: {} },
      ]),
    ).toThrow(code('NOT_FOUND'));
    expect(users.upsertSync('a', document)).toEqual(document);
    expect(users.atomicUpdateSync('a', { $inc: { age: 1 } })).toEqual({ ...document, age: 2 });
    expect(users.versionOfSync('a')).toBe(5);
    users.insertBulkSync([{ ...document, id: 'b', email: 'b@example.com' }]);
    users.upsertBulkSync([{ id: 'b', doc: { ...document, id: 'b', email: 'c@example.com' } }]);
    users.rebuildIndexesSync();
    expect(users.countSync()).toBe(2);
    expect(users.deleteSync('a')).toBe(true);
    expect(users.deleteBulkSync(['a', 'b'])).toBe(1);
    expect(users.toArraySync()).toEqual([]);
  });
});
