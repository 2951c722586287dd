import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConnectionManager } from './connections/connection-manager.ts';
import { createLocalConnector } from './connections/local-connector.ts';
import { createDB, Database } from './database.ts';
import { CollectionExistsError } from './errors/collection-exists-error.ts';
import { CollectionNotFoundError } from './errors/collection-not-found-error.ts';
import { UniqueConstraintError } from './errors/unique-constraint-error.ts';
import { collect } from './testing/collect.ts';
import { databaseKinds, openDatabase } from './testing/each-database.ts';
import { anyDriver, openForTest } from './testing/each-driver.ts';
import { temporaryFile } from './testing/temporary-folder.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const userSchema = z.object({
  id: z.string(),
  name: z.string().min(1),
  email: z.email(),
  age: z.number().int().nonnegative().optional(),
});
const fields = { constrainedFields: { email: { type: 'unique' } } } as const;
const user = (name: string) => ({ name, email: `${name}@example.com` });

describe.each(databaseKinds)('collections of a database with %s', (_name, kind) => {
  test('are registered once, found again by name and listed', async () => {
    const database = openDatabase(kind);
    const users = database.collection('users', userSchema, fields);
    database.collection('Posts', z.object({ title: z.string() }));
    expect(database.collection('users')).toBe(users);
    expect(database.collection('USERS')).toBe(users);
    expect(database.listCollections()).toEqual(['users', 'Posts']);
    expect(() => database.collection('users', userSchema)).toThrow(CollectionExistsError);
    expect(() => database.collection('users', userSchema)).toThrow(/already exists/);
    expect(() => database.collection('missing')).toThrow(CollectionNotFoundError);
    expect(() => database.collection('missing')).toThrow(/not found/);
    await users.insert(user('ann'));
    expect((await database.storedCollections()).map(({ name }) => name)).toContain('users');
  });

  test('of a name or a schema that cannot be are refused, and not registered', () => {
    const database = openDatabase(kind);
    expect(() => database.collection('', userSchema)).toThrow(code('COLLECTION_INVALID'));
    expect(() => database.collection('sqlite_master', userSchema)).toThrow(code('COLLECTION_INVALID'));
    expect(() => database.collection('users', z.string())).toThrow(code('COLLECTION_INVALID'));
    expect(() => database.collection('users', {} as never)).toThrow(code('COLLECTION_INVALID'));
    expect(() =>
      database.collection('users', userSchema, { constrainedFields: { phone: { unique: true } } }),
    ).toThrow(code('FIELD_UNKNOWN'));
    expect(database.listCollections()).toEqual([]);
    database.collection('users', userSchema);
  });

  test('five first operations at once', async () => {
    const database = openDatabase(kind);
    const users = database.collection('users', userSchema, fields);
    const inserted = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => users.insert(user(name))));
    expect(new Set(inserted.map(({ id }) => id)).size).toBe(5);
    expect(await users.count()).toBe(5);
  });

  test('take part in transactions: what is undone is gone, its table too', async () => {
    const database = openDatabase(kind);
    const users = database.collection('users', userSchema, fields);
    const logs = database.collection('logs', z.object({ text: z.string() }));
    const failure = new Error('user pressed abort');
    await expect(
      database.transaction(async () => {
        const ann = await users.insert(user('ann'));
        await logs.insert({ text: ann.id });
        expect(await users.count()).toBe(1);
        expect(await users.findById(ann.id)).toEqual(ann);
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(await users.count()).toBe(0);
    expect(await logs.count()).toBe(0);
    await database.transaction(async () => {
      await users.insertBulk([user('bob'), user('cid')]);
      await database
        .transaction(async () => {
          await users.insert(user('dan'));
          throw new Error('only this one');
        })
        .catch(() => {});
      await expect(users.insert(user('bob'))).rejects.toThrow(UniqueConstraintError);
      await logs.insert({ text: 'two users' });
    });
    expect((await users.orderBy('name').toArray()).map(({ name }) => name)).toEqual(['bob', 'cid']);
    expect(await logs.count()).toBe(1);
  });

  test('a bystander’s insert is not undone with somebody else’s transaction', async () => {
    const database = openDatabase(kind);
    const users = database.collection('users', userSchema, fields);
    const begun = Promise.withResolvers<void>();
    const transaction = database
      .transaction(async () => {
        await users.insert(user('inside'));
        begun.resolve();
        await pause(10);
        throw new Error('undo');
      })
      .catch(() => 'undone');
    await begun.promise;
    await users.insert(user('bystander'));
    expect(await transaction).toBe('undone');
    expect((await users.toArray()).map(({ name }) => name)).toEqual(['bystander']);
  });

  test('tell onCollectionCreate, and onCollectionDrop, after which the name is free', async () => {
    const database = openDatabase(kind);
    const told: unknown[] = [];
    const note = (context: { collectionName: string; operation: string; schema: object }) =>
      void told.push([context.operation, context.collectionName, 'primaryKey' in context.schema]);
    database.use({ name: 'noting', onCollectionCreate: note, onCollectionDrop: note });
    const users = database.collection('users', userSchema);
    await users.insert(user('ann'));
    await users.drop();
    expect(told).toEqual([
      ['collection_create', 'users', true],
      ['collection_drop', 'users', true],
    ]);
    expect(database.listCollections()).toEqual([]);
    expect(await database.collection('users', userSchema).count()).toBe(0);
  });

  test('writes go on while documents are iterated', async () => {
    const database = openDatabase(kind);
    const users = database.collection('users', userSchema);
    await users.insertBulk(Array.from({ length: 250 }, (_value, index) => user(`u${index}`)));
    let seen = 0;
    for await (const { id } of users.query().iterator()) {
      if (seen % 50 === 0) await users.put(id, { age: seen });
      if (seen === 100) await database.transaction(async () => void (await users.insert(user('new'))));
      seen += 1;
    }
    expect(seen).toBeGreaterThanOrEqual(250);
    expect(await users.count()).toBe(251);
  });

  test('throw DB_CLOSED after close', async () => {
    const database = openDatabase(kind);
    const users = database.collection('users', userSchema);
    const ann = await users.insert(user('ann'));
    const saved = users.where('name').eq('ann');
    await database.close();
    const calls: readonly (() => unknown)[] = [
      () => users.insert(user('bob')),
      () => users.insertBulk([user('bob')]),
      () => users.findById(ann.id),
      () => users.put(ann.id, { age: 1 }),
      () => users.putBulk([{ id: ann.id, doc: { age: 1 } }]),
      () => users.upsert(ann.id, user('bob')),
      () => users.upsertBulk([{ id: ann.id, doc: user('bob') }]),
      () => users.delete(ann.id),
      () => users.deleteBulk([ann.id]),
      () => users.atomicUpdate(ann.id, { $set: { age: 1 } }),
      () => users.toArray(),
      () => users.count(),
      () => users.first(),
      () => users.rebuildIndexes(),
      () => users.drop(),
      () => saved.toArray(),
      () => saved.count(),
      () => saved.explain(),
      () => collect(saved.iterator()),
      () => users.insertSync(user('bob')),
      () => users.findByIdSync(ann.id),
      () => users.countSync(),
      () => saved.toArraySync(),
      () => database.collection('users'),
      () => database.collection('others', userSchema),
      () => database.listCollections(),
      () => database.storedCollections(),
    ];
    for (const [index, call] of calls.entries()) {
      await expect((async () => call())(), `call ${index}`).rejects.toThrow(code('DB_CLOSED'));
    }
  });
});

describe('a connection of its own', () => {
  test('has the table as soon as the collection is registered', () => {
    const database = openDatabase({});
    const users = database.collection('users', userSchema, fields);
    expect(database.querySync('SELECT COUNT(*) AS n FROM users')).toEqual([{ n: 0 }]);
    const ann = users.insertSync(user('ann'));
    expect(users.findByIdSync(ann.id)).toEqual(ann);
    expect(() => users.insertSync(user('ann'))).toThrow(UniqueConstraintError);
  });

  test('a table that cannot be what the collection asks for is told by collection(), which may be tried again', () => {
    const database = openDatabase({});
    database.execSync('CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)');
    expect(() => database.collection('users', userSchema)).toThrow(code('TABLE_UNSUITABLE'));
    expect(database.listCollections()).toEqual([]);
    database.execSync('DROP TABLE users');
    database.collection('users', userSchema);
  });

  test('a lock of others only puts the table off to the first operation', async () => {
    const filename = temporaryFile();
    const other = openForTest(anyDriver, { filename });
    other.execSync('CREATE TABLE t (a); BEGIN IMMEDIATE');
    const database = openDatabase({ driver: anyDriver }, { filename });
    const users = database.collection('users', userSchema);
    setTimeout(() => other.execSync('COMMIT'), 50);
    await users.insert(user('ann'));
    expect(await users.count()).toBe(1);
  });

  test('an upgrade that fails is thrown by collection(), and nothing of it was kept', async () => {
    const filename = temporaryFile();
    const first = createDB({ filename });
    await first.collection('users', userSchema).insert(user('ann'));
    await first.close();
    const database = openDatabase({}, { filename });
    const upgrades = {
      2: () => {
        throw new Error('cannot upgrade');
      },
    };
    expect(() => database.collection('users', userSchema, { version: 2, upgrades })).toThrow(
      /cannot upgrade/,
    );
    expect(database.listCollections()).toEqual([]);
    expect((await database.storedCollections())[0]?.version).toBe(1);
    expect(await database.collection('users', userSchema).count()).toBe(1);
  });
});

describe('a shared connection', () => {
  test('is opened once for five first operations of three collections', async () => {
    const opened: string[] = [];
    const local = createLocalConnector();
    const connectionManager = new ConnectionManager({
      connector: {
        connect: (target, role) => {
          opened.push(role);
          return local.connect(target, role);
        },
      },
    });
    const database = new Database(
      { filename: temporaryFile(), sharedConnection: true },
      { connectionManager },
    );
    const collections = ['a', 'b', 'c'].map((name) => database.collection(name, userSchema));
    await Promise.all([
      ...collections.map((collection) => collection.insert(user('ann'))),
      database.query('SELECT 1'),
      database.transaction(async () => 1),
    ]);
    expect(opened).toEqual(['writer']);
    await database.close();
  });

  test('Sync methods are refused', () => {
    const users = openDatabase({ sharedConnection: true }).collection('users', userSchema);
    expect(() => users.insertSync(user('ann'))).toThrow(code('SYNC_WITH_SHARED_CONNECTION'));
    expect(() => users.countSync()).toThrow(code('SYNC_WITH_SHARED_CONNECTION'));
    expect(() => users.where('name').eq('ann').toArraySync()).toThrow(code('SYNC_WITH_SHARED_CONNECTION'));
  });

  test('collections go on after closeAllConnections', async () => {
    const database = openDatabase({ sharedConnection: true, connectionPool: true });
    const users = database.collection('users', userSchema);
    await users.insert(user('ann'));
    await database.closeAllConnections();
    await users.insert(user('bob'));
    expect(await users.count()).toBe(2);
  });

  test('two databases of one file see each other’s documents, and wait for each other’s transactions', async () => {
    const filename = temporaryFile();
    const kind = { filename, sharedConnection: true };
    const [one, two] = [openDatabase(kind, { filename }), openDatabase(kind, { filename })];
    const [users, others] = [one.collection('users', userSchema), two.collection('users', userSchema)];
    await users.insert(user('ann'));
    expect(await others.count()).toBe(1);
    const begun = Promise.withResolvers<void>();
    const transaction = one
      .transaction(async () => {
        await users.insert(user('bob'));
        begun.resolve();
        await pause(10);
        throw new Error('undo');
      })
      .catch(() => {});
    await begun.promise;
    await others.insert(user('cid'));
    await transaction;
    expect((await users.orderBy('name').toArray()).map(({ name }) => name)).toEqual(['ann', 'cid']);
  });
});

test('verbose sees the statements of collections too', async () => {
  const seen: string[] = [];
  const database = openDatabase({ verbose: (sql) => seen.push(sql) });
  const users = database.collection('users', userSchema);
  await users.insert(user('ann'));
  await users.insertBulk([user('bob'), user('cid')]);
  await users.where('name').eq('ann').toArray();
  expect(seen.filter((sql) => /^INSERT INTO "?users/i.test(sql)).length).toBeGreaterThanOrEqual(2);
  expect(seen.at(-1)).toMatch(/^SELECT/);
});
