import { describe, expect, test } from 'vitest';
import { openForTest, testedDrivers } from '../testing/each-driver.ts';
import { temporaryFile } from '../testing/temporary-folder.ts';
import type { Driver } from '../types.ts';

const code = (expected: string) => expect.objectContaining({ name: 'DatabaseError', code: expected });

function values(driver: Driver): unknown[] {
  return driver.allSync('SELECT a FROM t ORDER BY a').rows.map(([a]) => a);
}

describe.each(testedDrivers)('all or nothing with %s', (name) => {
  function open() {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1), (2), (3)');
    return driver;
  }

  test('atomic runs statements whose guards hold', () => {
    const driver = open();
    driver.atomicSync([
      { sql: 'UPDATE t SET a = ? WHERE a = ?', params: [10, 1], changes: 1 },
      { sql: 'DELETE FROM t WHERE a > 1 AND a < 10', changes: 2 },
      { sql: 'INSERT INTO t VALUES (?)', each: [[20], [30], [40]], changes: 3 },
    ]);
    expect(values(driver)).toEqual([10, 20, 30, 40]);
  });

  test.each([
    [
      'no row',
      [{ sql: 'DELETE FROM t' }, { sql: 'UPDATE t SET a = 5 WHERE a = 99', changes: 1 }],
      'ATOMIC_GUARD',
    ],
    ['too many rows', [{ sql: 'DELETE FROM t', changes: 1 }], 'ATOMIC_GUARD'],
    [
      'a failing statement',
      [{ sql: 'DELETE FROM t WHERE a = 1' }, { sql: 'INSERT INTO t VALUES (2)' }],
      'CONSTRAINT_UNIQUE',
    ],
    ['bad SQL', [{ sql: 'DELETE FROM t' }, { sql: 'SELEKT' }], 'SQL_ERROR'],
    [
      'a value that cannot be bound',
      [{ sql: 'DELETE FROM t' }, { sql: 'INSERT INTO t VALUES (?)', params: [Number.NaN] }],
      'BIND_INVALID',
    ],
    [
      'one of a list that fails',
      [{ sql: 'INSERT INTO t VALUES (?)', each: [[5], [2], [6]] }],
      'CONSTRAINT_UNIQUE',
    ],
    [
      'one of a list that cannot be bound',
      [{ sql: 'INSERT INTO t VALUES (?)', each: [[5], [Number.NaN]] }],
      'BIND_INVALID',
    ],
    [
      'a list that changes too little',
      [{ sql: 'INSERT INTO t VALUES (?)', each: [[5]], changes: 2 }],
      'ATOMIC_GUARD',
    ],
  ])('atomic with %s undoes everything', (_what, statements, expected) => {
    const driver = open();
    expect(() => driver.atomicSync(statements)).toThrow(code(expected));
    expect(values(driver)).toEqual([1, 2, 3]);
    driver.execSync('BEGIN');
    driver.execSync('INSERT INTO t VALUES (4)');
    expect(() => driver.atomicSync(statements)).toThrow(code(expected));
    driver.execSync('COMMIT');
    expect(values(driver)).toEqual([1, 2, 3, 4]);
  });

  test('a transaction commits what fn did, and undoes it when fn fails', async () => {
    const driver = open();
    await driver.transaction(async () => driver.exec('DELETE FROM t WHERE a = 1'));
    const failure = new Error('courier busy');
    await expect(
      driver.transaction(async () => {
        await driver.exec('DELETE FROM t');
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(values(driver)).toEqual([2, 3]);
  });

  test('work outside of fn waits and never lands in the transaction', async () => {
    const driver = open();
    const order: string[] = [];
    const begun = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    const transaction = driver
      .transaction(async () => {
        await driver.exec('DELETE FROM t');
        begun.resolve();
        await mayEnd.promise;
        throw new Error('undo');
      })
      .catch((error: Error) => error.message);
    await begun.promise;
    const insert = driver.exec('INSERT INTO t VALUES (4)').then(() => order.push('insert'));
    const query = driver.query('SELECT COUNT(*) AS n FROM t').then(([row]) => order.push(`count ${row?.n}`));
    expect(() => driver.execSync('INSERT INTO t VALUES (5)')).toThrow(code('TRANSACTION_STATE'));
    expect(() => driver.allSync('SELECT 1')).toThrow(code('TRANSACTION_STATE'));
    mayEnd.resolve();
    await Promise.all([insert, query]);
    expect(order).toEqual(['insert', 'count 4']);
    expect(await transaction).toBe('undo');
    expect(values(driver)).toEqual([1, 2, 3, 4]);
  });

  test('transactions wait for each other in the order of asking', async () => {
    const driver = open();
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3].map((number) =>
        driver.transaction(async () => {
          order.push(number);
          await driver.query('SELECT 1');
          order.push(number);
        }),
      ),
    );
    expect(order).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test('nested transactions are savepoints, also when several run at once', async () => {
    const driver = open();
    await driver.transaction(async () => {
      await driver.exec('DELETE FROM t');
      const results = await Promise.allSettled([
        driver.transaction(async () => driver.exec('INSERT INTO t VALUES (10)')),
        driver.transaction(async () => {
          await driver.exec('INSERT INTO t VALUES (11)');
          await driver.transaction(async () => driver.exec('INSERT INTO t VALUES (12)'));
          throw new Error('only this one');
        }),
        driver.exec('INSERT INTO t VALUES (13)'),
      ]);
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    });
    expect(values(driver)).toEqual([10, 13]);
  });

  test('sync calls inside fn belong to it', async () => {
    const driver = open();
    await driver
      .transaction(async () => {
        await Promise.resolve();
        driver.execSync('DELETE FROM t');
        throw new Error('undo');
      })
      .catch(() => {});
    expect(values(driver)).toEqual([1, 2, 3]);
  });

  test('a lock of another connection gives TRANSACTION_LOCK_TIMEOUT, and fn does not run', async () => {
    const filename = temporaryFile();
    const holder = openForTest(name, { filename });
    holder.execSync('CREATE TABLE t (a); BEGIN IMMEDIATE');
    const driver = openForTest(name, { filename });
    let hasRun = false;
    const run = async () => {
      hasRun = true;
    };
    await expect(driver.transaction(run)).rejects.toThrow(code('TRANSACTION_LOCK_TIMEOUT'));
    expect(hasRun).toBe(false);
    holder.execSync('COMMIT');
    await driver.transaction(run);
    expect(hasRun).toBe(true);
  });

  test('a transaction that SQLite rolled back is not reported as committed', async () => {
    const driver = open();
    await expect(
      driver.transaction(async () => {
        await driver.exec('INSERT OR ROLLBACK INTO t VALUES (1)').catch(() => {});
        return 'fine';
      }),
    ).rejects.toThrow(code('TRANSACTION_ROLLBACK'));
    await driver.transaction(async () => driver.exec('INSERT INTO t VALUES (4)'));
    expect(values(driver)).toEqual([1, 2, 3, 4]);
  });

  test('close waits for an open transaction', async () => {
    const filename = temporaryFile();
    const driver = openForTest(name, { filename });
    driver.execSync('CREATE TABLE t (a)');
    const transaction = driver.transaction(async () => {
      await driver.exec('INSERT INTO t VALUES (1)');
      await Promise.resolve();
      await driver.exec('INSERT INTO t VALUES (2)');
    });
    await driver.close();
    await transaction;
    expect(values(openForTest(name, { filename }))).toEqual([1, 2]);
  });
});

describe.each(testedDrivers)('iterators that are left open with %s', (name) => {
  const endless = 'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c';

  test('do not keep a transaction from being committed or undone', async () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1), (2), (3)');
    const work = (value: number, outcome: () => void) =>
      driver.transaction(async () => {
        await driver.exec('INSERT INTO t VALUES (?)', [value]);
        const { rows } = driver.iterateSync('SELECT a FROM t');
        rows.next();
        await driver.transaction(async () => driver.exec('INSERT INTO t VALUES (?)', [value + 1]));
        const { rows: others } = driver.iterateSync('SELECT a FROM t');
        others.next();
        outcome();
      });
    await work(4, () => {});
    await expect(
      work(6, () => {
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    expect(values(driver)).toEqual([1, 2, 3, 4, 5]);
  });

  test('of more rows than can be kept are ended when the transaction is undone', async () => {
    const driver = openForTest(name);
    driver.execSync('CREATE TABLE t (a)');
    let left: Iterator<unknown> | undefined;
    await expect(
      driver.transaction(async () => {
        await driver.exec('INSERT INTO t VALUES (1)');
        left = driver.iterateSync(endless).rows;
        left.next();
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    expect(values(driver)).toEqual([]);
    expect(() => left?.next()).toThrow(code('TRANSACTION_ROLLBACK'));
  });
});
