import type { StatementFigures } from '../types.ts';
import type { ConnectionRole } from './connection.ts';
import type { LeaseSiteFrame } from './lease-site.ts';
import type { LockWaitFigures } from './lock-wait-log.ts';

/** What a connection does just now. `open`: opening, or settling after a lease. */
export type ConnectionState = 'open' | 'idle' | 'leased' | 'closing' | 'failed';

/** One connection of a pool. Times are milliseconds since 1970. */
export interface ConnectionStats {
  readonly id: string;
  readonly file: string;
  readonly role: ConnectionRole;
  readonly pid: number;
  readonly state: ConnectionState;
  readonly healthy: boolean;
  readonly shared: boolean;
  readonly holder: string | null;
  /** When it was lent; null: nobody has it. */
  readonly heldSince: number | null;
  /** Where in the code of its holder it was lent, the nearest frame first; empty: nobody has it, or only for one call. */
  readonly takenIn: readonly LeaseSiteFrame[];
  /** The last check of whether it answers; null: there was none. */
  readonly health: { readonly at: number; readonly isHealthy: boolean } | null;
  readonly uses: number;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  /** The statement or operation that runs now, and since when. */
  readonly statement: string | null;
  readonly statementSince: number | null;
  readonly statements: StatementFigures;
}

/** The pool of one file, or of all of them. Waits are milliseconds, over the last 1,000 leases. */
export interface PoolStats {
  /** Connections that exist: leased, idle, opening and closing ones. */
  readonly open: number;
  readonly leased: number;
  readonly idle: number;
  /** Requests that have no connection yet. */
  readonly waiting: number;
  readonly max: number;
  /** Readers that one file may have: the file that was asked for, else one that has no limit of its own. */
  readonly maxReaders: number;
  readonly healthy: number;
  /** Connections lent by the pool, and connections of one `Database` alone (not counted in the others). */
  readonly shared: number;
  readonly dedicated: number;
  readonly waitMean: number;
  readonly waitP95: number;
  /** Since the process began. */
  readonly lockWaits: LockWaitFigures;
  /** Of the prepared statements of all the connections. */
  readonly statements: StatementFigures;
  readonly connections: readonly ConnectionStats[];
}
