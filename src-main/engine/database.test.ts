import { existsSync, symlinkSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { DBConfig } from './config.ts';
import { ConnectionManager } from './connections/connection-manager.ts';
import { globalConnectionManager } from './connections/global-connection-manager.ts';
import { createLocalConnector } from './connections/local-connector.ts';
import { createDB, Database } from './database.ts';
import { collect } from './testing/collect.ts';
import { databaseKinds } from './testing/each-database.ts';
import { anyDriver, openForTest } from './testing/each-driver.ts';
import { temporaryFile } from './testing/temporary-folder.ts';

const code = (expected: string) => expect.objectContaining({ name: 'DatabaseError', code: expected });

function open(config: DBConfig): Database {
  const database = createDB(config);
  onTestFinished(() => database.close());
  return database;
}

describe.each(databaseKinds)('a database with %s', (_kind, kind) => {
  const configOf = (): DBConfig => (kind.memory ? kind : { ...kind, filename: temporaryFile() });

  async function withRows(): Promise<Database> {
    const database = open(configOf());
    await database.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)');
    return database;
  }

  test('runs statements and gives rows', async () => {
    const database = await withRows();
    await database.exec('UPDATE t SET a = ? WHERE a = ?', [9_007_199_254_740_993n, 3]);
    expect(await database.query('SELECT a FROM t WHERE a > ?', [1])).toEqual([
      { a: 2 },
      { a: 9_007_199_254_740_993n },
    ]);
    expect(await database.query('INSERT INTO t VALUES (4) RETURNING a AS b')).toEqual([{ b: 4 }]);
    expect(await database.query('SELECT COUNT(*) AS n FROM t')).toEqual([{ n: 4 }]);
  });

  test('errors have codes', async () => {
    const database = await withRows();
    await expect(database.query('SELEKT')).rejects.toThrow(code('SQL_ERROR'));
    await expect(database.exec('INSERT INTO missing VALUES (?)', [1])).rejects.toThrow(code('SQL_ERROR'));
    await expect(database.query('SELECT ?', [])).rejects.toThrow(code('BIND_COUNT'));
  });

  test('writes go on while rows are iterated, and leaving the loop ends it', async () => {
    const database = await withRows();
    const seen: unknown[] = [];
    for await (const { a } of database.iterate('SELECT a FROM t ORDER BY a')) {
      seen.push(a);
      await database.exec('INSERT INTO t VALUES (?)', [Number(a) + 10]);
    }
    expect(seen).toEqual([1, 2, 3]);
    for await (const _row of database.iterate('SELECT a FROM t')) break;
    await database.exec('DROP TABLE t');
  });

  test('an iteration can be cancelled', async () => {
    const database = await withRows();
    const stop = new AbortController();
    const endless = 'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c';
    const running = (async () => {
      for await (const { x } of database.iterate(endless, [], { signal: stop.signal })) {
        if (Number(x) === 250) stop.abort();
      }
    })();
    await expect(running).rejects.toThrow(code('CANCELLED'));
  });

  test('closed is closed', async () => {
    const database = await withRows();
    const iteration = database.iterate('SELECT a FROM t');
    expect((await iteration.next()).value).toEqual({ a: 1 });
    const inFlight = database.query('SELECT COUNT(*) AS n FROM t');
    const closing = database.close();
    await expect(database.query('SELECT 1')).rejects.toThrow(code('DB_CLOSED'));
    expect(await inFlight).toEqual([{ n: 3 }]);
    await closing;
    await database.close();
    await expect(iteration.next()).rejects.toThrow(code('DB_CLOSED'));
    await expect(database.exec('SELECT 1')).rejects.toThrow(code('DB_CLOSED'));
    await expect(collect(database.iterate('SELECT 1'))).rejects.toThrow(code('DB_CLOSED'));
    expect(() => database.querySync('SELECT 1')).toThrow(code('DB_CLOSED'));
    expect(() => database.execSync('SELECT 1')).toThrow(code('DB_CLOSED'));
    expect(() => database.closeSync()).not.toThrow();
    expect(globalConnectionManager.getStats()).toMatchObject({ open: 0, dedicated: 0 });
  });
});

describe('a connection of its own', () => {
  test('is opened by the constructor, which tells why it cannot', () => {
    const filename = temporaryFile();
    open({ filename });
    expect(() => createDB({ filename: `${filename}/no/folder.db` })).toThrow(code('CANTOPEN'));
    expect(() => createDB({ filename: temporaryFile(), mode: 'rw' })).toThrow(code('CANTOPEN'));
    expect(() => createDB({ filenme: filename } as DBConfig)).toThrow(code('CONFIG_INVALID'));
  });

  test('has sync calls', () => {
    const database = open({});
    database.execSync('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    database.execSync('INSERT INTO t VALUES (?)', [2]);
    expect(database.querySync('SELECT a FROM t')).toEqual([{ a: 1 }, { a: 2 }]);
    database.closeSync();
    database.closeSync();
    expect(() => database.querySync('SELECT 1')).toThrow(code('DB_CLOSED'));
  });

  test('is listed in the figures of the pool', () => {
    const filename = temporaryFile();
    const database = open({ filename });
    database.querySync('SELECT 1');
    const listed = () =>
      database.getConnectionStats().connections.filter((connection) => connection.file === filename);
    expect(listed()).toMatchObject([{ shared: false, uses: 1, pid: process.pid, role: 'writer' }]);
    database.closeSync();
    expect(listed()).toEqual([]);
  });

  test('waits for the lock of another connection without blocking the thread', async () => {
    const filename = temporaryFile();
    const holder = openForTest(anyDriver, { filename });
    holder.execSync('CREATE TABLE t (a); BEGIN IMMEDIATE');
    const database = open({ filename });
    const insert = database.exec('INSERT INTO t VALUES (1)');
    await new Promise((resolve) => setTimeout(resolve, 150));
    holder.execSync('COMMIT');
    await insert;
    expect(await database.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
  });

  test('tells BUSY when the lock is held for longer than it may wait, or CANCELLED before', async () => {
    const filename = temporaryFile();
    const holder = openForTest(anyDriver, { filename });
    holder.execSync('CREATE TABLE t (a); BEGIN IMMEDIATE');
    const database = open({ filename: filename, sqlite: { busyTimeout: 20 } });
    await expect(database.exec('INSERT INTO t VALUES (1)')).rejects.toThrow(code('BUSY'));
    const patient = open({ filename });
    const stop = new AbortController();
    const insert = patient.exec('INSERT INTO t VALUES (1)', [], { signal: stop.signal });
    setTimeout(() => stop.abort(), 20);
    await expect(insert).rejects.toThrow(code('CANCELLED'));
  });

  test('a script that met a lock in its middle is not run twice', async () => {
    const filename = temporaryFile();
    const holder = openForTest(anyDriver, { filename });
    holder.execSync('CREATE TABLE t (a); BEGIN IMMEDIATE');
    const database = open({ filename });
    await expect(
      database.exec('CREATE TEMP TABLE own (a); INSERT INTO own VALUES (1); INSERT INTO t VALUES (1)'),
    ).rejects.toThrow(code('BUSY'));
    expect(await database.query('SELECT a FROM own')).toEqual([{ a: 1 }]);
  });
});

describe('a shared connection', () => {
  test('is opened by the first call, once for five at the same time', async () => {
    const filename = temporaryFile();
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
    const database = new Database({ filename, sharedConnection: true }, { connectionManager });
    onTestFinished(() => database.close());
    expect(existsSync(filename)).toBe(false);
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((number) => database.query('SELECT ? AS n', [number])),
    );
    expect(answers.flat()).toEqual([1, 2, 3, 4, 5].map((n) => ({ n })));
    expect(opened).toEqual(['writer']);
    expect(database.getConnectionStats()).toMatchObject({ open: 1, max: 8 });
  });

  test('is the same for all databases of a file, by whatever name, and stays until the last is closed', async () => {
    const filename = temporaryFile();
    const link = `${filename}.link`;
    const one = open({ filename, sharedConnection: true });
    await one.exec('CREATE TABLE t (a)');
    symlinkSync(filename, link);
    const two = open({ filename: link, sharedConnection: true });
    await two.exec('INSERT INTO t VALUES (1)');
    expect(one.getConnectionStats().open).toBe(1);
    await one.close();
    expect(await two.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
    await two.close();
    expect(two.getConnectionStats().open).toBe(0);
  });

  test('has no sync calls', () => {
    const database = open({ filename: temporaryFile(), sharedConnection: true });
    for (const call of [
      () => database.execSync('SELECT 1'),
      () => database.querySync('SELECT 1'),
      () => database.closeSync(),
    ]) {
      expect(call).toThrow(code('SYNC_WITH_SHARED_CONNECTION'));
    }
  });

  test('a file that cannot be opened is told by each call, and tried again', async () => {
    const filename = temporaryFile();
    const database = open({ filename, sharedConnection: true, mode: 'rw' });
    await expect(database.query('SELECT 1')).rejects.toThrow(code('CANTOPEN'));
    openForTest(anyDriver, { filename }).execSync('CREATE TABLE t (a)');
    expect(await database.query('SELECT COUNT(*) AS n FROM t')).toEqual([{ n: 0 }]);
  });

  test('no transaction is left open for others', async () => {
    const database = open({ filename: temporaryFile(), sharedConnection: true });
    await database.exec('CREATE TABLE t (a UNIQUE)');
    for (const sql of ['BEGIN', '/* a */ savepoint x', 'COMMIT; -- b']) {
      await expect(database.exec(sql)).rejects.toThrow(code('TRANSACTION_STATE'));
    }
    await expect(database.exec('BEGIN; INSERT INTO t VALUES (1)')).rejects.toThrow(code('TRANSACTION_STATE'));
    await expect(database.exec('BEGIN; INSERT INTO t VALUES (2), (2); COMMIT')).rejects.toThrow(
      code('CONSTRAINT_UNIQUE'),
    );
    await database.exec('BEGIN; INSERT INTO t VALUES (3); COMMIT');
    expect(await database.query('SELECT a FROM t')).toEqual([{ a: 3 }]);
  });

  test('closeAllConnections closes them, and the next call opens one again', async () => {
    const database = open({ filename: temporaryFile(), sharedConnection: true, connectionPool: true });
    await database.exec('CREATE TABLE t (a)');
    await database.query('SELECT a FROM t');
    expect(database.getConnectionStats().open).toBe(2);
    await database.closeAllConnections();
    expect(database.getConnectionStats().open).toBe(0);
    await database.exec('INSERT INTO t VALUES (1)');
    expect(await database.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
  });

  test('closeAllConnections undoes what is open, and the next transaction opens a connection again', async () => {
    const database = open({ filename: temporaryFile(), sharedConnection: true });
    await database.exec('CREATE TABLE t (a)');
    const transaction = database.transaction(async () => {
      await database.exec('INSERT INTO t VALUES (1)');
      await database.closeAllConnections();
      await database.exec('INSERT INTO t VALUES (2)');
    });
    await expect(transaction).rejects.toThrow(code('DB_CLOSED'));
    await database.transaction(() => database.exec('INSERT INTO t VALUES (3)'));
    expect(await database.query('SELECT a FROM t')).toEqual([{ a: 3 }]);
  });

  test('a pool of its own has its own limits', async () => {
    const database = open({
      filename: temporaryFile(),
      sharedConnection: true,
      connectionPool: true,
      poolSize: 1,
    });
    await database.exec('CREATE TABLE t (a)');
    const queries = [1, 2, 3].map(() => database.query('SELECT a FROM t'));
    expect(await Promise.all(queries)).toEqual([[], [], []]);
    expect(database.getConnectionStats()).toMatchObject({ max: 1, open: 1 });
    expect(globalConnectionManager.getStats().open).toBe(0);
  });

  test('a pool of its own ends with it, its timers too', async () => {
    const begun = vi.spyOn(globalThis, 'setInterval');
    const ended = vi.spyOn(globalThis, 'clearInterval');
    onTestFinished(() => {
      begun.mockRestore();
      ended.mockRestore();
    });
    const database = open({ filename: temporaryFile(), sharedConnection: true, poolSize: 2 });
    await database.query('SELECT 1');
    await database.close();
    expect(database.getConnectionStats()).toMatchObject({ open: 0 });
    const timers = begun.mock.results.map(({ value }) => value);
    expect(timers).toHaveLength(2);
    expect(ended.mock.calls.map(([timer]) => timer)).toEqual(expect.arrayContaining(timers));
  });

  test('reads only where it is read-only', async () => {
    const filename = temporaryFile();
    openForTest(anyDriver, { filename }).execSync('CREATE TABLE t (a)');
    const database = open({ filename, sharedConnection: true, connectionPool: true, readonly: true });
    expect(await database.query('SELECT a FROM t')).toEqual([]);
    await expect(database.exec('INSERT INTO t VALUES (1)')).rejects.toThrow(code('READONLY'));
    expect(database.getConnectionStats().connections.map((connection) => connection.role)).toEqual([
      'reader',
    ]);
  });
});

test.each([{}, { sharedConnection: true }, { sharedConnection: true, connectionPool: true }])(
  'a transaction of a read-only database %o reads one state of the file',
  async (kind) => {
    const filename = temporaryFile();
    const writer = open({ filename, sqlite: { journalMode: 'WAL' } });
    await writer.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    const database = open({ ...kind, filename, readonly: true });
    await database.transaction(async () => {
      expect(await database.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
      await writer.exec('INSERT INTO t VALUES (2)');
      expect(await database.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
      await expect(database.exec('DELETE FROM t')).rejects.toThrow(code('READONLY'));
    });
    expect(await database.query('SELECT a FROM t')).toEqual([{ a: 1 }, { a: 2 }]);
  },
);

test('the time of transactions is set by the database, and for each of them', async () => {
  const never = () => new Promise<void>(() => {});
  const database = open({ transactionTimeout: 20 });
  await expect(database.transaction(never)).rejects.toThrow(code('TRANSACTION_LOCK_TIMEOUT'));
  const patient = open({ transactionTimeout: 0 });
  await expect(patient.transaction(never, { timeout: 20 })).rejects.toThrow(code('TRANSACTION_LOCK_TIMEOUT'));
  await patient.transaction(() => new Promise((resolve) => setTimeout(resolve, 30)));
});

test('verbose sees every statement', async () => {
  const seen: string[] = [];
  const database = open({ verbose: (sql) => seen.push(sql) });
  await database.exec('CREATE TABLE t (a)');
  database.querySync('SELECT 1');
  await collect(database.iterate('SELECT 2'));
  expect(seen).toEqual(['CREATE TABLE t (a)', 'SELECT 1', 'SELECT 2']);
});
