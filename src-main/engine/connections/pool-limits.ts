import type { ConnectionRole } from './connection.ts';

/** How many connections there may be. */
export interface PoolLimits {
  /** Of all files together. */
  readonly maxConnections: number;
  readonly readersPerFile: number;
  readonly workersPerFile: number;
}

/** Slots that workers leave to readers and the writer: a page must never wait behind a build. */
const KEPT_FROM_WORKERS = 2;

/** The roles of the connections that exist or are being opened. */
export interface PoolUse {
  readonly inFile: readonly ConnectionRole[];
  readonly inAll: readonly ConnectionRole[];
}

/** Whether a file may have one more connection of a role, were there room in the whole pool. */
export function isAllowedInFile(role: ConnectionRole, { inFile }: PoolUse, limits: PoolLimits): boolean {
  const most = { reader: limits.readersPerFile, worker: limits.workersPerFile, writer: 1 }[role];
  return inFile.filter((other) => other === role).length < most;
}

/** Whether the pool has room for one more connection of a role. */
export function hasRoom(role: ConnectionRole, { inAll }: PoolUse, { maxConnections }: PoolLimits): boolean {
  if (inAll.length >= maxConnections) return false;
  if (role !== 'worker') return true;
  const most = Math.max(1, maxConnections - KEPT_FROM_WORKERS);
  return inAll.filter((other) => other === 'worker').length < most;
}
