import type { Driver, DriverName, DriverOptions } from '../types.ts';
import { BetterSqlite3Driver } from './better-sqlite3-driver.ts';
import { BunSqliteDriver } from './bun-sqlite-driver.ts';
import { NodeSqliteDriver } from './node-sqlite-driver.ts';

/** Opens a file with exactly this driver. Throws what its constructor throws; DRIVER_CREATION_FAILED where it cannot run. */
export function openDriver(name: DriverName, options: DriverOptions): Driver {
  switch (name) {
    case 'better-sqlite3':
      return new BetterSqlite3Driver(options);
    case 'node:sqlite':
      return new NodeSqliteDriver(options);
    case 'bun:sqlite':
      return new BunSqliteDriver(options);
  }
}
