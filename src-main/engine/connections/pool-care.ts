import { DatabaseError } from '../errors.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { PooledConnection } from './pooled-connection.ts';

export interface PoolCareOptions {
  /** Milliseconds. */
  readonly maxIdleTime: number;
  /** Milliseconds; 0 for no checks. */
  readonly healthCheckInterval: number;
  /** Milliseconds in which an idle connection must answer. */
  readonly healthCheckTimeout: number;
  /** Whether somebody counts on the file's writer, with its TEMP tables and settings, to stay. */
  readonly isHeld: (file: string) => boolean;
  /** A connection did not answer; it is killed. */
  readonly onUnhealthy: (connection: PooledConnection, error: unknown) => void;
}

/** Looks after the idle connections of a pool from time to time; keeps no process alive for it. */
export class PoolCare {
  readonly #pool: ConnectionPool;
  readonly #options: PoolCareOptions;
  #reapTimer: NodeJS.Timeout | undefined;
  #healthTimer: NodeJS.Timeout | undefined;

  constructor(pool: ConnectionPool, options: PoolCareOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  start(): void {
    if (this.#reapTimer !== undefined) return;
    const { maxIdleTime, healthCheckInterval } = this.#options;
    this.#reapTimer = setInterval(() => this.reap(), Math.max(10, maxIdleTime / 4)).unref();
    if (healthCheckInterval <= 0) return;
    this.#healthTimer = setInterval(() => void this.check(), healthCheckInterval).unref();
  }

  stop(): void {
    clearInterval(this.#reapTimer);
    clearInterval(this.#healthTimer);
    this.#reapTimer = undefined;
  }

  /** Ends what was idle for too long, but not the last reader of a file, nor the writer of one that is in use. */
  reap(): void {
    const oldest = Date.now() - this.#options.maxIdleTime;
    for (const connection of this.#pool.idle) {
      if (connection.lastUsedAt > oldest || this.#isKept(connection)) continue;
      void this.#pool.retire(
        connection,
        new DatabaseError('LEASE_RELEASED', 'The connection was idle for long.'),
      );
    }
  }

  /** Kills idle connections that do not answer: all of them, or those that are meant. */
  async check(isMeant: (connection: PooledConnection) => boolean = () => true): Promise<void> {
    await Promise.all(this.#pool.idle.filter(isMeant).map((connection) => this.#ask(connection)));
  }

  async #ask(connection: PooledConnection): Promise<void> {
    const { result } = connection;
    try {
      await result.connection.query('SELECT 1', [], {
        signal: AbortSignal.timeout(this.#options.healthCheckTimeout),
      });
      connection.health = { at: Date.now(), isHealthy: true };
    } catch (error) {
      connection.health = { at: Date.now(), isHealthy: false };
      this.#options.onUnhealthy(connection, error);
      result.kill();
    }
  }

  #isKept({ role, target }: PooledConnection): boolean {
    if (role === 'writer') return this.#options.isHeld(target.file);
    if (role !== 'reader') return false;
    const readers = this.#pool.connections.filter(
      (other) => other.isAlive && other.role === 'reader' && other.target.file === target.file,
    );
    return readers.length === 1;
  }
}
