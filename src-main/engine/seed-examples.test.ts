import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import {
  createDB as createDatabase,
  type Database,
  DatabaseError,
  type DBConfig,
  type HookContext,
  NotFoundError,
  type Plugin,
  timestampsPlugin,
  UniqueConstraintError,
  ValidationError,
} from './index.ts';
import { testedDrivers } from './testing/each-driver.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

/*
 * The practical examples of the specification, as they are written there. What they import stands for `./database`:
 * `createDB` of the driver under test, whose files are in a temporary folder. Where an example cannot hold, the line
 * says why; `docs/engine.md` lists these differences.
 */

const code = (expected: string) => expect.objectContaining({ code: expected });

// 1. Define a Zod schema for “User”
const userSchema = z.object({
  id: z.string(), // required
  name: z.string().min(1),
  email: z.string().email(),
  age: z.number().int().nonnegative(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

const example = (name: string) => ({
  name,
  email: `${name.toLowerCase()}@example.com`,
  age: 35,
  createdAt: new Date(0),
  updatedAt: new Date(0),
});

/** What was printed from here on, one list of arguments a line; nothing of it is shown. */
function printed(method: 'log' | 'error'): unknown[][] {
  const spy = vi.spyOn(console, method).mockImplementation(() => {});
  onTestFinished(() => spy.mockRestore());
  return spy.mock.calls;
}

describe.each(testedDrivers)('the practical examples, %s', (driver) => {
  /** `createDB` as the examples import it, and the folder that they run in. */
  function imports() {
    const __dirname = temporaryFolder();
    const opened: Database[] = [];
    const createDB = (config: DBConfig): Database => {
      const { filename = ':memory:' } = config;
      const file = filename === ':memory:' ? filename : join(__dirname, filename.replace(__dirname, ''));
      const db = createDatabase({ driver, ...config, filename: file });
      opened.push(db);
      return db;
    };
    onTestFinished(async () => {
      for (const db of opened) await db.close();
    });
    return { createDB, __dirname, path: { resolve: join } };
  }

  /** The second example, which the third and the fifth go on from. */
  function registered() {
    const { createDB } = imports();
    // 2. Create DB (dedicated connection)
    const db = createDB({ filename: 'app.sqlite' });

    // 3. Register “users” collection
    const users = db.collection('users', userSchema, {
      // optional: specify a unique index on “email”
      constrainedFields: {
        email: { type: 'unique' },
      },
    });
    return { db, users };
  }

  /** The table of the fourth example, which the fifth writes to. */
  const createAuditLogs = `
    CREATE TABLE IF NOT EXISTS audit_logs (
      id TEXT PRIMARY KEY,
      userId TEXT NOT NULL,
      action TEXT NOT NULL,
      timestamp TEXT NOT NULL
    );
  `;

  test('1. basic instantiation', async () => {
    const { createDB, __dirname, path } = imports();

    // A. Dedicated connection, file‐based (default)
    const db1 = createDB({
      filename: path.resolve(__dirname, 'mydb.sqlite'),
      sharedConnection: false, // default: each Database gets its own Connection
      connectionPool: false, // no pooling
      // any other driver‐specific options here
    });

    // B. Dedicated connection, memory‐only
    const db2 = createDB({
      filename: ':memory:',
      sharedConnection: false,
      connectionPool: false,
    });

    // C. Shared connection (lazy connection, pooling disabled)
    const db3 = createDB({
      filename: path.resolve(__dirname, 'shared.sqlite'),
      sharedConnection: true,
      connectionPool: false,
    });

    // D. Shared + Pooled (lazy, then pooled)
    const db4 = createDB({
      filename: path.resolve(__dirname, 'pooled.sqlite'),
      sharedConnection: true,
      connectionPool: true,
      poolSize: 10, // hypothetical option passed to connectionManager
    });

    // “Immediately in the constructor” for the first two; no file of the others “until first call”.
    expect(existsSync(join(__dirname, 'mydb.sqlite'))).toBe(true);
    expect(db1.querySync('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(db2.querySync('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(db1.getConnectionStats().dedicated).toBe(2);
    for (const [db, file] of [
      [db3, 'shared.sqlite'],
      [db4, 'pooled.sqlite'],
    ] as const) {
      expect(existsSync(join(__dirname, file))).toBe(false);
      // Registering opens nothing either: on a shared connection the first operation makes the table.
      const things = db.collection('things', z.object({ n: z.number() }));
      expect(existsSync(join(__dirname, file))).toBe(false);
      await things.insert({ n: 1 });
      expect(existsSync(join(__dirname, file))).toBe(true);
      expect(() => db.querySync('SELECT 1')).toThrow(code('SYNC_WITH_SHARED_CONNECTION'));
    }
    expect(db4.getConnectionStats().max).toBe(10);
  });

  test('2. registering a collection', () => {
    const { db, users } = registered();
    expect(db.collection('users')).toBe(users);
    // “The users table now exists”. `doc` is JSONB where the SQLite has it, and each document has a version.
    expect(db.querySync('SELECT name, type, pk FROM pragma_table_info(?)', ['users'])).toEqual([
      { name: '_id', type: 'TEXT', pk: 1 },
      { name: 'doc', type: 'BLOB', pk: 0 },
      { name: '_version', type: 'INTEGER', pk: 0 },
      { name: 'email', type: 'TEXT', pk: 0 },
    ]);
    expect(
      db.querySync('SELECT name, "unique", origin FROM pragma_index_list(?) WHERE origin = ?', [
        'users',
        'c',
      ]),
    ).toEqual([{ name: 'idx_users_email', unique: 1, origin: 'c' }]);
    users.insertSync(example('Alice'));
    expect(db.querySync('SELECT email, json_valid(json(doc)) AS json, _version FROM users')).toEqual([
      { email: 'alice@example.com', json: 1, _version: 1 },
    ]);
  });

  test('3. CRUD via a collection', async () => {
    const { db, users } = registered();
    // “createdAt/updatedAt handled by a timestamp plugin if registered”
    db.use(timestampsPlugin());
    const lines = printed('log');

    async function crudExample() {
      // A. Insert a new user
      // @ts-expect-error The schema asks for both times, and a type does not know of plugins.
      const alice = await users.insert({
        name: 'Alice',
        email: 'alice@example.com',
        age: 28,
        // id is omitted → auto‐generated via UUID
        // createdAt/updatedAt handled by a timestamp plugin if registered
      });
      console.log('Inserted:', alice);
      // e.g. { id: 'uuid‐xxx', name: 'Alice', email: 'alice@example.com', age: 28, createdAt: Date, updatedAt: Date }

      // B. Query all users older than 18
      const adults = await users.where('age').gt(18).orderBy('age', 'desc').toArray();
      console.log('Adults:', adults);

      // C. Find by ID
      const foundAlice = await users.findById(alice.id);
      console.log('Found by ID:', foundAlice);

      // D. Update via put()
      const updatedAlice = await users.put(alice.id, { age: 29 });
      console.log('Updated age:', updatedAlice);

      // E. Upsert (replace or insert)
      const upsertedAlice = await users.upsert(alice.id, {
        name: 'Alice Updated',
        email: 'alice_new@example.com',
        age: 30,
        createdAt: new Date(),
        updatedAt: new Date(),
      });
      console.log('Upserted:', upsertedAlice);

      // F. Delete
      await users.delete(alice.id);
      console.log('Deleted Alice');

      // G. Count, first, toArray
      const totalCount = await users.count();
      const firstUser = await users.first();
      const allUsers = await users.toArray();
      console.log({ totalCount, firstUser, allUsers });
    }
    await crudExample();

    const inserted = lines[0]?.[1] as z.output<typeof userSchema>;
    expect(inserted.id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    const times = { createdAt: expect.any(Date), updatedAt: expect.any(Date) };
    const alice = { id: inserted.id, name: 'Alice', email: 'alice@example.com', age: 28, ...times };
    expect(lines).toEqual([
      ['Inserted:', alice],
      ['Adults:', [inserted]],
      ['Found by ID:', inserted],
      ['Updated age:', { ...inserted, age: 29, updatedAt: expect.any(Date) }],
      ['Upserted:', { ...alice, name: 'Alice Updated', email: 'alice_new@example.com', age: 30 }],
      ['Deleted Alice'],
      [{ totalCount: 0, firstUser: null, allUsers: [] }],
    ]);
  });

  test('3. what is said below the example', async () => {
    const { users } = registered();
    const alice = await users.insert(example('Alice'));
    // “Every method validates against the Zod schema”: without the plugin the times are missing.
    const { createdAt, updatedAt, ...withoutTimes } = example('Bob');
    await expect(users.insert(withoutTimes as never)).rejects.toMatchObject({
      ...{ name: 'ValidationError', issues: [{ path: ['createdAt'] }, { path: ['updatedAt'] }] },
    });
    await expect(users.put(alice.id, { age: -1 })).rejects.toThrow(ValidationError);
    await expect(users.upsert(alice.id, { ...example('Bob'), email: 'no address' })).rejects.toThrow(
      ValidationError,
    );
    await expect(users.insert({ ...example('Bob'), email: alice.email })).rejects.toThrow(
      UniqueConstraintError,
    );
    await expect(users.put('nobody', { age: 1 })).rejects.toThrow(NotFoundError);
    expect(await users.toArray()).toEqual([{ ...example('Alice'), id: alice.id }]);
    expect(createdAt).toEqual(updatedAt);
  });

  test('4. raw SQL execution', async () => {
    const { db } = registered();
    const lines = printed('log');

    async function rawSQLExample() {
      // 1. Creating a custom table outside of collections
      await db.exec(createAuditLogs);

      // 2. Inserting a row
      await db.exec('INSERT INTO audit_logs (id, userId, action, timestamp) VALUES (?, ?, ?, ?)', [
        'log1',
        'alice‐uuid',
        'USER_CREATED',
        new Date().toISOString(),
      ]);

      // 3. Querying rows
      const rows = await db.query('SELECT * FROM audit_logs WHERE userId = ?', ['alice‐uuid']);
      console.log('Audit logs for Alice:', rows);

      // 4. Updating
      await db.exec('UPDATE audit_logs SET action = ? WHERE id = ?', ['USER_UPDATED', 'log1']);
      console.log(await db.query('SELECT action FROM audit_logs'));

      // 5. Deleting
      await db.exec('DELETE FROM audit_logs WHERE id = ?', ['log1']);
    }
    await rawSQLExample();

    const row = { id: 'log1', userId: 'alice‐uuid', action: 'USER_CREATED' };
    expect(lines).toEqual([
      ['Audit logs for Alice:', [{ ...row, timestamp: expect.stringMatching(/^\d{4}-.*Z$/) }]],
      [[{ action: 'USER_UPDATED' }]],
    ]);
    expect(await db.query('SELECT * FROM audit_logs')).toEqual([]);
  });

  test.each([false, true])('4. before any collection is registered, shared: %s', async (sharedConnection) => {
    const db = imports().createDB({ filename: 'raw.sqlite', sharedConnection });
    await db.exec(createAuditLogs);
    expect(await db.query('SELECT COUNT(*) AS n FROM audit_logs')).toEqual([{ n: 0 }]);
  });

  test('5. using transactions', async () => {
    const { db, users } = registered();
    const lines = printed('log');
    const failures = printed('error');

    async function transactionalExample(email = 'bob@example.com') {
      try {
        const result = await db.transaction<void>(async () => {
          // A. Insert User
          const bob = await users.insert({
            name: 'Bob',
            email,
            age: 35,
            createdAt: new Date(),
            updatedAt: new Date(),
          });

          // B. Insert Audit Log row for Bob
          await db.exec('INSERT INTO audit_logs (id, userId, action, timestamp) VALUES (?, ?, ?, ?)', [
            crypto.randomUUID(),
            bob.id,
            'USER_CREATED',
            new Date().toISOString(),
          ]);

          // C. If we want to conditionally roll back:
          if (bob.email === 'forbidden@example.com') {
            throw new Error('Disallowed email'); // Causes rollback
          }

          // If no errors, transaction will COMMIT
        });
        console.log('Transaction succeeded');
        expect(result).toBeUndefined();
      } catch (err) {
        console.error('Transaction failed:', err);
        // If “Disallowed email” occurred, you get a plain Error('Disallowed email')
      }
    }

    // Without the table of the fourth example the transaction fails, and Bob is undone.
    await transactionalExample();
    expect(failures.splice(0)).toEqual([['Transaction failed:', code('SQL_ERROR')]]);
    expect(await users.count()).toBe(0);
    await db.exec(createAuditLogs);

    await transactionalExample('forbidden@example.com');
    expect(failures).toEqual([['Transaction failed:', new Error('Disallowed email')]]);
    expect(failures[0]?.[1]).not.toBeInstanceOf(DatabaseError);
    expect(lines).toEqual([]);
    expect([await users.count(), await db.query('SELECT * FROM audit_logs')]).toEqual([0, []]);

    await transactionalExample();
    expect(lines).toEqual([['Transaction succeeded']]);
    const [bob] = await users.toArray();
    expect(bob).toMatchObject({ name: 'Bob', age: 35 });
    expect(await db.query('SELECT userId, action FROM audit_logs')).toEqual([
      { userId: bob?.id, action: 'USER_CREATED' },
    ]);

    // Bob is there: the second one is undone as a whole, its audit log too.
    await transactionalExample();
    expect(failures[1]?.[1]).toBeInstanceOf(UniqueConstraintError);
    expect(await db.query('SELECT COUNT(*) AS n FROM audit_logs')).toEqual([{ n: 1 }]);
  });

  test('6. plugin hooks in action', async () => {
    const { createDB } = imports();
    const lines = printed('log');
    const failures = printed('error');

    class LoggingPlugin implements Plugin {
      public name = 'LoggingPlugin';

      async onCollectionCreate(context: HookContext) {
        const { collectionName } = context;
        console.log(`[LoggingPlugin] Collection created: ${collectionName}`);
      }

      async onTransactionError(context: HookContext) {
        console.error(`[LoggingPlugin] Transaction error:`, context.error);
      }

      async onDatabaseClose(context: HookContext) {
        console.log('[LoggingPlugin] Database is closing');
        expect(context.operation).toBe('database_close');
      }

      // Implement other hooks as needed (onDatabaseInit, onBeforeTransaction, etc.)
    }

    // Usage:
    const db = createDB({ filename: 'app.sqlite' });
    db.use(new LoggingPlugin());

    const users = db.collection('users', userSchema, {
      constrainedFields: { email: { type: 'unique' } },
    });
    // → console logs: “[LoggingPlugin] Collection created: users”
    expect(lines).toEqual([['[LoggingPlugin] Collection created: users']]);

    try {
      await db.transaction(async () => {
        throw new Error('fail inside transaction');
      });
    } catch {
      // → console logs: “[LoggingPlugin] Transaction error: Error: fail inside transaction”
      expect(failures).toEqual([
        ['[LoggingPlugin] Transaction error:', new Error('fail inside transaction')],
      ]);
    }

    await db.close();
    // → console logs: “[LoggingPlugin] Database is closing”
    expect(lines[1]).toEqual(['[LoggingPlugin] Database is closing']);
    expect([lines.length, failures.length]).toEqual([2, 1]);
    await expect(users.count()).rejects.toThrow(code('DB_CLOSED'));
  });

  test('7. shared connection pooling', async () => {
    const { createDB } = imports();
    const process = { exit: vi.fn() };
    const app = new FakeApp();
    // A server stops when it is told to; requests come before that.
    const shutdown = Promise.withResolvers<void>();
    let opened: Database | undefined;

    async function startServer() {
      // Shared & Pooled
      const db = createDB({
        filename: 'multiuser.sqlite',
        sharedConnection: true,
        connectionPool: true,
        poolSize: 5, // hypothetical config for pooling
      });
      opened = db;

      // Register collections as usual:
      const users = db.collection('users', userSchema, {
        constrainedFields: { email: { type: 'unique' } },
      });

      // Now every request can run queries without worrying about concurrent low-level locks:
      app.get('/users/:id', async (req, res) => {
        const user = await users.findById(req.params.id);
        res.json(user);
      });

      await users.insert({ ...example('Alice'), id: 'alice' });
      await shutdown.promise;
      // On graceful shutdown:
      await db.closeAllConnections(); // closes all idle and active connections in the pool
      process.exit(0);
    }
    const server = startServer();
    await expect.poll(() => opened?.getConnectionStats().idle).toBeGreaterThan(0);

    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => app.request(n % 2 === 0 ? 'alice' : 'nobody')),
    );
    expect(answers).toEqual(
      Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? { ...example('Alice'), id: 'alice' } : null)),
    );
    expect(opened?.getConnectionStats()).toMatchObject({ max: 5, leased: 0, waiting: 0 });
    expect(opened?.getConnectionStats().open).toBeLessThanOrEqual(5);
    shutdown.resolve();
    await server;
    expect(process.exit).toHaveBeenCalledWith(0);
    expect(opened?.getConnectionStats()).toMatchObject({ open: 0, leased: 0 });
    // The database itself was not closed: a request that comes late opens a connection again.
    expect(await app.request('alice')).toMatchObject({ name: 'Alice' });
  });

  test.each([
    { sharedConnection: false, connectionPool: false },
    { sharedConnection: true, connectionPool: false },
    { sharedConnection: true, connectionPool: true },
  ])('8. closing the database, %o', async (config) => {
    const db = imports().createDB({ filename: 'app.sqlite', ...config });
    const users = db.collection('users', userSchema);
    await users.insert(example('Alice'));

    if (!config.sharedConnection) {
      // The pool's connections only: a connection of the database's own stays until `close()`.
      await db.closeAllConnections();
      expect(users.countSync()).toBe(1);
    }

    async function shutdown() {
      // 1. Close all connections (if pooling)
      await db.closeAllConnections();

      // 2. Then close this particular Database instance
      //    (If a pooled/shared connection was checked out, this returns it or closes it.)
      await db.close();
    }
    await shutdown();

    expect(db.getConnectionStats()).toMatchObject({ open: 0, leased: 0, dedicated: 0 });
    await expect(users.count()).rejects.toThrow(code('DB_CLOSED'));
    await expect(db.query('SELECT 1')).rejects.toThrow(code('DB_CLOSED'));
    await expect(shutdown()).resolves.toBeUndefined();
  });
});

interface FakeRequest {
  readonly params: { readonly id: string };
}

interface FakeResponse {
  json(body: unknown): void;
}

type FakeHandler = (req: FakeRequest, res: FakeResponse) => Promise<void>;

/** As much of a web server as the seventh example uses. */
class FakeApp {
  #handler: FakeHandler | undefined;

  get(_path: string, handler: FakeHandler): void {
    this.#handler = handler;
  }

  async request(id: string): Promise<unknown> {
    let answer: unknown;
    await this.#handler?.({ params: { id } }, { json: (body) => (answer = body) });
    return answer;
  }
}
