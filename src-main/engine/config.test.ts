import { describe, expect, test, vi } from 'vitest';
import { parseConfig } from './config.ts';

const invalid = (...parts: string[]) =>
  expect.objectContaining({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(parts.join('.*')),
  });

describe('parseConfig', () => {
  test('without anything: a writable database in memory with a connection of its own', () => {
    expect(parseConfig({})).toMatchObject({
      ...{ filename: ':memory:', mode: 'rwc', isShared: false, isPooled: false, pool: undefined, sqlite: {} },
    });
  });

  test.each([
    [{ path: 'a.db' }, { filename: 'a.db' }],
    [{ filename: 'a.db', path: 'a.db' }, { filename: 'a.db' }],
    [{ memory: true }, { filename: ':memory:' }],
    [{ filename: 'a.db', readonly: true }, { mode: 'ro' }],
    [{ filename: 'a.db', mode: 'rw' }, { mode: 'rw' }],
    [{ poolSize: 5 }, { pool: { maxConnections: 5 } }],
    [
      { connectionPool: { maxConnections: 3, acquireTimeout: 10 } },
      { isPooled: true, pool: { maxConnections: 3, acquireTimeout: 10 } },
    ],
    [{ connectionPool: true }, { isPooled: true, pool: undefined }],
    [{ connectionPool: false }, { isPooled: false }],
    [{ sqlite: { journalMode: 'WAL' } }, { sqlite: { journalMode: 'WAL' } }],
  ])('%j means %j', (config, expected) => {
    expect(parseConfig(config)).toMatchObject(expected);
  });

  test.each([
    [{ filenme: 'a.db' }, ['unknown key filenme']],
    [{ sqlite: { jornalMode: 'WAL' } }, ['unknown key sqlite.jornalMode']],
    [{ sqlite: { journalMode: 'OFF' } }, ['sqlite.journalMode']],
    [{ filename: 5 }, ['filename']],
    [{ driver: 'sqlite3' }, ['driver']],
    [{ poolSize: 0 }, ['poolSize']],
    [{ verbose: 'yes' }, ['verbose']],
    [{ sqlite: { busyTimeout: -1 } }, ['sqlite.busyTimeout']],
    [{ filename: 'a', path: 'b' }, ['filename and path']],
    [{ memory: true, filename: 'a' }, ['memory is true']],
    [{ memory: false, filename: ':memory:' }, ['memory is false']],
    [{ memory: true, readonly: true }, ['read-only']],
    [{ filename: 'a', readonly: true, mode: 'rw' }, ['readonly and mode']],
    [{ poolSize: 2, connectionPool: { maxConnections: 3 } }, ['poolSize']],
    [null, ['the configuration']],
  ])('%j is refused and named', (config, parts) => {
    expect(() => parseConfig(config)).toThrow(invalid(...parts));
  });

  test('tells everything that is wrong at once', () => {
    expect(() => parseConfig({ a: 1, b: 2, poolSize: 0 })).toThrow(invalid('poolSize', 'unknown key a, b'));
  });

  test('verbose is a function, or prints', () => {
    const seen: string[] = [];
    parseConfig({ verbose: (sql: string) => seen.push(sql) }).verbose?.('SELECT 1');
    expect(seen).toEqual(['SELECT 1']);
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    parseConfig({ verbose: true }).verbose?.('SELECT 2');
    parseConfig({ verbose: false }).verbose?.('SELECT 3');
    expect(log.mock.calls).toEqual([['SELECT 2']]);
    log.mockRestore();
  });
});
