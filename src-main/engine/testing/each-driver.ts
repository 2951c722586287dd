import { onTestFinished } from 'vitest';
import { openDriver } from '../drivers/open-driver.ts';
import type { Driver, DriverName, DriverOptions } from '../types.ts';

/** Whether the tests run in Bun (`npm run test:bun`), whose driver Node has not. */
export const isBun = process.versions.bun !== undefined;

if (process.env.CAIRN_TEST_RUNTIME === 'bun' && !isBun) {
  throw new Error('These tests were to run in Bun, and run in another runtime.');
}

/** The drivers that can run in this process: tests of what they have in common are looped over them. */
export const testedDrivers: readonly DriverName[] = isBun
  ? ['bun:sqlite']
  : ['better-sqlite3', 'node:sqlite'];

/**
 * The driver that this runtime prefers: for tests to which the driver does not matter. Two drivers in one process have
 * two SQLite libraries, and do not see each other's locks where locks belong to processes.
 */
export const anyDriver: DriverName = isBun ? 'bun:sqlite' : 'better-sqlite3';

/** A driver that is closed when the running test has finished. */
export function openForTest(name: DriverName, options: Partial<DriverOptions> = {}): Driver {
  const driver = openDriver(name, { filename: ':memory:', ...options });
  onTestFinished(() => driver.closeSync());
  return driver;
}
