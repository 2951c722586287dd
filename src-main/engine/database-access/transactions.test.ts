import { describe, expect, test } from 'vitest';
import { type AccessKind, accessKinds, openAccess } from '../testing/each-access.ts';
import { anyDriver, openForTest } from '../testing/each-driver.ts';
import type { GuardedStatement } from '../types.ts';
import type { DatabaseAccess } from './database-access.ts';

const code = (expected: string) => expect.objectContaining({ name: 'DatabaseError', code: expected });
const never = () => new Promise<never>(() => {});
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function values(access: DatabaseAccess): Promise<unknown[]> {
  return (await access.all('SELECT a FROM t ORDER BY a', [], {})).rows.map(([a]) => a);
}

const insert = async (access: DatabaseAccess, value: number) =>
  await access.run('INSERT INTO t VALUES (?)', [value], {});

const atomic = async (access: DatabaseAccess, statements: Iterable<GuardedStatement>) =>
  await access.atomic(statements, {});

const begin = <T>(access: DatabaseAccess, fn: () => Promise<T>, timeout = 10_000): Promise<T> =>
  access.transaction(fn, { timeout });

async function withRows(kind: AccessKind, wishes?: Parameters<typeof openAccess>[1]) {
  const opened = openAccess(kind, wishes);
  await opened.access.exec('CREATE TABLE t (a UNIQUE)', undefined, {});
  await opened.access.exec('INSERT INTO t VALUES (1), (2), (3)', [], {});
  return opened;
}

describe.each(accessKinds)('an access %s', (_name, kind) => {
  test('gives rows under one header, and the rows that were changed', async () => {
    const { access } = await withRows(kind);
    expect(await access.all('SELECT a, a AS a FROM t WHERE a > ?', [2], {})).toEqual({
      columns: ['a', 'a'],
      rows: [[3, 3]],
    });
    expect(await access.run('UPDATE t SET a = a + 10 WHERE a > ?', [1], {})).toBe(2);
    expect(await access.run('DELETE FROM t WHERE a = ?', [99], {})).toBe(0);
    expect(await access.all('INSERT INTO t VALUES (?) RETURNING a', [9], {})).toEqual({
      columns: ['a'],
      rows: [[9]],
    });
    expect(await values(access)).toEqual([1, 9, 12, 13]);
  });

  test('atomic gives the rows that each statement changed, however many there are', async () => {
    const { access } = await withRows(kind);
    expect(
      await access.atomic(
        [
          { sql: 'DELETE FROM t', changes: 3 },
          { sql: 'INSERT INTO t VALUES (?)', params: [7] },
        ],
        {},
      ),
    ).toEqual([3, 1]);
    function* many() {
      for (let value = 100; value < 1_100; value += 1)
        yield { sql: 'INSERT INTO t VALUES (?)', params: [value], changes: 1 };
    }
    expect(await access.atomic(many(), {})).toEqual(Array.from({ length: 1_000 }, () => 1));
    expect((await values(access)).length).toBe(1_001);
    expect(await access.atomic([], {})).toEqual([]);
  });

  test('atomic undoes everything, also when its last of many statements fails or its source throws', async () => {
    const { access } = await withRows(kind);
    function* failing(last: () => { sql: string; changes?: number }) {
      for (let value = 100; value < 700; value += 1)
        yield { sql: 'INSERT INTO t VALUES (?)', params: [value] };
      yield last();
    }
    await expect(atomic(access, [{ sql: 'DELETE FROM t', changes: 1 }])).rejects.toThrow(
      code('ATOMIC_GUARD'),
    );
    await expect(
      atomic(
        access,
        failing(() => ({ sql: 'INSERT INTO t VALUES (1)' })),
      ),
    ).rejects.toThrow(code('CONSTRAINT_UNIQUE'));
    const fault = new Error('no more');
    const source = failing(() => {
      throw fault;
    });
    await expect(atomic(access, source)).rejects.toBe(fault);
    expect(await values(access)).toEqual([1, 2, 3]);
  });

  test('atomic inside of a transaction is part of it, and undoes itself alone', async () => {
    const { access } = await withRows(kind);
    await begin(access, async () => {
      await insert(access, 4);
      await expect(
        atomic(access, [{ sql: 'DELETE FROM t' }, { sql: 'INSERT INTO t VALUES (1), (1)' }]),
      ).rejects.toThrow(code('CONSTRAINT_UNIQUE'));
      expect(await access.atomic([{ sql: 'DELETE FROM t WHERE a = 1', changes: 1 }], {})).toEqual([1]);
    });
    expect(await values(access)).toEqual([2, 3, 4]);
  });

  test('a transaction gives what its function gives, and keeps what was written', async () => {
    const { access } = await withRows(kind);
    expect(access.isInTransaction).toBe(false);
    const result = await begin(access, async () => {
      expect(access.isInTransaction).toBe(true);
      await insert(access, 4);
      return await values(access);
    });
    expect(result).toEqual([1, 2, 3, 4]);
    expect(access.isInTransaction).toBe(false);
    expect(await values(access)).toEqual([1, 2, 3, 4]);
  });

  test.each([
    new Error('courier busy'),
    new Error('user pressed abort'),
    new TypeError('rollback timeout: database is locked'),
    'a text',
  ])('what its function throws comes back as it is: %s', async (thrown) => {
    const { access } = await withRows(kind);
    const caught = await begin(access, async () => {
      await insert(access, 4);
      throw thrown;
    }).catch((error: unknown) => error);
    expect(caught).toBe(thrown);
    expect(await values(access)).toEqual([1, 2, 3]);
  });

  test('two at once do not mix, and run in the order of asking', async () => {
    const { access } = await withRows(kind);
    const order: string[] = [];
    const work = (name: string, value: number, fails: boolean) =>
      begin(access, async () => {
        order.push(`${name} begins`);
        await insert(access, value);
        await pause(5);
        order.push(`${name} ends`);
        if (fails) throw new Error(name);
      }).catch((error: Error) => error.message);
    expect(await Promise.all([work('a', 4, true), work('b', 5, false), work('c', 6, true)])).toEqual([
      'a',
      undefined,
      'c',
    ]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(await values(access)).toEqual([1, 2, 3, 5]);
  });

  test('the insert of a bystander waits, is kept, and sees nothing of the transaction', async () => {
    const { access } = await withRows(kind);
    const begun = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    const transaction = begin(access, async () => {
      await access.run('DELETE FROM t', [], {});
      begun.resolve();
      await mayEnd.promise;
      throw new Error('undo');
    }).catch((error: Error) => error.message);
    await begun.promise;
    const inserted = insert(access, 4);
    const atomic = access.atomic([{ sql: 'INSERT INTO t VALUES (5)' }], {});
    const script = access.exec('INSERT INTO t VALUES (6); INSERT INTO t VALUES (7)', undefined, {});
    const read = values(access);
    await pause(10);
    mayEnd.resolve();
    await Promise.all([inserted, atomic, script]);
    expect(await transaction).toBe('undo');
    // Readers of a pool need not wait: they see what was there before.
    expect(await read).toEqual(kind.isPooled && !kind.isInMemory ? [1, 2, 3] : [1, 2, 3, 4, 5, 6, 7]);
    expect(await values(access)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  // In files they would wait for the disk.
  test.runIf(kind.isInMemory)(
    'thousands of transactions and calls at once have their turns, in a time that grows with their number',
    async () => {
      const { access } = await withRows(kind);
      const works = Array.from({ length: 3_000 }, (_value, index) =>
        index % 2 === 0 ? begin(access, () => insert(access, index + 10)) : insert(access, index + 10),
      );
      await Promise.all(works);
      expect(await values(access)).toHaveLength(3_003);
    },
  );

  test('nested ones are savepoints', async () => {
    const { access } = await withRows(kind);
    await begin(access, async () => {
      await insert(access, 4);
      await expect(
        begin(access, async () => {
          await insert(access, 5);
          await begin(access, () => insert(access, 6));
          throw new Error('only this one');
        }),
      ).rejects.toThrow('only this one');
      await begin(access, () => insert(access, 7));
    });
    expect(await values(access)).toEqual([1, 2, 3, 4, 7]);
    await expect(
      begin(access, async () => {
        await begin(access, () => insert(access, 8));
        throw new Error('all');
      }),
    ).rejects.toThrow('all');
    expect(await values(access)).toEqual([1, 2, 3, 4, 7]);
  });

  test('nested ones at once run one after the other', async () => {
    const { access } = await withRows(kind);
    await begin(access, async () => {
      const results = await Promise.allSettled([
        begin(access, async () => {
          await insert(access, 10);
          await pause(5);
          throw new Error('undone');
        }),
        begin(access, () => insert(access, 11)),
        insert(access, 12),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    });
    expect(await values(access)).toEqual([1, 2, 3, 11, 12]);
  });

  test('one that never settles is rolled back, and what its function still asks for is refused', async () => {
    const { access } = await withRows(kind);
    const late = Promise.withResolvers<void>();
    let refused: unknown;
    const transaction = begin(
      access,
      async () => {
        await insert(access, 4);
        await late.promise;
        refused = await insert(access, 5).catch((error: unknown) => error);
        await never();
      },
      30,
    );
    const behind = insert(access, 6);
    await expect(transaction).rejects.toThrow(code('TRANSACTION_LOCK_TIMEOUT'));
    await behind;
    late.resolve();
    await expect.poll(() => refused).toEqual(code('TRANSACTION_ROLLBACK'));
    expect(await values(access)).toEqual([1, 2, 3, 6]);
  });

  test('what a function has begun and not waited for does not land outside when it fails', async () => {
    const { access } = await withRows(kind);
    const mayGoOn = Promise.withResolvers<void>();
    let straggler: Promise<unknown> | undefined;
    await expect(
      begin(access, async () => {
        straggler = mayGoOn.promise.then(() => insert(access, 5)).catch((error: unknown) => error);
        await insert(access, 4);
        throw new Error('fails');
      }),
    ).rejects.toThrow('fails');
    mayGoOn.resolve();
    expect(await straggler).toEqual(code('TRANSACTION_ROLLBACK'));
    expect(await values(access)).toEqual([1, 2, 3]);
  });

  test('calls and nested transactions that were not waited for are committed with it', async () => {
    const { access } = await withRows(kind);
    await begin(access, async () => {
      void insert(access, 4);
      void begin(access, async () => {
        await pause(5);
        await insert(access, 5);
      });
    });
    expect(await values(access)).toEqual([1, 2, 3, 4, 5]);
  });

  test('a transaction that SQLite rolled back is not committed, and nothing lands outside of it', async () => {
    const { access } = await withRows(kind);
    const insertOrRollBack = async () => await access.run('INSERT OR ROLLBACK INTO t VALUES (1)', [], {});
    await expect(
      begin(access, async () => {
        await insert(access, 4);
        await insertOrRollBack().catch(() => {});
        await expect(insert(access, 5)).rejects.toThrow(code('TRANSACTION_ROLLBACK'));
      }),
    ).rejects.toThrow(code('TRANSACTION_ROLLBACK'));
    await expect(begin(access, insertOrRollBack)).rejects.toThrow(code('TRANSACTION_ROLLBACK'));
    expect(await values(access)).toEqual([1, 2, 3]);
  });

  test('its own BEGIN, COMMIT and ROLLBACK are refused, savepoints are not', async () => {
    const { access } = await withRows(kind);
    await begin(access, async () => {
      for (const sql of ['BEGIN', ' /* x */ COMMIT', 'END', 'ROLLBACK;', 'rollback transaction']) {
        await expect(access.exec(sql, undefined, {})).rejects.toThrow(code('TRANSACTION_STATE'));
        await expect(access.query(sql, undefined, {})).rejects.toThrow(code('TRANSACTION_STATE'));
      }
      await access.exec('SAVEPOINT mine', undefined, {});
      await insert(access, 4);
      await access.exec('ROLLBACK TO mine', undefined, {});
      await access.exec('RELEASE mine', undefined, {});
      await insert(access, 5);
    });
    expect(await values(access)).toEqual([1, 2, 3, 5]);
  });

  test('can be begun while rows are iterated', async () => {
    const { access } = await withRows(kind);
    const seen: unknown[] = [];
    for await (const { rows } of access.iterate('SELECT a FROM t ORDER BY a', [], {})) {
      await begin(access, () => insert(access, 4));
      await begin(access, async () => {
        await insert(access, 5);
        throw new Error('undo');
      }).catch(() => {});
      seen.push(...rows.flat());
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(await values(access)).toEqual([1, 2, 3, 4]);
  });

  test('nested ones can be undone while rows of the outer one are iterated', async () => {
    const { access } = await withRows(kind);
    const seen: unknown[] = [];
    await begin(access, async () => {
      await insert(access, 4);
      for await (const { rows } of access.iterate('SELECT a FROM t ORDER BY a', [], {})) {
        await begin(access, async () => {
          await insert(access, 5);
          throw new Error('undo');
        }).catch(() => {});
        seen.push(...rows.flat());
      }
    });
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(await values(access)).toEqual([1, 2, 3, 4]);
  });

  test('can be undone with an iterator open that its function has left', async () => {
    const { access } = await withRows(kind);
    await access.atomic(
      Array.from({ length: 500 }, (_value, index) => ({ sql: `INSERT INTO t VALUES (${index + 100})` })),
      {},
    );
    let left: AsyncIterator<unknown> | undefined;
    await begin(access, async () => {
      await insert(access, 4);
      left = access.iterate('SELECT a FROM t', [], {})[Symbol.asyncIterator]();
      await left.next();
      throw new Error('undo');
    }).catch(() => {});
    await insert(access, 4);
    await Promise.resolve(left?.return?.()).catch(() => {});
    expect((await values(access)).length).toBe(504);
  });

  test('an iteration waits its turn between two transactions', async () => {
    const { access } = await withRows(kind);
    const change = (value: number) =>
      begin(access, async () => {
        await insert(access, value);
        await pause(5);
      });
    const first = change(4);
    await pause(1);
    const seen: unknown[] = [];
    const iteration = (async () => {
      for await (const { rows } of access.iterate('SELECT a FROM t ORDER BY a', [], {}))
        seen.push(...rows.flat());
    })();
    await Promise.all([first, iteration, change(5)]);
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(await values(access)).toEqual([1, 2, 3, 4, 5]);
  });

  test('rows iterated inside of it are its own', async () => {
    const { access } = await withRows(kind);
    await begin(access, async () => {
      await insert(access, 4);
      const seen: unknown[] = [];
      for await (const { rows } of access.iterate('SELECT a FROM t ORDER BY a', [], {})) {
        seen.push(...rows.flat());
      }
      expect(seen).toEqual([1, 2, 3, 4]);
      throw new Error('undo');
    }).catch((error: Error) => expect(error.message).toBe('undo'));
  });

  test('can be cancelled while it waits and while it runs', async () => {
    const { access } = await withRows(kind);
    const stop = new AbortController();
    const running = access.transaction(() => insert(access, 4).then(never), {
      timeout: 5_000,
      signal: stop.signal,
    });
    let hasRun = false;
    const stopWaiting = new AbortController();
    const waiting = access.transaction(
      async () => {
        hasRun = true;
      },
      { timeout: 5_000, signal: stopWaiting.signal },
    );
    const last = begin(access, () => insert(access, 5));
    await pause(10);
    stopWaiting.abort();
    await expect(waiting).rejects.toThrow(code('CANCELLED'));
    stop.abort();
    await expect(running).rejects.toThrow(code('CANCELLED'));
    await last;
    expect(hasRun).toBe(false);
    expect(await values(access)).toEqual([1, 2, 3, 5]);
  });

  test('closing waits for it', async () => {
    const { access, filename } = await withRows(kind);
    const transaction = begin(access, async () => {
      await insert(access, 4);
      await pause(10);
      await insert(access, 5);
    });
    await access.close();
    await transaction;
    await expect(insert(access, 6)).rejects.toThrow(code('DB_CLOSED'));
    if (kind.isInMemory) return;
    const other = openForTest(anyDriver, { filename });
    expect(other.allSync('SELECT COUNT(*) FROM t').rows).toEqual([[5]]);
  });
});

describe.each(accessKinds.filter(([, { isShared }]) => !isShared))(
  'a connection of its own, %s',
  (_name, kind) => {
    test('a transaction that was begun by hand is in the way, and named', async () => {
      const { access } = await withRows(kind);
      await access.exec('BEGIN', undefined, {});
      await expect(begin(access, () => insert(access, 4))).rejects.toThrow(code('TRANSACTION_STATE'));
      expect(await access.atomic([{ sql: 'INSERT INTO t VALUES (5)' }], {})).toEqual([1]);
      await access.exec('ROLLBACK', undefined, {});
      expect(await values(access)).toEqual([1, 2, 3]);
    });

    test('sync calls of others are refused while it is open, those inside belong to it', async () => {
      const { access } = await withRows(kind);
      const mayEnd = Promise.withResolvers<void>();
      const transaction = begin(access, async () => {
        access.sync?.runSync('INSERT INTO t VALUES (4)', []);
        expect(access.sync?.atomicSync([{ sql: 'INSERT INTO t VALUES (5)' }])).toEqual([1]);
        await mayEnd.promise;
        expect(access.sync?.querySync('SELECT COUNT(*) AS n FROM t', [])).toEqual([{ n: 5 }]);
      });
      expect(() => access.sync?.runSync('INSERT INTO t VALUES (6)', [])).toThrow(code('TRANSACTION_STATE'));
      expect(() => access.sync?.allSync('SELECT 1', [])).toThrow(code('TRANSACTION_STATE'));
      expect(() => access.sync?.atomicSync([])).toThrow(code('TRANSACTION_STATE'));
      mayEnd.resolve();
      await transaction;
      expect(await values(access)).toEqual([1, 2, 3, 4, 5]);
    });
  },
);

describe.each(accessKinds.filter(([, { isInMemory }]) => !isInMemory))('a file, %s', (_name, kind) => {
  // Locks work between handles of one SQLite library or of several processes, not between two libraries in one process.
  test('the lock of another connection is waited for, then gives TRANSACTION_LOCK_TIMEOUT', async () => {
    const { access, filename } = await withRows(kind, { busyTimeout: 200 });
    const other = openForTest(kind.driver, { filename });
    other.execSync('BEGIN IMMEDIATE');
    let hasRun = false;
    const run = async () => {
      hasRun = true;
    };
    await expect(begin(access, run)).rejects.toThrow(code('TRANSACTION_LOCK_TIMEOUT'));
    expect(hasRun).toBe(false);
    const patient = begin(access, run);
    await pause(30);
    other.execSync('COMMIT');
    await patient;
    expect(hasRun).toBe(true);
  });

  test('a reader that is in the way of COMMIT is waited for', async () => {
    const { access, filename } = await withRows(kind, { busyTimeout: 1_000 });
    const other = openForTest(kind.driver, { filename });
    other.execSync('BEGIN');
    other.allSync('SELECT * FROM t');
    setTimeout(() => other.execSync('COMMIT'), 150);
    await begin(access, () => insert(access, 4));
    other.execSync('BEGIN');
    other.allSync('SELECT * FROM t');
    setTimeout(() => other.execSync('COMMIT'), 150);
    const atomic = access.atomic([{ sql: 'INSERT INTO t VALUES (5)' }].values(), {});
    const bystander = insert(access, 6);
    await Promise.all([atomic, bystander]);
    expect(await values(access)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('a reader that stays in the way of COMMIT undoes it', async () => {
    const { access, filename } = await withRows(kind, { busyTimeout: 100 });
    const other = openForTest(kind.driver, { filename });
    other.execSync('BEGIN');
    other.allSync('SELECT * FROM t');
    await expect(begin(access, () => insert(access, 4))).rejects.toThrow(code('TRANSACTION_LOCK_TIMEOUT'));
    await expect(atomic(access, [{ sql: 'INSERT INTO t VALUES (5)' }].values())).rejects.toThrow();
    other.execSync('COMMIT');
    await insert(access, 6);
    expect(await values(access)).toEqual([1, 2, 3, 6]);
  });
});
