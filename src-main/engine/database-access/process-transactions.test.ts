import { describe, expect, test } from 'vitest';
import { connectProcesses } from '../connections/testing/test-processes.ts';
import { type AccessKind, openAccess } from '../testing/each-access.ts';
import { anyDriver } from '../testing/each-driver.ts';
import { RUNAWAY } from '../testing/sample-file.ts';
import type { DatabaseAccess } from './database-access.ts';

const code = (expected: string) => expect.objectContaining({ name: 'DatabaseError', code: expected });
const pooled: AccessKind = { driver: anyDriver, isShared: true, isPooled: true, isInMemory: false };

async function open() {
  const { connector, processes } = connectProcesses();
  const opened = openAccess(pooled, { connector });
  await opened.access.exec('CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)', undefined, {});
  return { ...opened, processes };
}

const insert = async (access: DatabaseAccess, value: number) =>
  await access.run('INSERT INTO t VALUES (?)', [value], {});

async function values(access: DatabaseAccess): Promise<unknown[]> {
  return (await access.all('SELECT a FROM t ORDER BY a', [], {})).rows.map(([a]) => a);
}

describe('a transaction on a connection in a process of its own', () => {
  test('reads, changes and undoes like any other', async () => {
    const { access } = await open();
    expect(
      await access.transaction(
        async () => {
          expect(await insert(access, 2)).toBe(1);
          await access
            .transaction(
              async () => {
                await insert(access, 3);
                throw new Error('only this one');
              },
              { timeout: 5_000 },
            )
            .catch(() => {});
          expect(await access.atomic([{ sql: 'UPDATE t SET a = a + 10' }], {})).toEqual([2]);
          return await values(access);
        },
        { timeout: 5_000 },
      ),
    ).toEqual([11, 12]);
    expect(await values(access)).toEqual([11, 12]);
  });

  test('is rolled back when its process dies, and the next one runs in a new process', async () => {
    const { access, processes } = await open();
    const outcome = access.transaction(
      async () => {
        await insert(access, 2);
        for (const process of processes) process.kill();
        await insert(access, 3);
      },
      { timeout: 5_000 },
    );
    await expect(outcome).rejects.toThrow(code('TRANSACTION_ROLLBACK'));
    await insert(access, 4);
    expect(await values(access)).toEqual([1, 4]);
  });

  test('a function that hides the death of the process is not told that it was committed', async () => {
    const { access, processes } = await open();
    const outcome = access.transaction(
      async () => {
        await insert(access, 2);
        for (const process of processes) process.kill();
        await insert(access, 3).catch(() => {});
        await expect(insert(access, 4)).rejects.toThrow(code('TRANSACTION_ROLLBACK'));
        return 'fine';
      },
      { timeout: 5_000 },
    );
    await expect(outcome).rejects.toThrow(code('TRANSACTION_ROLLBACK'));
    expect(await values(access)).toEqual([1]);
  });

  test('ends in its time although a statement never does', async () => {
    const { access } = await open();
    const begun = Date.now();
    const outcome = access.transaction(
      async () => {
        await insert(access, 2);
        await access.query(RUNAWAY, undefined, {});
      },
      { timeout: 100 },
    );
    await expect(outcome).rejects.toThrow(code('TRANSACTION_LOCK_TIMEOUT'));
    expect(Date.now() - begun).toBeLessThan(5_000);
    await insert(access, 3);
    expect(await values(access)).toEqual([1, 3]);
  });
});

describe('the pool', () => {
  test('names who holds a connection that is not given back; those behind it get ACQUIRE_TIMEOUT', async () => {
    const { access, manager, filename } = openAccess(pooled, { acquireTimeout: 50 });
    await access.exec('CREATE TABLE t (a)', undefined, {});
    const mayEnd = Promise.withResolvers<void>();
    const leaking = access.transaction(() => mayEnd.promise, { timeout: 5_000 });
    const [insertion, transaction, script, figures] = await Promise.allSettled([
      insert(access, 1),
      access.transaction(async () => {}, { timeout: 5_000 }),
      access.exec('INSERT INTO t VALUES (2); INSERT INTO t VALUES (3)', undefined, {}),
      new Promise((resolve) => setTimeout(resolve, 20)).then(() =>
        expect(manager.getStats(filename)).toMatchObject({ leased: 1, waiting: 3 }),
      ),
    ]);
    expect(figures.status).toBe('fulfilled');
    expect(insertion).toMatchObject({ reason: code('ACQUIRE_TIMEOUT') });
    expect(transaction).toMatchObject({ reason: code('ACQUIRE_TIMEOUT') });
    expect(script).toMatchObject({ reason: code('ACQUIRE_TIMEOUT') });
    expect(manager.getStats(filename).connections).toMatchObject([
      { role: 'writer', state: 'leased', holder: 'Database, in a transaction' },
    ]);
    mayEnd.resolve();
    await leaking;
    await insert(access, 4);
    expect(await values(access)).toEqual([4]);
  });
});
