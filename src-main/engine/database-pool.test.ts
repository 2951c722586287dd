import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { DBConfig } from './config.ts';
import { ConnectionManager, type ConnectionManagerOptions } from './connections/connection-manager.ts';
import { createLocalConnector } from './connections/local-connector.ts';
import { targetOf } from './connections/testing/test-processes.ts';
import { Database } from './database.ts';
import { testedDrivers } from './testing/each-driver.ts';
import { temporaryFile } from './testing/temporary-folder.ts';
import type { DriverName } from './types.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const ways = testedDrivers.flatMap((driver) => [
  [`a shared connection, ${driver}`, { driver, sharedConnection: true }] as const,
  [`a pool, ${driver}`, { driver, sharedConnection: true, connectionPool: true }] as const,
]);
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
const schema = z.object({ id: z.string(), n: z.number() });

describe.each<readonly [string, DBConfig & { readonly driver: DriverName }]>(ways)(
  'databases over one pool, with %s',
  (_name, kind) => {
    /** A pool that tells what it opens, and databases over it. */
    function openPool(options: Partial<ConnectionManagerOptions> = {}) {
      const local = createLocalConnector();
      const opened: string[] = [];
      const connect: typeof local.connect = (target, role, signal) => {
        opened.push(role);
        return local.connect(target, role, signal);
      };
      const connectionManager = new ConnectionManager({ ...options, connector: { connect } });
      const databases: Database[] = [];
      onTestFinished(async () => {
        await Promise.all(databases.map((database) => database.close()));
        await connectionManager.closeAll();
      });
      const open = () => {
        const config = { filename: temporaryFile(), sqlite: { synchronous: 'OFF' }, ...kind } as const;
        const database = new Database(config, { connectionManager });
        databases.push(database);
        return database;
      };
      return { manager: connectionManager, opened, open };
    }

    /** A transaction that holds the connection for writing until it is told to end. */
    async function hold(database: Database) {
      const begun = Promise.withResolvers<void>();
      const mayEnd = Promise.withResolvers<void>();
      const transaction = database.transaction(async () => {
        await database.query('SELECT 1');
        begun.resolve();
        await mayEnd.promise;
      });
      await begun.promise;
      return async () => {
        mayEnd.resolve();
        await transaction;
      };
    }

    test('five first queries at once open one connection', async () => {
      const { open, opened } = openPool();
      const database = open();
      const answers = await Promise.all(
        [1, 2, 3, 4, 5].map((number) => database.query('SELECT ? AS n', [number])),
      );
      expect(answers.flat()).toEqual([1, 2, 3, 4, 5].map((n) => ({ n })));
      // In a pool the one that makes the file is for writing; reads have others, as many as are needed.
      expect(opened.filter((role) => role === 'writer')).toHaveLength(1);
      if (kind.connectionPool !== true) expect(opened).toHaveLength(1);
    });

    test('five first operations of a collection at once make one table by one writer', async () => {
      const { open, opened } = openPool();
      const things = open().collection('things', schema);
      await Promise.all([1, 2, 3, 4, 5].map((n) => things.insert({ id: `t${n}`, n })));
      expect(await things.count()).toBe(5);
      expect(opened.filter((role) => role === 'writer')).toHaveLength(1);
    });

    test('no database ever gets the connection of another file, however few there are', async () => {
      const { open, manager } = openPool({ maxConnections: 3 });
      const databases = Array.from({ length: 5 }, () => open());
      const collections = databases.map((database) => database.collection('things', schema));
      for (const [n, things] of collections.entries()) await things.insert({ id: 'own', n });
      const work = Array.from({ length: 100 }, async (_, index) => {
        const n = index % 5;
        if (index % 7 === 0) await collections[n]?.atomicUpdate('own', { $inc: { n: 10 } });
        if (index % 11 === 0) {
          await databases[n]?.transaction(async () => {
            expect(((await collections[n]?.findById('own'))?.n ?? -1) % 10).toBe(n);
          });
        }
        expect(((await collections[n]?.findById('own'))?.n ?? -1) % 10).toBe(n);
      });
      await Promise.all(work);
      expect(manager.getStats()).toMatchObject({ leased: 0, waiting: 0, max: 3 });
      expect(manager.getStats().open).toBeLessThanOrEqual(3);
    });

    test('those who wait are served in the order of asking', async () => {
      const { open } = openPool();
      const database = open();
      await database.exec('CREATE TABLE t (a)');
      const end = await hold(database);
      const order: number[] = [];
      const ask = async (place: number) => {
        if (place % 3 === 0) await database.exec('INSERT INTO t VALUES (?)', [place]);
        else await database.transaction(() => database.exec('INSERT INTO t VALUES (?)', [place]));
        order.push(place);
      };
      const places = Array.from({ length: 12 }, (_, place) => place);
      const waiting: Promise<void>[] = [];
      for (const place of places) {
        waiting.push(ask(place));
        // A transaction asks for its turn when its before-hooks have ended.
        await nextTurn();
      }
      expect(order).toEqual([]);
      await end();
      await Promise.all(waiting);
      expect(order).toEqual(places);
      const rows = await database.query('SELECT a FROM t ORDER BY rowid');
      expect(rows.map(({ a }) => a)).toEqual(places);
    });

    test('leases are given in the order of asking too', async () => {
      const { manager } = openPool();
      const target = targetOf(temporaryFile(), kind.driver);
      const first = await manager.lease(target, 'writer');
      const order: number[] = [];
      const waiting = [1, 2, 3, 4, 5].map(async (number) => {
        using lease = await manager.lease(target, 'writer');
        await lease.connection.query('SELECT 1');
        order.push(number);
      });
      expect(manager.getStats().waiting).toBe(5);
      first.release();
      await Promise.all(waiting);
      expect(order).toEqual([1, 2, 3, 4, 5]);
    });

    test('who waits too long gets ACQUIRE_TIMEOUT, and nothing of it is run', async () => {
      const { open, manager } = openPool({ acquireTimeout: 40 });
      const database = open();
      await database.exec('CREATE TABLE t (a)');
      const end = await hold(database);
      const late = await Promise.allSettled([
        database.exec('INSERT INTO t VALUES (1)'),
        database.transaction(() => database.exec('INSERT INTO t VALUES (2)')),
      ]);
      expect(late).toMatchObject([
        { status: 'rejected', reason: code('ACQUIRE_TIMEOUT') },
        { status: 'rejected', reason: code('ACQUIRE_TIMEOUT') },
      ]);
      expect(manager.getStats().waiting).toBe(0);
      await end();
      await database.exec('INSERT INTO t VALUES (3)');
      expect(await database.query('SELECT a FROM t')).toEqual([{ a: 3 }]);
    });

    test('a connection that is not given back is named with its holder', async () => {
      const { open, manager } = openPool();
      const database = open();
      await database.query('SELECT 1');
      const end = await hold(database);
      const held = (stats = manager.getStats()) =>
        stats.connections.filter(({ state }) => state === 'leased');
      expect(held()).toMatchObject([
        { role: 'writer', holder: 'Database, in a transaction', healthy: true, pid: process.pid },
      ]);
      expect(held(database.getConnectionStats())).toEqual(held());
      await end();
      await expect.poll(() => held()).toEqual([]);
      // One that somebody took without a database, and forgot.
      await manager.lease(targetOf(temporaryFile(), kind.driver), 'writer', { holder: 'nightly report' });
      await pause(20);
      expect(held()).toMatchObject([{ holder: 'nightly report', role: 'writer' }]);
      expect(Date.now() - (held()[0]?.lastUsedAt ?? 0)).toBeGreaterThanOrEqual(15);
    });

    test('closeAllConnections leaves the pool usable, for all of its databases', async () => {
      const { open, manager, opened } = openPool();
      const [one, two] = [open(), open()];
      const [ones, twos] = [one.collection('things', schema), two.collection('things', schema)];
      await Promise.all([ones.insert({ id: 'a', n: 1 }), twos.insert({ id: 'a', n: 2 })]);
      await one.closeAllConnections();
      expect(manager.getStats()).toMatchObject({ open: 0, leased: 0, waiting: 0 });
      opened.length = 0;
      await Promise.all([ones.insert({ id: 'b', n: 1 }), twos.put('a', { n: 3 })]);
      expect([await ones.count(), await twos.findById('a')]).toEqual([2, { id: 'a', n: 3 }]);
      expect(opened.filter((role) => role === 'writer')).toHaveLength(2);
      await one.transaction(() => ones.delete('a'));
      await one.close();
      await expect(ones.count()).rejects.toThrow(code('DB_CLOSED'));
      expect(await twos.count()).toBe(1);
    });
  },
);
