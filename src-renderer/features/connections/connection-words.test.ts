import { expect, test } from 'vitest';
import type { ConnectionStats } from '../../../src-preload/contract/stats.ts';
import { healthOf, heldFor, isHeldLong, timeSpan } from './connection-words.ts';

const connection: ConnectionStats = {
  id: 'reader-1',
  file: 'f',
  role: 'reader',
  pid: 1,
  state: 'leased',
  holder: 'rows of t',
  uses: 3,
  createdAt: 0,
  lastUsedAt: 0,
  heldSince: 1000,
  health: null,
  statement: null,
  statementSince: null,
  memoryBytes: null,
};

test('spans of time are told in what people read', () => {
  expect([0, 2.4, 999, 1000, 41_900, 60_000, 724_000, 3_600_000, 11_520_000].map(timeSpan)).toEqual([
    '0 ms',
    '2 ms',
    '999 ms',
    '1 s',
    '41 s',
    '1 min 00 s',
    '12 min 04 s',
    '1 h 00 min',
    '3 h 12 min',
  ]);
});

test('who holds a connection for 5 s is pointed out, but not a transaction of the user', () => {
  expect(heldFor({ ...connection, heldSince: null }, 9000)).toBeNull();
  expect(isHeldLong(connection, 5999, false)).toBe(false);
  expect(isHeldLong(connection, 6000, false)).toBe(true);
  expect(isHeldLong(connection, 6000, true)).toBe(true);
  expect(isHeldLong({ ...connection, role: 'writer' }, 60_000, true)).toBe(false);
  expect(isHeldLong({ ...connection, role: 'writer' }, 60_000, false)).toBe(true);
});

test('health is what was found, or what is not known', () => {
  expect(healthOf(connection, false)).toBe('healthy');
  expect(healthOf(connection, true)).toBe('held long');
  expect(healthOf({ ...connection, state: 'idle' }, false)).toBe('not checked');
  expect(healthOf({ ...connection, health: { at: 1, isHealthy: true }, state: 'idle' }, false)).toBe(
    'healthy',
  );
  expect(healthOf({ ...connection, health: { at: 1, isHealthy: false } }, true)).toBe('failed');
});
