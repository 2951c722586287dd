import { onTestFinished } from 'vitest';
import { openDriver } from '../drivers/open-driver.ts';
import type { Driver, DriverName, DriverOptions } from '../types.ts';

/** The drivers that can run in this process: tests of what they have in common are looped over them. */
export const testedDrivers = ['better-sqlite3', 'node:sqlite'] as const satisfies readonly DriverName[];

/** A driver that is closed when the running test has finished. */
export function openForTest(name: DriverName, options: Partial<DriverOptions> = {}): Driver {
  const driver = openDriver(name, { filename: ':memory:', ...options });
  onTestFinished(() => driver.closeSync());
  return driver;
}
