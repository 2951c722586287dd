import type { DBConfig } from '../config.ts';
import { TransactionQueue } from '../drivers/transaction-queue.ts';
import { cancelledError, DatabaseError } from '../errors.ts';
import type { StatementFigures } from '../types.ts';
import type { ConnectionRole } from './connection.ts';
import { ConnectionPool, recycled } from './connection-pool.ts';
import type { ConnectionTransaction } from './connection-transaction.ts';
import type { Connector, FileTarget } from './connector.ts';
import type { Lease, LeaseOptions } from './lease.ts';
import { LeaseSite } from './lease-site.ts';
import { type LockWait, LockWaitLog, lockWaitWords } from './lock-wait-log.ts';
import { ManagedConnection } from './managed-connection.ts';
import { PoolCare } from './pool-care.ts';
import { type PoolEvent, PoolEvents } from './pool-events.ts';
import { PoolLimits, type PoolLimitValues } from './pool-limits.ts';
import type { ConnectionStats, PoolStats } from './pool-stats.ts';
import { shapeOf } from './pooled-connection.ts';
import { SharedLeases } from './shared-leases.ts';
import { WaitQueue } from './wait-queue.ts';
import { WaitTimes } from './wait-times.ts';

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
  /** How long an idle connection may take to answer before it is ended. Default 5,000. */
  readonly healthCheckTimeout?: number | undefined;
}

/** Milliseconds of a wait for a lock that are an event. */
const LONG_LOCK_WAIT = 100;

interface Turns {
  readonly file: string;
  readonly queue: TransactionQueue<ConnectionTransaction>;
}

/**
 * The pool: per file up to `readersPerFile` readers (4), `workersPerFile` workers (2) and one writer; all files
 * together up to `maxConnections` (8), beyond which the least recently used idle connection makes room. The last
 * two places are not given to workers: a page never waits behind a build.
 */
export class ConnectionManager {
  readonly #limits: PoolLimits;
  readonly #acquireTimeout: number;
  readonly #waiters = new WaitQueue();
  readonly #waits = new WaitTimes();
  readonly #lockWaits = new LockWaitLog();
  readonly #events = new PoolEvents();
  readonly #pool: ConnectionPool;
  readonly #care: PoolCare;
  readonly #dedicated = new Set<() => ConnectionStats>();
  readonly #shared = new SharedLeases();
  readonly #turns = new Map<string, Turns>();
  readonly #managed = new Map<string, ManagedConnection>();
  readonly #holds = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #isTelling = false;

  constructor(options: ConnectionManagerOptions) {
    this.#limits = new PoolLimits({
      maxConnections: options.maxConnections ?? 8,
      readersPerFile: options.readersPerFile ?? 4,
      workersPerFile: options.workersPerFile ?? 2,
    });
    this.#acquireTimeout = options.acquireTimeout ?? 30_000;
    this.#pool = new ConnectionPool({
      connector: options.connector,
      limits: this.#limits,
      waiters: this.#waiters,
      waits: this.#waits,
      events: this.#events,
      onChange: () => this.#changed(),
    });
    this.#care = new PoolCare(this.#pool, {
      maxIdleTime: options.maxIdleTime ?? 60_000,
      healthCheckInterval: options.healthCheckInterval ?? 30_000,
      healthCheckTimeout: options.healthCheckTimeout ?? 5_000,
      isHeld: (file) => this.#holds.has(file),
      onUnhealthy: ({ target, result }, error) =>
        this.#events.add({
          file: target.file,
          connection: result.connection.id,
          kind: 'unhealthy',
          message: `A health check failed. ${error instanceof Error ? error.message : String(error)}`,
        }),
    });
  }

  /**
   * Checks a connection out. Requests for the same file and role are served in the order of asking. Rejects with
   * ACQUIRE_TIMEOUT, CANCELLED, DB_CLOSED (the file was closed meanwhile) or why the file cannot be opened.
   */
  async lease(target: FileTarget, role: ConnectionRole, options: LeaseOptions = {}): Promise<Lease> {
    const { signal, holder = null, acquireTimeout: timeout = this.#acquireTimeout } = options;
    if (signal?.aborted) throw cancelledError(signal);
    const site = options.isBrief === true ? null : new LeaseSite(this.lease);
    const lease = this.#waiters.add(
      { target, role, holder, site, shape: shapeOf(target, role) },
      { timeout, signal, onTimeout: ({ shape }) => this.#pool.giveUpOpening(shape) },
    );
    this.#care.start();
    this.#pool.serve();
    return await lease;
  }

  /**
   * Like `lease`, but everybody who asks for it at the same time gets the same connection: it is given back when the
   * last of them has released it. For connections that serve their callers in turn by themselves.
   */
  leaseShared(
    target: FileTarget,
    role: ConnectionRole,
    options: Omit<LeaseOptions, 'signal'> = {},
  ): Promise<Lease> {
    return this.#shared.lease(shapeOf(target, role), () => this.lease(target, role, options));
  }

  /** The turns of all who use the same connection by `leaseShared`: transactions and the calls beside them. */
  turnsOf(target: FileTarget, role: ConnectionRole): TransactionQueue<ConnectionTransaction> {
    const shape = shapeOf(target, role);
    const turns = this.#turns.get(shape) ?? { file: target.file, queue: new TransactionQueue() };
    this.#turns.set(shape, turns);
    return turns.queue;
  }

  /**
   * A connection as a database has it, without a database: shared with all others of the same file and configuration,
   * or of the caller alone. It is kept until `releaseConnection`. Rejects with CONFIG_INVALID, and why the file cannot be
   * opened.
   */
  async getConnection(
    config: DBConfig,
    isShared = config.sharedConnection === true,
  ): Promise<ManagedConnection> {
    const connection = await ManagedConnection.open({ ...config, sharedConnection: isShared }, this);
    this.#managed.set(connection.id, connection);
    return connection;
  }

  /** Gives a connection of `getConnection` back, after what is in flight. Does nothing for one that was given back. */
  async releaseConnection(id: string): Promise<void> {
    const connection = this.#managed.get(id);
    this.#managed.delete(id);
    await connection?.close();
  }

  /** Milliseconds that a request may wait. */
  get acquireTimeout(): number {
    return this.#acquireTimeout;
  }

  /**
   * Changes limits of the pool: who waits gets what there is room for now, idle connections above a limit are closed, and
   * those in use when they are given back. Throws CONFIG_INVALID.
   */
  setLimits(limits: Partial<PoolLimitValues>): void {
    this.#limits.set(limits);
    this.#pool.shrink();
    this.#pool.serve();
  }

  /** Gives a file its own number of readers, in the same way; null: `readersPerFile` again. Throws CONFIG_INVALID. */
  setReadersOf(file: string, readers: number | null): void {
    this.#limits.setReadersOf(file, readers);
    this.#pool.shrink();
    this.#pool.serve();
  }

  /** Ends the connections of a file, running ones too, and rejects its waiting requests with DB_CLOSED. */
  async closeFile(file: string): Promise<void> {
    await this.#pool.close(file, new DatabaseError('DB_CLOSED', `${file} was closed.`));
  }

  /** Ends all connections of all files; the manager stays usable. */
  async closeAll(): Promise<void> {
    this.#care.stop();
    await this.#pool.close(undefined, new DatabaseError('DB_CLOSED', 'All connections were closed.'));
  }

  /**
   * Counts a user of a file, whose idle writer then stays. The returned function takes the count back, once; with the last
   * user the file's connections are closed.
   */
  hold(file: string): () => Promise<void> {
    this.#holds.set(file, (this.#holds.get(file) ?? 0) + 1);
    let isHeld = true;
    return async () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.#holds.get(file) ?? 1) - 1;
      this.#holds.set(file, left);
      if (left > 0) return;
      this.#holds.delete(file);
      for (const [shape, turns] of this.#turns) if (turns.file === file) this.#turns.delete(shape);
      await this.closeFile(file);
    };
  }

  /** Lists a connection that is not the pool's own in its figures. Returns the function that takes it off. */
  listDedicated(stats: () => ConnectionStats): () => void {
    this.#dedicated.add(stats);
    this.#changed();
    return () => {
      this.#dedicated.delete(stats);
      this.#changed();
    };
  }

  /** Counts a wait for a lock that has ended; one of 100 ms or more is among the events. */
  noteLockWait(wait: LockWait): void {
    this.#lockWaits.add(wait);
    if (wait.milliseconds < LONG_LOCK_WAIT && wait.isServed) return;
    const { file } = wait;
    this.#events.add({ file, connection: null, kind: 'locked', message: lockWaitWords(wait) });
  }

  /** What the pool does just now: a part of `getStats` that costs next to nothing. */
  getLoad(file?: string): { readonly leased: number; readonly waiting: number } {
    const isMeant = (other: string) => file === undefined || other === file;
    const turns = [...this.#turns.values()].filter((each) => isMeant(each.file));
    return {
      leased: this.#pool.connections.filter((one) => one.state === 'leased' && isMeant(one.target.file))
        .length,
      waiting: turns.reduce((sum, { queue }) => sum + queue.waiting, this.#waiters.ofFile(file).length),
    };
  }

  /** The figures of one file, or of all; times are milliseconds. */
  getStats(file?: string): PoolStats {
    const isMeant = (other: string) => file === undefined || other === file;
    const pooled = this.#pool.connections.filter((connection) => isMeant(connection.target.file));
    const opening = this.#pool.openings.filter(({ target }) => isMeant(target.file)).length;
    const dedicated = [...this.#dedicated].map((stats) => stats()).filter((stats) => isMeant(stats.file));
    const waits = this.#waits.figures(file);
    const connections = [...pooled.map((connection) => connection.stats), ...dedicated];
    return {
      ...this.getLoad(file),
      open: pooled.length + opening,
      idle: pooled.filter((connection) => connection.state === 'idle').length,
      max: this.#limits.maxConnections,
      maxReaders: this.#limits.readersOf(file),
      healthy: pooled.filter((connection) => connection.isAlive).length,
      shared: pooled.length,
      dedicated: dedicated.length,
      waitMean: waits.mean,
      waitP95: waits.p95,
      lockWaits: this.#lockWaits.figures(file),
      statements: sumOf(connections.map(({ statements }) => statements)),
      connections,
    };
  }

  /** The last events of one file, or of all; newest first. */
  events(file?: string): readonly PoolEvent[] {
    return this.#events.of(file);
  }

  /** Asks idle connections whether they answer, and ends those that do not: one, or all of a file or of all files. */
  async checkHealth({ id, file }: { readonly id?: string; readonly file?: string } = {}): Promise<void> {
    await this.#care.check(
      ({ target, result }) =>
        (id === undefined || result.connection.id === id) && (file === undefined || target.file === file),
    );
  }

  /** Closes a connection now if it is idle, else when it is given back. False: the pool has none with this id. */
  async recycle(id: string): Promise<boolean> {
    const connection = this.#find(id);
    if (connection === undefined) return false;
    connection.isWornOut = true;
    if (connection.state === 'idle') await this.#pool.retire(connection, recycled());
    return true;
  }

  /** Closes the idle connections of a file, or of all files, and gives their number. */
  async closeIdle(file?: string): Promise<number> {
    const idle = this.#pool.idle.filter(({ target }) => file === undefined || target.file === file);
    const reason = new DatabaseError('LEASE_RELEASED', 'It was idle.');
    await Promise.all(idle.map((connection) => this.#pool.retire(connection, reason)));
    return idle.length;
  }

  /**
   * Ends a connection at once, also inside a statement: whoever holds it gets CONNECTION_GONE, and what it was writing is
   * taken back by SQLite. False: the pool has none with this id.
   */
  kill(id: string): boolean {
    const connection = this.#find(id);
    connection?.result.kill();
    return connection !== undefined;
  }

  #find(id: string) {
    return this.#pool.connections.find(({ result }) => result.connection.id === id);
  }

  /** Called in a later microtask after changes of what `getStats` gives. Returns the function that stops listening. */
  on(_event: 'change', listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}

function sumOf(figures: readonly StatementFigures[]): StatementFigures {
  return {
    hits: figures.reduce((sum, { hits }) => sum + hits, 0),
    misses: figures.reduce((sum, { misses }) => sum + misses, 0),
    size: figures.reduce((sum, { size }) => sum + size, 0),
  };
}
