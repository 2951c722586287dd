import { onTestFinished } from 'vitest';
import type { DBConfig } from '../config.ts';
import { createDB, type Database } from '../database.ts';
import { testedDrivers } from './each-driver.ts';
import { temporaryFile } from './temporary-folder.ts';

/** Every way to a connection with every driver: databases of its own, shared, pooled, and in memory. */
export const databaseKinds: readonly (readonly [name: string, kind: DBConfig])[] = testedDrivers.flatMap(
  (driver) => [
    [`a connection of its own, ${driver}`, { driver }] as const,
    [`a shared connection, ${driver}`, { driver, sharedConnection: true }] as const,
    [`a pool, ${driver}`, { driver, sharedConnection: true, connectionPool: true }] as const,
    [`memory, ${driver}`, { driver, memory: true }] as const,
    [
      `shared memory, ${driver}`,
      { driver, memory: true, sharedConnection: true, connectionPool: true },
    ] as const,
  ],
);

/** A database of this kind in a new file, or in memory, that is closed when the running test has finished. */
export function openDatabase(kind: DBConfig, config: DBConfig = {}): Database {
  const file = kind.memory || config.filename ? {} : { filename: temporaryFile() };
  // What is tested with it does not depend on the disk, but takes four times as long with it.
  const sqlite = { synchronous: 'OFF' } as const;
  const database = createDB({ sqlite, ...kind, ...file, ...config });
  onTestFinished(() => database.close());
  return database;
}
