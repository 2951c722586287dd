import { expect, onTestFinished, test } from 'vitest';
import { Database } from '../database.ts';
import { openDriver } from '../drivers/open-driver.ts';
import { anyDriver } from '../testing/each-driver.ts';
import { RUNAWAY, sampleFile } from '../testing/sample-file.ts';
import { ConnectionManager, type ConnectionManagerOptions } from './connection-manager.ts';
import { createLocalConnector } from './local-connector.ts';
import { connectProcesses, targetOf } from './testing/test-processes.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });

function manage(options: Partial<ConnectionManagerOptions> = {}): ConnectionManager {
  const manager = new ConnectionManager({ connector: createLocalConnector(), ...options });
  onTestFinished(() => manager.closeAll());
  return manager;
}

test.each([
  ['in this process', () => createLocalConnector()],
  ['in a process of its own', () => connectProcesses().connector],
])('a connection %s tells how often its prepared statements were used again', async (_name, connect) => {
  const manager = manage({ connector: connect() });
  const target = targetOf(sampleFile());
  using lease = await manager.lease(target, 'reader');
  for (let turn = 0; turn < 5; turn += 1) await lease.connection.query('SELECT count(*) FROM t');
  await lease.connection.query('SELECT max(a) FROM t');
  const { connections, statements } = manager.getStats(target.file);
  expect(connections[0]?.statements).toMatchObject({ hits: 4, size: connections[0]?.statements.misses });
  expect(connections[0]?.statements.misses).toBeGreaterThanOrEqual(2);
  expect(statements).toEqual(connections[0]?.statements);
  expect(manager.getStats('another file').statements).toEqual({ hits: 0, misses: 0, size: 0 });
});

test('an operation is named by the SQL that it was given, else by its name', async () => {
  const manager = manage({ connector: connectProcesses().connector });
  const target = targetOf(sampleFile());
  using lease = await manager.lease(target, 'reader');
  for (const [input, text] of [
    [{ sql: 'SELECT a FROM t' }, 'SELECT a FROM t'],
    [{ sql: 7 }, 'echo'],
    ['t', 'echo'],
  ] as const) {
    const running = lease.connection.call('echo', input);
    expect(manager.getStats(target.file).connections[0]?.statement).toBe(text);
    expect(await running).toEqual(input);
  }
});

test('waits for a lock are counted, and long ones are events', async () => {
  const manager = manage();
  const filename = sampleFile();
  const other = openDriver(anyDriver, { filename });
  onTestFinished(() => other.closeSync());
  for (const sharedConnection of [false, true]) {
    const db = new Database({ filename, sharedConnection }, { connectionManager: manager });
    onTestFinished(() => db.close());
    await db.query('SELECT 1');
    const before = manager.getStats().lockWaits;
    other.execSync('BEGIN IMMEDIATE');
    setTimeout(() => other.execSync('COMMIT'), 400);
    await db.transaction(() => db.exec('INSERT INTO t VALUES (9)'));
    const { count, total, longest } = manager.getStats().lockWaits;
    expect(count).toBe(before.count + 1);
    expect(total - before.total).toBeGreaterThan(100);
    expect(longest).toBeGreaterThan(100);
    expect(manager.events()[0]).toMatchObject({
      kind: 'locked',
      message: expect.stringMatching(/^Database waited \d+ ms for a lock of another connection\.$/),
    });
  }
  const patient = new Database({ filename, sqlite: { busyTimeout: 20 } }, { connectionManager: manager });
  onTestFinished(() => patient.close());
  other.execSync('BEGIN IMMEDIATE');
  await expect(patient.exec('INSERT INTO t VALUES (9)')).rejects.toThrow(code('BUSY'));
  other.execSync('COMMIT');
  expect(manager.events()[0]?.message).toMatch(/^Database gave up after \d+ ms/);
});

test('limits change while the pool works: who waits is served, surplus ends idle or when it is given back', async () => {
  const manager = manage({ readersPerFile: 1 });
  const target = targetOf(sampleFile());
  const first = await manager.lease(target, 'reader');
  const waiting = [1, 2].map(() => manager.lease(target, 'reader'));
  expect(manager.getStats(target.file)).toMatchObject({ leased: 1, waiting: 2, maxReaders: 1 });
  manager.setReadersOf(target.file, 3);
  const leases = [first, ...(await Promise.all(waiting))];
  expect(manager.getStats(target.file)).toMatchObject({ leased: 3, waiting: 0, maxReaders: 3 });
  expect(manager.getStats('another file').maxReaders).toBe(1);

  leases[2]?.release();
  await expect.poll(() => manager.getStats(target.file).idle).toBe(1);
  manager.setReadersOf(target.file, null);
  await expect.poll(() => manager.getStats(target.file).open).toBe(2);
  expect((await first.connection.query('SELECT 1')).rows).toEqual([[1]]);
  leases[1]?.release();
  first.release();
  await expect.poll(() => manager.getStats(target.file)).toMatchObject({ open: 1, idle: 1 });
});

test('fewer connections of all files end the idle ones that were used longest ago, writers never', async () => {
  const manager = manage();
  const targets = [targetOf(sampleFile()), targetOf(sampleFile())] as const;
  for (const role of ['writer', 'reader', 'worker'] as const)
    for (const target of targets) (await manager.lease(target, role)).release();
  await expect.poll(() => manager.getStats().idle).toBe(6);
  manager.setLimits({ maxConnections: 3 });
  await expect.poll(() => manager.getStats().open).toBe(3);
  const kept = manager.getStats().connections.map(({ role, file }) => `${role} ${file}`);
  expect(kept).toEqual([
    `writer ${targets[0].file}`,
    `writer ${targets[1].file}`,
    `worker ${targets[1].file}`,
  ]);
  for (const most of [0, 1.5, Number.NaN, -1]) {
    expect(() => manager.setLimits({ maxConnections: most })).toThrow(code('CONFIG_INVALID'));
    expect(() => manager.setReadersOf(targets[0].file, most)).toThrow(code('CONFIG_INVALID'));
  }
  expect(manager.getStats()).toMatchObject({ max: 3, maxReaders: 4 });
});

test('killing the holder serves those who wait, in the order of asking', async () => {
  const manager = manage({ connector: connectProcesses().connector, readersPerFile: 1 });
  const target = targetOf(sampleFile());
  const held = await manager.lease(target, 'reader', { holder: 'a leak' });
  const running = held.connection.query(RUNAWAY);
  const ended = expect(running).rejects.toThrow(code('CONNECTION_GONE'));
  const order: number[] = [];
  const waiting = [1, 2, 3].map(async (number) => {
    using lease = await manager.lease(target, 'reader');
    order.push(number);
    return (await lease.connection.query('SELECT ?', [number])).rows[0]?.[0];
  });
  expect(manager.getStats(target.file)).toMatchObject({ leased: 1, waiting: 3 });
  expect(manager.kill(held.connection.id)).toBe(true);
  await ended;
  expect(await Promise.all(waiting)).toEqual([1, 2, 3]);
  expect(order).toEqual([1, 2, 3]);
  expect(held.isOpen).toBe(false);
  await expect.poll(() => manager.getStats(target.file)).toMatchObject({ open: 1, idle: 1, waiting: 0 });
});
