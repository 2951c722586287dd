import type { ResolvedConfig } from '../config.ts';
import type { ConnectionManager } from '../connections/connection-manager.ts';
import { createDriver } from '../create-driver.ts';
import { detectDriver } from '../driver-detector.ts';
import type { DriverOptions } from '../types.ts';
import type { DatabaseAccess } from './database-access.ts';
import { DedicatedAccess } from './dedicated-access.ts';
import { ObservedAccess } from './observed-access.ts';
import { SharedAccess } from './shared-access.ts';

/** Milliseconds that async calls wait for the lock of another connection before they reject with BUSY. */
const DEFAULT_BUSY_TIMEOUT = 5_000;

/** The way to SQLite that a configuration asks for. Unless shared, throws why the file cannot be opened. */
export function openAccess(config: ResolvedConfig, manager: ConnectionManager): DatabaseAccess {
  const access = config.isShared ? shareConnection(config, manager) : openDriver(config, manager);
  const { verbose: onStatement } = config;
  return onStatement === undefined ? access : new ObservedAccess(access, { onStatement });
}

function openDriver(config: ResolvedConfig, manager: ConnectionManager): DatabaseAccess {
  const { mode, filename, driver, sqlite } = config;
  // Async calls wait without blocking the thread; sync ones block it for as long as was asked for.
  const options = { ...driverOptions(config), busyTimeout: sqlite.busyTimeout };
  return new DedicatedAccess({
    driver: createDriver(options, { driver }),
    file: filename,
    isReadonly: mode === 'ro',
    busyTimeout: sqlite.busyTimeout ?? DEFAULT_BUSY_TIMEOUT,
    manager,
  });
}

function shareConnection(config: ResolvedConfig, manager: ConnectionManager): DatabaseAccess {
  const { mode, isPooled, sqlite, driver, filename } = config;
  const { recommendedDriver, fallbackDrivers } = detectDriver({ driver, filename });
  return new SharedAccess({
    manager,
    options: driverOptions(config),
    drivers: [recommendedDriver, ...fallbackDrivers],
    isReadonly: mode === 'ro',
    isPooled,
    busyTimeout: sqlite.busyTimeout ?? DEFAULT_BUSY_TIMEOUT,
  });
}

function driverOptions({ filename, mode, sqlite }: ResolvedConfig): DriverOptions {
  const { busyTimeout: _waitedForByCallers, mmapSize, ...settings } = sqlite;
  return { filename, readonly: mode === 'ro', mustExist: mode !== 'rwc', mmapSize, settings };
}
