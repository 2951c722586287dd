import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applicationName } from './application-ids.ts';
import { displayPath, expandHome } from './display-path.ts';
import { parseLocks } from './lock-holders.ts';
import { looksLike } from './looks-like.ts';
import { looksRandom } from './randomness.ts';
import { readSqliteHeader } from './sqlite-header.ts';

test('no bytes make the detectors throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(looksLike(bytes, bytes.length)).toHaveProperty('kind');
      expect(readSqliteHeader(bytes, bytes.length)).toBeTypeOf('object');
    }),
  );
});

test('noise looks random, text and repeated bytes do not, and few bytes say nothing', () => {
  expect(looksRandom(randomBytes(8192))).toBe(true);
  expect(looksRandom(Buffer.from('the quick brown fox '.repeat(200)))).toBe(false);
  expect(looksRandom(randomBytes(100))).toBe(false);
});

test('application ids', () => {
  expect(applicationName(0)).toBeNull();
  expect(applicationName(0x4d504258)).toBe('MBTiles');
  expect(applicationName(0x1234)).toBe('application 0x00001234');
});

test('the home folder is shown as ~ and understood as such', () => {
  expect(displayPath('/home/a/b.db', '/home/a')).toBe('~/b.db');
  expect(displayPath('/home/ab/b.db', '/home/a')).toBe('/home/ab/b.db');
  expect(displayPath('/x', '/')).toBe('/x');
  expect(expandHome('~/b.db', '/home/a')).toBe('/home/a/b.db');
  expect(expandHome('~b.db', '/home/a')).toBe('~b.db');
});

describe('/proc/locks', () => {
  const file = { dev: 0xfe00n, ino: 2147271n };
  const table = `1: POSIX  ADVISORY  WRITE 8529 fe:00:2147271 1073741825 1073741825
2: POSIX  ADVISORY  READ 8529 fe:00:2147271 1073741826 1073742335
3: POSIX  ADVISORY  READ 77 fe:00:2147271 1073741826 1073742335
4: POSIX  ADVISORY  WRITE 99 fe:00:1 0 EOF
5: FLOCK  ADVISORY  WRITE 5 fe:00:2147271 0 EOF
6: -> POSIX  ADVISORY  WRITE 6 fe:00:2147271 0 EOF`;

  test('the strongest lock of each holder counts, other files do not', () => {
    expect(parseLocks(table, [file])).toEqual([
      { pid: 8529, strength: 'reserved' },
      { pid: 77, strength: 'shared' },
    ]);
  });

  test('a lock on the shared bytes for writing is exclusive, on the bytes of a -shm it is shared', () => {
    expect(parseLocks('1: POSIX  ADVISORY  WRITE 8 fe:00:2147271 1073741824 1073742335', [file])).toEqual([
      { pid: 8, strength: 'exclusive' },
    ]);
    expect(parseLocks('1: POSIX  ADVISORY  WRITE 8 fe:00:2147271 120 120', [file])).toEqual([
      { pid: 8, strength: 'shared' },
    ]);
  });
});
