import type { CallOptions, Connection } from './connection.ts';

/** Who wants a connection. */
export interface LeaseOptions extends CallOptions {
  /** Shown in the statistics of the pool. */
  readonly holder?: string | undefined;
  /** Milliseconds, instead of the pool's own `acquireTimeout`. */
  readonly acquireTimeout?: number | undefined;
  /** Given back after one call that nobody else's code runs in: where it was taken is not kept. Default false. */
  readonly isBrief?: boolean | undefined;
}

/** A connection checked out of the pool: nobody else uses it until `release`. */
export interface Lease extends Disposable {
  /** After `release` every call rejects with LEASE_RELEASED. */
  readonly connection: Connection;
  /** False after `release`, and when the connection has ended or its file was closed. */
  readonly isOpen: boolean;
  /** Gives the connection back; whatever still runs on it is cancelled. Calling it again does nothing. */
  release(): void;
}
