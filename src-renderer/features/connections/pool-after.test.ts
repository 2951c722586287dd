import { expect, test } from 'vitest';
import type { ConnectionStats } from '../../../src-preload/contract/stats.ts';
import { hasMoved, poolAfter } from './pool-after.ts';
import type { Pool } from './use-pool.ts';

const connection: ConnectionStats = {
  ...{ id: 'reader-1', role: 'reader', pid: 7, state: 'idle', holder: null, uses: 1, createdAt: 0 },
  ...{ lastUsedAt: 0, file: 'f', heldSince: null, takenIn: [], statements: { hits: 0, misses: 0, size: 0 } },
  ...{ health: { at: 1, isHealthy: true }, statement: null, statementSince: null, memoryBytes: 1 },
};
const samples: Pool['samples'] = [];
const events: Pool['events'] = [];
/** As it is decoded: no object is the same as before. */
const poolAt = (at: number, changes: Partial<Pool> = {}): Pool => ({
  ...{ at, open: 1, leased: 0, idle: 1, waiting: 0, max: 8, maxReaders: 4, waitMean: 0, waitP95: 0 },
  ...{ walBytes: null, walReader: null, lockWaits: { count: 0, total: 0, longest: 0 }, samples, events },
  ...{ statements: { hits: 0, misses: 0, size: 0 }, connections: [structuredClone(connection)], ...changes },
});

test('a pool in which nothing is shown otherwise stays the same object', () => {
  const before = poolAt(1000);
  expect(poolAfter(before, poolAt(1250))).toBe(before);
});

test.for<[string, Pool]>([
  ['another second', poolAt(2000)],
  ['another figure', poolAt(1250, { waiting: 1 })],
  ['other figures of the cache', poolAt(1250, { statements: { hits: 1, misses: 0, size: 0 } })],
  ['a lease of a moment', poolAt(1250, { leased: 1 })],
  ['another use', poolAt(1250, { connections: [{ ...connection, uses: 2 }] })],
  ['no connection', poolAt(1250, { connections: [] })],
  ['new samples', poolAt(1250, { samples: [] })],
])('it is another one with %s', ([, now]) => {
  const before = poolAt(1000);
  expect(poolAfter(before, now)).toEqual(now);
  expect(poolAfter(before, now)).not.toBe(before);
});

test('connections that are as they were stay the same objects', () => {
  const before = poolAt(1000, { connections: [connection, { ...connection, id: 'reader-2' }] });
  const used = { ...connection, id: 'reader-2', uses: 5 };
  const after = poolAfter(before, poolAt(2000, { connections: [structuredClone(connection), used] }));
  expect(after.connections[0]).toBe(connection);
  expect(after.connections[1]).toBe(used);
});

test('time and memory alone are no movement, which slows the looks down', () => {
  const before = poolAt(1000);
  expect(hasMoved(before, poolAt(9000))).toBe(false);
  expect(hasMoved(before, poolAt(1250, { connections: [{ ...connection, memoryBytes: 2 }] }))).toBe(false);
  expect(hasMoved(before, poolAt(1250, { leased: 1 }))).toBe(true);
  expect(hasMoved(before, poolAt(1250, { connections: [{ ...connection, uses: 2 }] }))).toBe(true);
  expect(hasMoved(null, before)).toBe(true);
});
