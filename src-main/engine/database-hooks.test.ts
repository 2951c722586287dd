import { describe, expect, test } from 'vitest';
import type { Database } from './database.ts';
import type { HookContext, Plugin } from './plugins/plugin.ts';
import { collect } from './testing/collect.ts';
import { databaseKinds, openDatabase } from './testing/each-database.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

type HookKey = Extract<keyof Plugin, `on${string}`>;

/** Notes the hooks that were told, with whatever `of` picks from their contexts. */
function noting(
  hooks: readonly HookKey[],
  told: unknown[],
  of: (context: HookContext) => unknown = () => undefined,
): Plugin {
  const note = (hook: string) => (context: HookContext) => {
    const more = of(context);
    told.push(more === undefined ? hook : [hook, more]);
  };
  return { name: 'noting', ...Object.fromEntries(hooks.map((hook) => [hook, note(hook)])) };
}

describe.each(databaseKinds)('hooks of a database with %s', (_name, kind) => {
  test('are told of raw statements, with their SQL, parameters and result', async () => {
    const database = openDatabase(kind);
    const told: unknown[] = [];
    await database.exec('CREATE TABLE t (a)');
    database.use(
      noting(
        ['onBeforeQuery', 'onAfterQuery', 'onError'],
        told,
        ({ operation, sql, params, result, error }) => ({
          ...{ operation, sql, params, result },
          error: error instanceof Error ? error.message : undefined,
        }),
      ),
    );
    await database.exec('INSERT INTO t VALUES (?)', [1]);
    await database.query('SELECT a FROM t');
    await collect(database.iterate('SELECT a FROM t'));
    await database.query('SELEKT').catch(() => {});
    expect(told).toMatchObject([
      ['onBeforeQuery', { operation: 'exec', sql: 'INSERT INTO t VALUES (?)', params: [1] }],
      ['onAfterQuery', { operation: 'exec' }],
      ['onBeforeQuery', { operation: 'query', sql: 'SELECT a FROM t' }],
      ['onAfterQuery', { operation: 'query', result: [{ a: 1 }] }],
      ['onBeforeQuery', { operation: 'iterate' }],
      ['onAfterQuery', { operation: 'iterate' }],
      ['onBeforeQuery', { sql: 'SELEKT' }],
      ['onError', { sql: 'SELEKT', error: expect.stringContaining('SELEKT') }],
    ]);
  });

  test('may veto a statement, and nothing of it is run', async () => {
    const database = openDatabase(kind);
    await database.exec('CREATE TABLE t (a)');
    database.use({
      name: 'read-only',
      onBeforeQuery: async ({ sql }) => {
        if (sql?.startsWith('INSERT')) throw new Error('not today');
      },
    });
    await expect(database.exec('INSERT INTO t VALUES (1)')).rejects.toThrow(code('PLUGIN_FAILED'));
    await expect(database.exec('INSERT INTO t VALUES (1)')).rejects.toThrow(/not today/);
    await expect(collect(database.iterate('INSERT INTO t VALUES (1)'))).rejects.toThrow(/not today/);
    expect(await database.query('SELECT a FROM t')).toEqual([]);
  });

  test('may know the answer of a query', async () => {
    const database = openDatabase(kind);
    database.use({
      name: 'oracle',
      onBeforeQuery: (context) => {
        context.answer = { value: [{ a: 42 }] };
      },
    });
    expect(await database.query('SELECT a FROM a_table_that_is_not_there')).toEqual([{ a: 42 }]);
  });

  test('around a transaction: before, BEGIN, fn, COMMIT, after', async () => {
    const database = openDatabase(kind);
    await database.exec('CREATE TABLE t (a)');
    const order: unknown[] = [];
    const isVisible = async () => (await database.query('SELECT a FROM t')).length;
    database.use({
      name: 'order',
      onBeforeTransaction: ({ isInTransaction }) => void order.push(['before', isInTransaction]),
      onAfterTransaction: async ({ isInTransaction, result }) =>
        void order.push(['after', isInTransaction, result, await isVisible()]),
      onTransactionError: ({ isInTransaction, error }) => void order.push(['error', isInTransaction, error]),
    });
    const result = await database.transaction(async () => {
      order.push('fn');
      await database.exec('INSERT INTO t VALUES (1)');
      return 'done';
    });
    expect(result).toBe('done');
    expect(order.splice(0)).toEqual([['before', false], 'fn', ['after', false, 'done', 1]]);
    const failure = new Error('courier busy');
    await expect(
      database.transaction(async () => {
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(order).toEqual([
      ['before', false],
      ['error', false, failure],
    ]);
  });

  test('an after-hook that fails cannot un-commit, and one for errors does not hide the error', async () => {
    const database = openDatabase(kind);
    await database.exec('CREATE TABLE t (a)');
    const fail = () => {
      throw new Error('hook');
    };
    database.use({ name: 'strict', strict: true, onAfterTransaction: fail, onTransactionError: fail });
    await expect(database.transaction(() => database.exec('INSERT INTO t VALUES (1)'))).rejects.toThrow(
      code('PLUGIN_FAILED'),
    );
    expect(await database.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
    await expect(
      database.transaction(async () => {
        await database.exec('INSERT INTO t VALUES (2)');
        throw new Error('user pressed abort');
      }),
    ).rejects.toThrow('user pressed abort');
    expect(await database.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
  });

  test('onDatabaseInit ends before the first operation, and may use the database', async () => {
    const database = openDatabase(kind);
    const order: string[] = [];
    database
      .use({
        name: 'first',
        onDatabaseInit: async () => {
          await pause(5);
          await database.exec('CREATE TABLE made_by_first (a)');
          order.push('first');
        },
      })
      .use({ name: 'second', onDatabaseInit: () => void order.push('second') });
    expect(order).toEqual([]);
    const [rows] = await Promise.all([
      database.query('SELECT a FROM made_by_first'),
      database.transaction(async () => void order.push('transaction')),
    ]);
    expect(rows).toEqual([]);
    expect(order).toEqual(['first', 'second', 'transaction']);
    database.use({
      name: 'late',
      onDatabaseInit: async () => {
        await pause(5);
        order.push('late');
      },
    });
    await database.query('SELECT 1');
    expect(order).toEqual(['first', 'second', 'transaction', 'late']);
    await database.query('SELECT 1');
    expect(database.plugins.getFigures().map(({ calls }) => calls)).toEqual([1, 1, 1]);
  });

  test('onDatabaseClose comes before the end, after what is in flight, and may use the database', async () => {
    const database = openDatabase(kind);
    await database.exec('CREATE TABLE t (a)');
    let last: unknown;
    const order: string[] = [];
    database.use({
      name: 'closing',
      onDatabaseClose: async () => {
        order.push('closing');
        await database.exec('INSERT INTO t VALUES (2)');
        last = await database.query('SELECT a FROM t');
      },
    });
    const transaction = database.transaction(async () => {
      await pause(10);
      await database.exec('INSERT INTO t VALUES (1)');
      order.push('transaction');
    });
    await pause(1);
    const closing = database.close();
    await expect(database.query('SELECT 1')).rejects.toThrow(code('DB_CLOSED'));
    await closing;
    await transaction;
    await database.close();
    expect(order).toEqual(['transaction', 'closing']);
    expect(last).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test('what onDatabaseClose throws does not keep the database open', async () => {
    const database = openDatabase(kind);
    database.use({
      name: 'failing',
      strict: true,
      onDatabaseClose: () => {
        throw new Error('cannot flush');
      },
    });
    await database.exec('SELECT 1');
    const closing = database.close();
    await expect(closing).rejects.toThrow(/cannot flush/);
    await expect(database.query('SELECT 1')).rejects.toThrow(code('DB_CLOSED'));
    database.close = async () => {};
  });

  test('close() inside of a transaction is refused: it would wait for itself', async () => {
    const database = openDatabase(kind);
    await database.transaction(async () => {
      await expect(database.close()).rejects.toThrow(code('TRANSACTION_STATE'));
    });
    expect(await database.query('SELECT 1 AS a')).toEqual([{ a: 1 }]);
  });

  test('everything throws DB_CLOSED after close', async () => {
    const database = openDatabase(kind);
    database.use({ name: 'one' });
    await database.close();
    const calls: readonly ((db: Database) => Promise<unknown>)[] = [
      (db) => db.exec('SELECT 1'),
      (db) => db.query('SELECT 1'),
      (db) => collect(db.iterate('SELECT 1')),
      (db) => db.transaction(async () => 1),
      async (db) => db.execSync('SELECT 1'),
      async (db) => db.querySync('SELECT 1'),
      async (db) => db.use({ name: 'two' }),
      async (db) => db.unuse('one'),
    ];
    for (const call of calls) await expect(call(database)).rejects.toThrow(code('DB_CLOSED'));
    await database.close();
    database.closeSync();
  });
});

describe('plugins of a database', () => {
  const open = () => openDatabase({});

  test('are used, found, listed and taken off', () => {
    const database = open();
    const plugin = { name: 'one' };
    expect(database.use(plugin).use({ name: 'two' }).unuse('never there')).toBe(database);
    expect(database.getPlugin('one')).toBe(plugin);
    expect(database.getPlugin('three')).toBeUndefined();
    expect(database.listPlugins().map(({ name }) => name)).toEqual(['one', 'two']);
    expect(
      database
        .unuse('one')
        .listPlugins()
        .map(({ name }) => name),
    ).toEqual(['two']);
  });

  test('without a name, or of a name that is taken, are refused', () => {
    const database = open().use({ name: 'one' });
    expect(() => database.use({} as Plugin)).toThrow(code('PLUGIN_INVALID'));
    expect(() => database.use({ name: 'one' })).toThrow(code('PLUGIN_EXISTS'));
    expect(database.listPlugins()).toHaveLength(1);
  });

  test('with sync hooks see sync calls; async ones are refused before anything is run', () => {
    const database = open();
    const told: unknown[] = [];
    database.execSync('CREATE TABLE t (a)');
    database.use(noting(['onBeforeQuery', 'onAfterQuery'], told));
    database.execSync('INSERT INTO t VALUES (1)');
    database.querySync('SELECT a FROM t');
    expect(told).toEqual(['onBeforeQuery', 'onAfterQuery', 'onBeforeQuery', 'onAfterQuery']);
    database.use({ name: 'after', onAfterQuery: async () => {} });
    expect(() => database.execSync('INSERT INTO t VALUES (2)')).toThrow(code('SYNC_HOOK_ASYNC'));
    database.unuse('after').use({ name: 'before', onBeforeQuery: () => Promise.resolve() });
    expect(() => database.execSync('INSERT INTO t VALUES (2)')).toThrow(code('SYNC_HOOK_ASYNC'));
    database.unuse('before');
    expect(database.querySync('SELECT a FROM t')).toEqual([{ a: 1 }]);
  });

  test('a sync call does not overtake an onDatabaseInit that is async', async () => {
    const database = open().use({ name: 'slow', onDatabaseInit: () => pause(5) });
    expect(() => database.querySync('SELECT 1')).toThrow(code('SYNC_HOOK_ASYNC'));
    await database.query('SELECT 1');
    expect(database.querySync('SELECT 1 AS a')).toEqual([{ a: 1 }]);
  });

  test('onDatabaseInit of a strict plugin that fails is told to whoever waits', async () => {
    const database = open().use({
      name: 'failing',
      strict: true,
      onDatabaseInit: async () => {
        throw new Error('no licence');
      },
    });
    await expect(database.query('SELECT 1')).rejects.toThrow(/no licence/);
  });

  test('closeSync tells onDatabaseClose, and refuses one that is async', async () => {
    const told: unknown[] = [];
    const database = open().use(noting(['onDatabaseInit', 'onDatabaseClose'], told));
    database.closeSync();
    database.closeSync();
    expect(told).toEqual(['onDatabaseClose']);
    const other = open().use({ name: 'async', onDatabaseClose: async () => {} });
    expect(() => other.closeSync()).toThrow(code('SYNC_HOOK_ASYNC'));
    expect(other.querySync('SELECT 1 AS a')).toEqual([{ a: 1 }]);
    await other.close();
  });

  test('a hook that takes too long is given up', async () => {
    const database = open();
    await database.exec('CREATE TABLE t (a)');
    database.use({ name: 'slow', timeout: 10, onBeforeQuery: () => new Promise(() => {}) });
    await expect(database.exec('INSERT INTO t VALUES (1)')).rejects.toThrow(code('PLUGIN_TIMEOUT'));
    database.unuse('slow');
    expect(await database.query('SELECT a FROM t')).toEqual([]);
  });
});
