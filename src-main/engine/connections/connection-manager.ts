import type { ConnectionRole } from './connection.ts';
import type { Connector, FileTarget } from './connector.ts';
import type { Lease, LeaseOptions } from './lease.ts';
import type { PoolStats } from './pool-stats.ts';

/** All times in milliseconds. */
export interface ConnectionManagerOptions {
  readonly connector: Connector;
  /** Of all files together. Default 8. */
  readonly maxConnections?: number | undefined;
  /** Default 4. */
  readonly readersPerFile?: number | undefined;
  /** Default 2. */
  readonly workersPerFile?: number | undefined;
  /** How long a request may wait. Default 30,000. */
  readonly acquireTimeout?: number | undefined;
  /** Idle connections are closed after this time; the last reader of a file stays. Default 60,000. */
  readonly maxIdleTime?: number | undefined;
  /** How often idle connections are asked whether they still answer; 0 never. Default 30,000. */
  readonly healthCheckInterval?: number | undefined;
}

/**
 * The pool: per file up to `readersPerFile` readers, `workersPerFile` workers and one writer; all files together
 * up to `maxConnections`, beyond which the least recently used idle connection makes room.
 */
export declare class ConnectionManager {
  constructor(options: ConnectionManagerOptions);
  /**
   * Checks a connection out. Requests for the same file and role are served in the order of asking. Rejects with
   * ACQUIRE_TIMEOUT, CANCELLED, DB_CLOSED (the file was closed meanwhile) or why the file cannot be opened.
   */
  lease(target: FileTarget, role: ConnectionRole, options?: LeaseOptions): Promise<Lease>;
  /** Ends the connections of a file, running ones too, and rejects its waiting requests. */
  closeFile(file: string): Promise<void>;
  /** Ends all connections; the manager stays usable. */
  closeAll(): Promise<void>;
  getStats(file?: string): PoolStats;
  /** Called after each change of what `getStats` gives. Returns the function that stops listening. */
  on(event: 'change', listener: () => void): () => void;
}
