import { onTestFinished } from 'vitest';
import { openDriver } from '../drivers/open-driver.ts';
import type { Driver, DriverName, DriverOptions } from '../types.ts';

/** The drivers that can run in this process: tests of what they have in common are looped over them. */
export const testedDrivers: readonly DriverName[] =
  process.versions.bun === undefined ? ['better-sqlite3', 'node:sqlite'] : ['bun:sqlite'];

/** The driver that this runtime prefers: for tests to which the driver does not matter. */
export const anyDriver: DriverName = process.versions.bun === undefined ? 'better-sqlite3' : 'bun:sqlite';

/** A driver that is closed when the running test has finished. */
export function openForTest(name: DriverName, options: Partial<DriverOptions> = {}): Driver {
  const driver = openDriver(name, { filename: ':memory:', ...options });
  onTestFinished(() => driver.closeSync());
  return driver;
}
