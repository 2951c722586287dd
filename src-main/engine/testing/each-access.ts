import { onTestFinished } from 'vitest';
import { ConnectionManager, type ConnectionManagerOptions } from '../connections/connection-manager.ts';
import { createLocalConnector } from '../connections/local-connector.ts';
import type { DatabaseAccess } from '../database-access/database-access.ts';
import { DedicatedAccess } from '../database-access/dedicated-access.ts';
import { SharedAccess } from '../database-access/shared-access.ts';
import { openDriver } from '../drivers/open-driver.ts';
import type { DriverName } from '../types.ts';
import { testedDrivers } from './each-driver.ts';
import { temporaryFile } from './temporary-folder.ts';

/** A way to get at SQLite, for tests that are looped over all of them. */
export interface AccessKind {
  readonly driver: DriverName;
  readonly isShared: boolean;
  readonly isPooled: boolean;
  readonly isInMemory: boolean;
}

const ways = [
  ['of its own', { isShared: false, isPooled: false, isInMemory: false }],
  ['shared', { isShared: true, isPooled: false, isInMemory: false }],
  ['pooled', { isShared: true, isPooled: true, isInMemory: false }],
  ['in memory', { isShared: false, isPooled: false, isInMemory: true }],
  ['shared, in memory', { isShared: true, isPooled: true, isInMemory: true }],
] as const;

/** Every way with every driver, with a name for the test. */
export const accessKinds: readonly (readonly [name: string, kind: AccessKind])[] = testedDrivers.flatMap(
  (driver) => ways.map(([name, way]) => [`${name}, ${driver}`, { driver, ...way }] as const),
);

/** A connection of its own in memory and a pool over a file, for what can hardly depend on more than that. */
export const ownAndPooled = accessKinds.filter(([, { isShared, isPooled, isInMemory }]) =>
  isShared ? isPooled && !isInMemory : isInMemory,
);

export interface AccessUnderTest {
  readonly access: DatabaseAccess;
  readonly filename: string;
  readonly manager: ConnectionManager;
}

/** An access that is closed when the running test has finished. */
export function openAccess(
  kind: AccessKind,
  wishes: Partial<ConnectionManagerOptions> & { filename?: string; busyTimeout?: number } = {},
): AccessUnderTest {
  const { busyTimeout = 2_000, connector = createLocalConnector() } = wishes;
  const filename = wishes.filename ?? (kind.isInMemory ? ':memory:' : temporaryFile());
  const manager = new ConnectionManager({ ...wishes, connector });
  // What is tested here does not depend on the disk, but takes four times as long with it.
  const options = { filename, settings: { synchronous: 'OFF' } } as const;
  const common = { busyTimeout, manager, isReadonly: false };
  const access = kind.isShared
    ? new SharedAccess({
        ...common,
        options,
        drivers: [kind.driver],
        isPooled: kind.isPooled,
      })
    : new DedicatedAccess({ ...common, file: filename, driver: openDriver(kind.driver, options) });
  onTestFinished(async () => {
    await access.close();
    await manager.closeAll();
  });
  return { access, filename, manager };
}
