import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isBun } from '../testing/each-driver.ts';
import { RUNAWAY, sampleFile } from '../testing/sample-file.ts';
import { ConnectionManager, type ConnectionManagerOptions } from './connection-manager.ts';
import type { Connector } from './connector.ts';
import type { Lease } from './lease.ts';
import { createLocalConnector } from './local-connector.ts';
import { connectProcesses, isRunning, targetOf } from './testing/test-processes.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });

function manage(options: Partial<ConnectionManagerOptions> = {}): ConnectionManager {
  const manager = new ConnectionManager({ connector: createLocalConnector(), ...options });
  onTestFinished(() => manager.closeAll());
  return manager;
}

/** Counts what a connector opens. */
function counting(connector: Connector): Connector & { opened: string[] } {
  const opened: string[] = [];
  return {
    opened,
    connect: (target, role, signal) => {
      opened.push(`${target.file} ${role}`);
      return connector.connect(target, role, signal);
    },
  };
}

describe('lending', () => {
  test('five concurrent first queries share the connection that the first one opens', async () => {
    const { connector, processes } = connectProcesses();
    const manager = manage({ connector });
    const target = targetOf(sampleFile());
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(async (number) => {
        using lease = await manager.lease(target, 'reader');
        return (await lease.connection.query('SELECT ?', [number])).rows[0]?.[0];
      }),
    );
    expect(answers).toEqual([1, 2, 3, 4, 5]);
    // On a slow machine the queue may last long enough for one more.
    expect(processes.length).toBeLessThanOrEqual(2);
  });

  test('under load more readers are opened, up to the limit', async () => {
    const manager = manage({ readersPerFile: 3 });
    const target = targetOf(sampleFile());
    const leases = await Promise.all([1, 2, 3].map(() => manager.lease(target, 'reader')));
    expect(new Set(leases.map((lease) => lease.connection.id)).size).toBe(3);
    await expect(manager.lease(target, 'reader', { acquireTimeout: 50 })).rejects.toThrow(
      code('ACQUIRE_TIMEOUT'),
    );
    expect(manager.getStats(target.file)).toMatchObject({ open: 3, leased: 3, idle: 0, waiting: 0 });
  });

  test('waiting requests are served in the order of asking', async () => {
    const manager = manage();
    const target = targetOf(sampleFile());
    const first = await manager.lease(target, 'writer');
    const order: number[] = [];
    const waiting = [1, 2, 3, 4].map(async (number) => {
      using _lease = await manager.lease(target, 'writer');
      order.push(number);
      await Promise.resolve();
    });
    expect(manager.getStats().waiting).toBe(4);
    expect(order).toEqual([]);
    first.release();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3, 4]);
    expect(manager.getStats()).toMatchObject({ open: 1, waiting: 0 });
  });

  test('thousands of requests at once are served in order, and in a time that grows with their number', async () => {
    const manager = manage();
    const targets = [targetOf(sampleFile()), targetOf(sampleFile())] as const;
    const order: number[][] = [[], []];
    await Promise.all(
      Array.from({ length: 4_000 }, async (_value, number) => {
        const which = number % 2;
        using _lease = await manager.lease(which === 0 ? targets[0] : targets[1], 'writer');
        order[which]?.push(number);
      }),
    );
    for (const numbers of order) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(manager.getStats()).toMatchObject({ open: 2, waiting: 0 });
  });

  test('a request that gives up does not hold up those behind it', async () => {
    const manager = manage();
    const target = targetOf(sampleFile());
    const first = await manager.lease(target, 'writer');
    const stop = new AbortController();
    const cancelled = manager.lease(target, 'writer', { signal: stop.signal });
    const late = manager.lease(target, 'writer', { acquireTimeout: 20 });
    const patient = manager.lease(target, 'writer');
    stop.abort();
    await expect(cancelled).rejects.toThrow(code('CANCELLED'));
    await expect(late).rejects.toThrow(code('ACQUIRE_TIMEOUT'));
    first.release();
    expect((await patient).isOpen).toBe(true);
  });

  test('a page never waits behind builds: workers leave room for readers', async () => {
    const manager = manage({ maxConnections: 4, workersPerFile: 9 });
    const target = targetOf(sampleFile());
    const workers = await Promise.all([manager.lease(target, 'worker'), manager.lease(target, 'worker')]);
    await expect(manager.lease(target, 'worker', { acquireTimeout: 30 })).rejects.toThrow(
      code('ACQUIRE_TIMEOUT'),
    );
    const reader = await manager.lease(target, 'reader', { acquireTimeout: 1_000 });
    expect(workers.map((lease) => lease.connection.id)).not.toContain(reader.connection.id);
  });

  test('there is at most one writer for a file', async () => {
    const manager = manage();
    const target = targetOf(sampleFile());
    const writer = await manager.lease(target, 'writer');
    await expect(manager.lease(target, 'writer', { acquireTimeout: 30 })).rejects.toThrow(
      code('ACQUIRE_TIMEOUT'),
    );
    writer.release();
    expect((await manager.lease(target, 'writer')).connection.id).toBe(writer.connection.id);
  });

  test('a connection is never lent for another file or opened another way', async () => {
    const manager = manage();
    const one = targetOf(sampleFile(1));
    const two = targetOf(sampleFile(2));
    const quoted = {
      ...one,
      driver: isBun ? 'bun:sqlite' : 'node:sqlite',
      options: { ...one.options, doubleQuotedStrings: true },
    } as const;
    const count = async (target: typeof one) => {
      using lease = await manager.lease(target, 'reader');
      return (await lease.connection.query('SELECT COUNT(*), (SELECT file FROM pragma_database_list) FROM t'))
        .rows[0];
    };
    for (let round = 0; round < 3; round += 1) {
      const [first, second] = await Promise.all([count(one), count(two)]);
      expect(first).toEqual([1, one.file]);
      expect(second).toEqual([2, two.file]);
    }
    using lease = await manager.lease(quoted, 'reader');
    expect((await lease.connection.query('SELECT "text"')).rows).toEqual([['text']]);
    expect(manager.getStats(one.file).open).toBe(2);
    expect(manager.getStats(two.file).open).toBe(1);
  });

  test('a shared lease is one connection for all who have it at the same time', async () => {
    const manager = manage();
    const target = targetOf(sampleFile());
    const leases = await Promise.all([1, 2, 3].map(() => manager.leaseShared(target, 'writer')));
    expect(new Set(leases.map((lease) => lease.connection.id)).size).toBe(1);
    expect(manager.getStats()).toMatchObject({ open: 1, leased: 1 });
    const [first, second, third] = leases as [Lease, Lease, Lease];
    first.release();
    first.release();
    second.release();
    expect(first.isOpen).toBe(false);
    expect((await third.connection.query('SELECT 1')).rows).toEqual([[1]]);
    third.release();
    await expect.poll(() => manager.getStats().idle).toBe(1);
    expect((await manager.leaseShared(target, 'writer')).isOpen).toBe(true);
  });
});

describe('the limits of the pool', () => {
  test('beyond the largest number the least recently used idle connection makes room', async () => {
    const manager = manage({ maxConnections: 2 });
    const [a, b, c] = [1, 2, 3].map((rows) => targetOf(sampleFile(rows))) as [never, never, never];
    const use = async (target: ReturnType<typeof targetOf>) => {
      using lease = await manager.lease(target, 'reader');
      await lease.connection.query('SELECT 1');
      return lease.connection.id;
    };
    await use(a);
    const kept = await use(b);
    await use(a);
    await use(b);
    await use(c);
    expect(manager.getStats().connections.map((connection) => connection.id)).toContain(kept);
    expect(manager.getStats().open).toBe(2);
    expect(await use(b)).toBe(kept);
  });

  test('when all are lent, a request waits for the first that comes back, of any file', async () => {
    const manager = manage({ maxConnections: 1 });
    const a = await manager.lease(targetOf(sampleFile(1)), 'reader');
    const b = manager.lease(targetOf(sampleFile(2)), 'reader');
    await expect(Promise.race([b, wait(30, 'waits')])).resolves.toBe('waits');
    a.release();
    expect((await (await b).connection.query('SELECT COUNT(*) FROM t')).rows).toEqual([[2]]);
  });

  test('what is idle for long is closed, but not the last reader, nor the writer of a file in use', async () => {
    const manager = manage({ maxIdleTime: 40 });
    const target = targetOf(sampleFile());
    const letGo = manager.hold(target.file);
    const leases = await Promise.all(
      (['reader', 'reader', 'worker', 'writer'] as const).map((role) => manager.lease(target, role)),
    );
    for (const lease of leases) lease.release();
    const roles = () =>
      manager
        .getStats()
        .connections.map((connection) => connection.role)
        .sort();
    await expect.poll(roles).toEqual(['reader', 'writer']);
    await letGo();
    expect(manager.getStats().open).toBe(0);
  });

  test('with the last user of a file its connections are closed', async () => {
    const manager = manage();
    const target = targetOf(sampleFile());
    const [one, two] = [manager.hold(target.file), manager.hold(target.file)];
    (await manager.lease(target, 'reader')).release();
    await one();
    await one();
    expect(manager.getStats().open).toBe(1);
    await two();
    expect(manager.getStats().open).toBe(0);
  });
});

describe('failures', () => {
  test('a file that cannot be opened is told to all who wait for it, and later requests try again', async () => {
    const connector = counting(createLocalConnector());
    const manager = manage({ connector });
    const target = targetOf('/nowhere/at all.db');
    const requests = [1, 2, 3].map(() => manager.lease(target, 'reader'));
    for (const request of requests) await expect(request).rejects.toThrow(code('CANTOPEN'));
    expect(connector.opened).toHaveLength(1);
    await expect(manager.lease(target, 'reader')).rejects.toThrow(code('CANTOPEN'));
    expect(connector.opened).toHaveLength(2);
    expect(manager.getStats()).toMatchObject({ open: 0, waiting: 0 });
  });

  test('a runaway statement is cancelled within 100 ms, its process gone within 1 s, and the next lease works', async () => {
    const { connector, processes } = connectProcesses();
    const manager = manage({ connector });
    const target = targetOf(sampleFile());
    const lease = await manager.lease(target, 'worker', { holder: 'find' });
    const stop = new AbortController();
    const running = lease.connection.query(RUNAWAY, [], { signal: stop.signal });
    await expect.poll(() => manager.getStats().connections[0]?.statement).toBe(RUNAWAY);
    await wait(50);
    const start = performance.now();
    stop.abort();
    await expect(running).rejects.toThrow(code('CANCELLED'));
    expect(performance.now() - start).toBeLessThan(100);
    lease.release();
    using next = await manager.lease(target, 'worker');
    expect((await next.connection.query('SELECT COUNT(*) FROM t')).rows).toEqual([[3]]);
    await processes[0]?.exited;
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(next.connection.pid).not.toBe(lease.connection.pid);
    await expect
      .poll(() => manager.getStats().connections.map((one) => one.pid))
      .toEqual([next.connection.pid]);
  });

  test('a connection whose process died is replaced', async () => {
    const { connector, processes } = connectProcesses();
    const manager = manage({ connector });
    const target = targetOf(sampleFile());
    (await manager.lease(target, 'reader')).release();
    processes[0]?.kill();
    await expect.poll(() => manager.getStats().open).toBe(0);
    using lease = await manager.lease(target, 'reader');
    expect((await lease.connection.query('SELECT 1')).rows).toEqual([[1]]);
  });

  test('a holder sees CONNECTION_GONE when its process dies, and may release as always', async () => {
    const { connector, processes } = connectProcesses();
    const manager = manage({ connector });
    const lease = await manager.lease(targetOf(sampleFile()), 'reader');
    const running = lease.connection.query(RUNAWAY);
    processes[0]?.kill();
    await expect(running).rejects.toThrow(code('CONNECTION_GONE'));
    expect(lease.isOpen).toBe(false);
    await expect(lease.connection.query('SELECT 1')).rejects.toThrow(code('CONNECTION_GONE'));
    lease.release();
  });

  test('an idle connection that does not answer a health check is ended', async () => {
    const { connector, processes } = connectProcesses();
    const manager = manage({ connector, healthCheckInterval: 20, healthCheckTimeout: 300 });
    (await manager.lease(targetOf(sampleFile()), 'reader')).release();
    const [child] = processes;
    if (child === undefined) throw new Error('No process was forked.');
    await wait(60);
    expect(isRunning(child.pid)).toBe(true);
    process.kill(child.pid, 'SIGSTOP');
    await child.exited;
    await expect.poll(() => manager.getStats().open).toBe(0);
  });
});

describe('ending', () => {
  test('a released lease is dead, and what it still ran is cancelled', async () => {
    const { connector } = connectProcesses();
    const manager = manage({ connector });
    const target = targetOf(sampleFile());
    const lease = await manager.lease(target, 'reader');
    const running = lease.connection.query(RUNAWAY);
    const stream = lease.connection.stream('SELECT a FROM t', [], { chunkRows: 1 })[Symbol.asyncIterator]();
    lease.release();
    lease.release();
    await expect(running).rejects.toThrow(code('LEASE_RELEASED'));
    await expect(stream.next()).rejects.toThrow(code('LEASE_RELEASED'));
    await expect(lease.connection.query('SELECT 1')).rejects.toThrow(code('LEASE_RELEASED'));
    using next = await manager.lease(target, 'reader');
    expect((await next.connection.query('SELECT 1')).rows).toEqual([[1]]);
  });

  test('a released stream does not go on', async () => {
    const manager = manage();
    const lease = await manager.lease(targetOf(sampleFile()), 'reader');
    const stream = lease.connection.stream('SELECT a FROM t', [], { chunkRows: 1 })[Symbol.asyncIterator]();
    expect((await stream.next()).value?.rows).toEqual([[1]]);
    lease.release();
    await expect(stream.next()).rejects.toThrow(code('LEASE_RELEASED'));
  });

  test('closing a file ends its connections, running ones too, and rejects its requests', async () => {
    const { connector, processes } = connectProcesses();
    const manager = manage({ connector });
    const target = targetOf(sampleFile());
    const other = targetOf(sampleFile());
    const kept = await manager.lease(other, 'reader');
    const lease = await manager.lease(target, 'writer');
    const running = lease.connection.query(RUNAWAY);
    const waiting = manager.lease(target, 'writer');
    const closed = manager.closeFile(target.file);
    await expect(waiting).rejects.toThrow(code('DB_CLOSED'));
    await expect(running).rejects.toThrow(code('DB_CLOSED'));
    await closed;
    await expect(lease.connection.query('SELECT 1')).rejects.toThrow(code('DB_CLOSED'));
    expect(processes.filter((child) => isRunning(child.pid)).map((child) => child.pid)).toEqual([
      kept.connection.pid,
    ]);
    expect((await kept.connection.query('SELECT 1')).rows).toEqual([[1]]);
    using again = await manager.lease(target, 'writer');
    expect((await again.connection.query('SELECT 1')).rows).toEqual([[1]]);
  });

  test('closing while a connection is being opened leaves no process', async () => {
    const { connector, processes } = connectProcesses();
    const manager = manage({ connector });
    const request = manager.lease(targetOf(sampleFile()), 'reader');
    const closed = manager.closeAll();
    await expect(request).rejects.toThrow(code('DB_CLOSED'));
    await closed;
    await Promise.all(processes.map((child) => child.exited));
    expect(manager.getStats().open).toBe(0);
  });
});

describe('figures', () => {
  test('name who holds what, since when, and how long requests waited', async () => {
    const { connector } = connectProcesses();
    const manager = manage({ connector });
    const target = targetOf(sampleFile());
    const lease = await manager.lease(target, 'reader', { holder: 'rows.page' });
    const before = Date.now();
    const stop = new AbortController();
    const running = lease.connection.query(RUNAWAY, [], { signal: stop.signal }).catch(() => {});
    const [stats] = manager.getStats(target.file).connections;
    expect(stats).toMatchObject({
      ...{ file: target.file, role: 'reader', state: 'leased', holder: 'rows.page', uses: 1, healthy: true },
      ...{ pid: lease.connection.pid, statement: RUNAWAY },
    });
    expect(stats?.statementSince).toBeGreaterThanOrEqual(before);
    expect(manager.getStats().waitP95).toBeGreaterThan(0);
    expect(manager.getStats('another file')).toMatchObject({ open: 0, waitP95: 0, connections: [] });
    stop.abort();
    await running;
  });

  test('a lease that was never given back shows for as long as it is held', async () => {
    const manager = manage();
    const target = targetOf(sampleFile());
    for (let round = 0; round < 10; round += 1) (await manager.lease(target, 'reader')).release();
    await manager.lease(target, 'reader', { holder: 'forgotten' });
    expect(manager.getStats()).toMatchObject({
      open: 1,
      leased: 1,
      connections: [{ holder: 'forgotten', uses: 11 }],
    });
  });

  test('changes are told, several at once only once', async () => {
    const manager = manage();
    const seen: number[] = [];
    const stop = manager.on('change', () => seen.push(manager.getStats().leased));
    const lease = await manager.lease(targetOf(sampleFile()), 'reader');
    await expect.poll(() => seen.at(-1)).toBe(1);
    lease.release();
    await expect.poll(() => seen.at(-1)).toBe(0);
    expect(seen.length).toBeLessThan(10);
    stop();
    const count = seen.length;
    await manager.closeAll();
    expect(seen).toHaveLength(count);
  });
});
