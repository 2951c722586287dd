import { describe, expect, test } from 'vitest';
import { createDriver } from './create-driver.ts';
import { detectDriver } from './driver-detector.ts';
import { openDriver } from './drivers/open-driver.ts';
import { DatabaseError } from './errors.ts';
import { anyDriver, isBun } from './testing/each-driver.ts';
import { temporaryFile } from './testing/temporary-folder.ts';
import type { DriverName } from './types.ts';

const node = { node: '24.21.0', v8: '13', napi: '10' };
const code = (expected: string) => expect.objectContaining({ code: expected });

describe('detectDriver', () => {
  test('here it finds the runtime of the tests, for sure', () => {
    const { bun, node: nodeVersion } = process.versions;
    expect(detectDriver()).toMatchObject({
      environment: isBun
        ? { runtime: 'bun', version: bun, confidence: 100 }
        : { runtime: 'node', version: nodeVersion, confidence: 100 },
      recommendedDriver: anyDriver,
      fallbackDrivers: isBun ? ['better-sqlite3', 'node:sqlite'] : ['node:sqlite'],
      warnings: [],
    });
  });

  test('in Bun its own driver comes first', () => {
    expect(detectDriver({}, { ...node, bun: '1.4.5' })).toMatchObject({
      ...{
        recommendedDriver: 'bun:sqlite',
        fallbackDrivers: ['better-sqlite3', 'node:sqlite'],
        warnings: [],
      },
    });
  });

  test.each([
    [{ ...node, electron: '45' }, 'electron'],
    [{ ...node, bun: '1.3' }, 'bun'],
    [{ ...node, deno: '2' }, 'deno'],
    [{}, 'unknown'],
  ])('%j is %s', (versions, runtime) => {
    expect(detectDriver({}, versions).environment.runtime).toBe(runtime);
  });

  test('where better-sqlite3 would end the process, node:sqlite comes first and a warning says why', () => {
    const { recommendedDriver, fallbackDrivers, warnings } = detectDriver({}, { ...node, napi: '9' });
    expect([recommendedDriver, ...fallbackDrivers]).toEqual(['node:sqlite', 'better-sqlite3']);
    expect(warnings.join()).toContain('Node-API 10');
  });

  test('a file name that better-sqlite3 would trim is for node:sqlite', () => {
    expect(detectDriver({ filename: 'a.db ' }, node).recommendedDriver).toBe('node:sqlite');
  });

  test('a driver that is named is the only one; a runtime leaves the choice', () => {
    expect(detectDriver({ driver: 'node:sqlite' }, node)).toMatchObject({
      ...{ recommendedDriver: 'node:sqlite', fallbackDrivers: [] },
    });
    expect(detectDriver({ driver: 'node' }, node)).toMatchObject({
      ...{ recommendedDriver: 'better-sqlite3', fallbackDrivers: ['node:sqlite'], warnings: [] },
    });
    const bun = detectDriver({ driver: 'bun' }, node);
    expect(bun.recommendedDriver).toBe('bun:sqlite');
    expect(bun.warnings.join()).toContain('bun');
  });

  test('what is not quite Node is said to be uncertain', () => {
    const { environment, warnings } = detectDriver({}, { node: '24.0.0', napi: '10' });
    expect(environment.confidence).toBeLessThan(100);
    expect(warnings).toHaveLength(1);
  });
});

describe('createDriver', () => {
  const cannotRun = (name: DriverName) => new DatabaseError('DRIVER_CREATION_FAILED', `${name} cannot run.`);

  test('opens the recommended driver', () => {
    const driver = createDriver({ filename: ':memory:' });
    expect(driver.name).toBe(anyDriver);
    driver.closeSync();
  });

  test('really tries the fallbacks', () => {
    const driver = createDriver({ filename: ':memory:' }, {}, (name, options) => {
      if (name !== 'node:sqlite') throw cannotRun(name);
      return openDriver(name, options);
    });
    expect(driver.name).toBe('node:sqlite');
    expect(driver.querySync('SELECT 1 AS a')).toEqual([{ a: 1 }]);
    driver.closeSync();
  });

  test('tells what each driver said when none can run', () => {
    const open = (name: DriverName): never => {
      throw cannotRun(name);
    };
    expect(() => createDriver({ filename: 'a.db' }, {}, open)).toThrow(
      expect.objectContaining({
        code: 'DRIVER_INIT_FAILED',
        message: expect.stringMatching(
          /better-sqlite3 cannot run\. node:sqlite cannot run\..*(node|bun).*100 %/,
        ),
      }),
    );
  });

  test('a driver that was named fails by itself', () => {
    const open = (name: DriverName): never => {
      throw cannotRun(name);
    };
    expect(() => createDriver({ filename: ':memory:' }, { driver: 'bun:sqlite' }, open)).toThrow(
      code('DRIVER_CREATION_FAILED'),
    );
  });

  test('what the file is to blame for is told as it is, without another try', () => {
    const tried: DriverName[] = [];
    const open: typeof openDriver = (name, options) => {
      tried.push(name);
      return openDriver(name, options);
    };
    expect(() => createDriver({ filename: temporaryFile(), mustExist: true }, {}, open)).toThrow(
      code('CANTOPEN'),
    );
    expect(tried).toEqual([anyDriver]);
  });
});
