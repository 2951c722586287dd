import { expect, test } from 'vitest';
import type { ConnectionStats } from '../../../src-preload/contract/stats.ts';
import {
  foreignReaderWords,
  healthOf,
  heldFor,
  hitShare,
  isHeldLong,
  placeWords,
  poolFacts,
  timeSpan,
  wholeWithin,
} from './connection-words.ts';
import type { Pool } from './use-pool.ts';

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
  takenIn: [],
  statements: { hits: 0, misses: 0, size: 0 },
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

test('who holds a connection for 4 s is pointed out, but not a transaction of the user', () => {
  expect(heldFor({ ...connection, heldSince: null }, 9000)).toBeNull();
  expect(isHeldLong(connection, 4999, false)).toBe(false);
  expect(isHeldLong(connection, 5000, false)).toBe(true);
  expect(isHeldLong(connection, 5000, true)).toBe(true);
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

const pool: Pool = {
  ...{ at: 0, open: 1, leased: 1, idle: 0, waiting: 0, max: 8, maxReaders: 4, waitMean: 0, waitP95: 0 },
  ...{ walBytes: null, walReader: null, lockWaits: { count: 0, total: 0, longest: 0 } },
  ...{ statements: connection.statements, connections: [connection], samples: [], events: [] },
};
const reader = { connection: null, pid: 7, words: 'sqlite3 (process 7)', frames: 3, since: 1000 };

test('where a connection was taken is the nearest place that is known', () => {
  expect(placeWords(connection)).toBeNull();
  const place = { caller: 'onAfterTransaction', file: 'notify.js', line: 31 };
  expect(placeWords({ ...connection, takenIn: [place, { ...place, line: 1 }] })).toBe(
    'onAfterTransaction (notify.js:31)',
  );
  expect(placeWords({ ...connection, takenIn: [{ ...place, caller: null }] })).toBe('notify.js:31');
});

test('prepared statements that were used again are a share, never rounded up to all', () => {
  const share = (hits: number, misses: number) => hitShare({ hits, misses, size: 1 });
  expect([share(0, 0), share(0, 3), share(97, 3), share(9999, 1), share(5, 0)]).toEqual([
    null,
    '0%',
    '97%',
    '99%',
    '100%',
  ]);
});

test('locks that were waited for and the WAL are told with who keeps it', () => {
  expect(poolFacts(pool)).toEqual(['No wait for a lock']);
  const lockWaits = { count: 2, total: 400, longest: 212.4 };
  expect(poolFacts({ ...pool, lockWaits, walBytes: 0 })).toEqual([
    '2 waits for locks, longest 212 ms',
    'WAL 0 bytes, no reader keeps it',
  ]);
  expect(poolFacts({ ...pool, walBytes: 4152, walReader: reader })[1]).toMatch(
    /^WAL .+, oldest reader sqlite3 \(process 7\)$/,
  );
});

test('another program that reads for 4 s is pointed out; a connection of Cairn is by itself', () => {
  const walled = { ...pool, walBytes: 4152, walReader: reader };
  expect(foreignReaderWords(pool, 60_000)).toBeNull();
  expect(foreignReaderWords(walled, 4999)).toBeNull();
  expect(foreignReaderWords(walled, 42_000)).toMatch(
    /^sqlite3 \(process 7\) has read the file for 41 s\..*shrink\.$/,
  );
  expect(
    foreignReaderWords({ ...walled, walReader: { ...reader, connection: 'reader-1' } }, 60_000),
  ).toBeNull();
});

test('limits are whole numbers within their range', () => {
  const range = { min: 1, max: 8 };
  const typed = ['1', ' 8 ', '0', '9', '', '2.5', '1e1', '-1', 'two'];
  expect(typed.map((text) => wholeWithin(text, range))).toEqual([
    1,
    8,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
