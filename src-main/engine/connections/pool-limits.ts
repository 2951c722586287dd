import { DatabaseError } from '../errors.ts';
import type { ConnectionRole } from './connection.ts';

/** How many connections there may be: whole numbers from 1 on. */
export interface PoolLimitValues {
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

/** The limits of a pool in force, and the files that may have another number of readers. */
export class PoolLimits {
  #values: PoolLimitValues;
  readonly #readersOf = new Map<string, number>();

  constructor(values: PoolLimitValues) {
    assertCounts(values);
    this.#values = values;
  }

  get maxConnections(): number {
    return this.#values.maxConnections;
  }

  /** Readers that a file may have; without a file: one that has no number of its own. */
  readersOf(file: string | undefined): number {
    return (file === undefined ? undefined : this.#readersOf.get(file)) ?? this.#values.readersPerFile;
  }

  /** Changes what is given. Throws CONFIG_INVALID, and changes nothing then. */
  set(values: Partial<PoolLimitValues>): void {
    assertCounts(values);
    this.#values = { ...this.#values, ...values };
  }

  /** Gives a file its own number of readers; null: that of all files. Throws CONFIG_INVALID. */
  setReadersOf(file: string, readers: number | null): void {
    if (readers === null) {
      this.#readersOf.delete(file);
      return;
    }
    assertCounts({ readersPerFile: readers });
    this.#readersOf.set(file, readers);
  }

  /** Whether a file may have one more connection of a role, were there room in the whole pool. */
  allowsInFile(role: ConnectionRole, file: string, inFile: PoolUse['inFile']): boolean {
    const most = { reader: this.readersOf(file), worker: this.#values.workersPerFile, writer: 1 }[role];
    return inFile.filter((other) => other === role).length < most;
  }

  /** Whether the pool has room for one more connection of a role. */
  hasRoom(role: ConnectionRole, { inAll }: PoolUse): boolean {
    const { maxConnections } = this.#values;
    if (inAll.length >= maxConnections) return false;
    if (role !== 'worker') return true;
    const most = Math.max(1, maxConnections - KEPT_FROM_WORKERS);
    return inAll.filter((other) => other === 'worker').length < most;
  }
}

function assertCounts(values: Partial<PoolLimitValues>): void {
  for (const [name, value] of Object.entries(values)) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new DatabaseError(
      'CONFIG_INVALID',
      `${name} must be a whole number from 1 on, not ${value}. The limits are as they were.`,
    );
  }
}
