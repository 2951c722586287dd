import { DatabaseError, toDatabaseError } from '../errors.ts';
import type { ConnectionRole } from './connection.ts';
import type { Connector, FileTarget } from './connector.ts';
import type { LeasedConnection } from './leased-connection.ts';
import type { PoolEvent, PoolEvents } from './pool-events.ts';
import type { PoolLimits, PoolUse } from './pool-limits.ts';
import { PooledConnection } from './pooled-connection.ts';
import type { Waiter, WaitQueue } from './wait-queue.ts';
import type { WaitTimes } from './wait-times.ts';

/** A connection that is being opened. */
export interface Opening {
  readonly target: FileTarget;
  readonly role: ConnectionRole;
  readonly shape: string;
  readonly abort: AbortController;
}

export interface PoolOptions {
  readonly connector: Connector;
  readonly limits: PoolLimits;
  readonly waiters: WaitQueue;
  readonly waits: WaitTimes;
  readonly events: PoolEvents;
  readonly onChange: () => void;
}

/** A request beside busy connections waits so many milliseconds for one of them before another is opened. */
const GROW_AFTER = 10;
/** Milliseconds of waiting that are an event. */
const LONG_WAIT = 100;

/** The connections behind a `ConnectionManager`: serves the waiting requests, opens and closes. */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #connections = new Set<PooledConnection>();
  readonly #openings = new Map<Opening, Promise<void>>();
  #growTimer: NodeJS.Timeout | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  get connections(): readonly PooledConnection[] {
    return [...this.#connections];
  }

  get openings(): readonly Opening[] {
    return [...this.#openings.keys()];
  }

  /** Idle connections, the least recently used first. */
  get idle(): readonly PooledConnection[] {
    return this.connections
      .filter((connection) => connection.state === 'idle' && !connection.result.isGone)
      .sort((a, b) => a.lastUsed - b.lastUsed);
  }

  /** Gives every waiting request what it can get now. */
  serve(): void {
    let isOneServed = true;
    while (isOneServed) {
      isOneServed = false;
      for (const waiter of this.#options.waiters.firsts()) {
        const idle = this.idle.findLast((connection) => connection.shape === waiter.shape);
        if (idle === undefined) this.#grow(waiter);
        else {
          this.#lend(idle, waiter);
          isOneServed = true;
        }
      }
    }
    this.#options.onChange();
  }

  /** Ends a connection in order. Whoever holds it gets `reason`. */
  async retire(connection: PooledConnection, reason: DatabaseError): Promise<void> {
    if (!connection.isAlive) return;
    connection.endLease(reason);
    connection.state = 'closing';
    this.#note(connection, 'closed', `Closed. ${reason.message}`);
    this.#options.onChange();
    await connection.result.close();
  }

  /** Ends readers and workers beyond the limits: idle ones now, the least recently used first, others when they are given back. */
  shrink(): void {
    const busy = this.connections.filter(({ state }) => state === 'open' || state === 'leased');
    for (const connection of [...this.idle, ...busy]) {
      if (connection.role === 'writer' || !this.#isSurplus(connection)) continue;
      connection.isWornOut = true;
      if (connection.state !== 'idle') continue;
      void this.retire(connection, new DatabaseError('LEASE_RELEASED', 'There may be fewer of them now.'));
    }
  }

  /** Ends all connections of a file, or of all files, and what is being opened. */
  async close(file: string | undefined, reason: DatabaseError): Promise<void> {
    const isMeant = (target: FileTarget) => file === undefined || target.file === file;
    for (const waiter of this.#options.waiters.ofFile(file)) waiter.reject(reason);
    const openings = [...this.#openings].filter(([opening]) => isMeant(opening.target));
    for (const [opening] of openings) opening.abort.abort(reason);
    const connections = this.connections.filter((connection) => isMeant(connection.target));
    await Promise.all([
      ...openings.map(([, done]) => done),
      ...connections.map((connection) => this.retire(connection, reason)),
      ...connections.map((connection) => connection.result.closed),
    ]);
  }

  /** Gives up an opening that takes too long, if nobody else waits for it. */
  giveUpOpening(shape: string): void {
    if (this.#options.waiters.ofShape(shape).length > 0) return;
    for (const opening of this.openings) if (opening.shape === shape) opening.abort.abort();
  }

  #lend(connection: PooledConnection, waiter: Waiter): void {
    const waited = performance.now() - waiter.since;
    this.#options.waits.add(waiter.target.file, waited);
    if (waited >= LONG_WAIT) {
      const who = waiter.holder ?? 'A request';
      this.#note(connection, 'waited', `${who} waited ${Math.round(waited)} ms for a ${waiter.role}.`);
    }
    const leased = connection.lend(waiter);
    const release = () => this.#takeBack(connection, leased);
    waiter.serve({
      connection: leased,
      get isOpen() {
        return connection.isLentAs(leased) && !connection.result.isGone;
      },
      release,
      [Symbol.dispose]: release,
    });
  }

  #takeBack(connection: PooledConnection, leased: LeasedConnection): void {
    if (!connection.isLentAs(leased)) return;
    connection.endLease(
      new DatabaseError('LEASE_RELEASED', 'The connection was given back; lease another one.'),
    );
    if (!connection.isAlive) return;
    connection.state = 'open';
    connection.result.settled().then(() => {
      if (connection.state === 'open') connection.state = 'idle';
      if (connection.isWornOut) void this.retire(connection, recycled());
      this.serve();
    });
  }

  #grow(waiter: Waiter): void {
    if (this.openings.some((opening) => opening.shape === waiter.shape)) return;
    const wait = this.#growthWait(waiter);
    if (wait > 0) {
      this.#serveLater(wait);
      return;
    }
    const { limits } = this.#options;
    const isFree = this.#makeRoom(
      (use) => limits.allowsInFile(waiter.role, waiter.target.file, use.inFile),
      waiter,
    );
    if (!isFree || !this.#makeRoom((use) => limits.hasRoom(waiter.role, use), waiter)) return;
    const opening = { ...waiter, abort: new AbortController() };
    const done = this.#open(opening).finally(() => {
      this.#openings.delete(opening);
      this.serve();
    });
    this.#openings.set(opening, done);
  }

  /** Milliseconds until the busy connections of a request have had their chance; 0 where there is none. */
  #growthWait({ shape, since }: Waiter): number {
    const busy = this.connections.filter((connection) => connection.shape === shape && connection.isAlive);
    if (busy.length === 0) return 0;
    const newest = Math.max(...busy.map((connection) => connection.openedAt));
    return Math.max(since, newest) + GROW_AFTER - performance.now();
  }

  #serveLater(milliseconds: number): void {
    this.#growTimer ??= setTimeout(() => {
      this.#growTimer = undefined;
      this.serve();
    }, milliseconds);
  }

  /** Whether a limit has room for the request, if need be after an idle connection has been ended for it. */
  #makeRoom(fits: (use: PoolUse) => boolean, { target }: Waiter): boolean {
    if (fits(this.#use(target.file))) return true;
    const victim = this.idle.find((connection) => fits(this.#use(target.file, connection)));
    if (victim === undefined) return false;
    void this.retire(
      victim,
      new DatabaseError('LEASE_RELEASED', 'The connection made room for another file.'),
    );
    return true;
  }

  /** Whether those that stay leave it no place. */
  #isSurplus(connection: PooledConnection): boolean {
    const { role, target } = connection;
    const { limits } = this.#options;
    if (connection.isWornOut) return false;
    const others = this.connections.filter((one) => one.isAlive && !one.isWornOut && one !== connection);
    const inFile = others.filter((one) => one.target.file === target.file).map((one) => one.role);
    return !limits.allowsInFile(role, target.file, inFile) || others.length >= limits.maxConnections;
  }

  #use(file: string, without?: PooledConnection): PoolUse {
    const used = [
      ...this.connections.filter((connection) => connection.isAlive && connection !== without),
      ...this.openings,
    ];
    return {
      inFile: used.filter((one) => one.target.file === file).map((one) => one.role),
      inAll: used.map((one) => one.role),
    };
  }

  async #open(opening: Opening): Promise<void> {
    const { target, role, shape, abort } = opening;
    const began = performance.now();
    try {
      const result = await this.#options.connector.connect(target, role, abort.signal);
      if (abort.signal.aborted) return await result.close();
      const connection = new PooledConnection(target, shape, result);
      this.#connections.add(connection);
      const { pid } = result.connection;
      const took = (performance.now() - began).toFixed(1);
      this.#note(connection, 'opened', `Opened as ${role} in ${took} ms, process ${pid}.`);
      result.closed.then(() => this.#forget(connection));
      // There may be room for fewer than when it was begun.
      this.shrink();
    } catch (error) {
      // The file is to blame, not the request: nobody who waits for the same would fare better.
      if (abort.signal.aborted) return;
      const reason = toDatabaseError(error);
      const message = `A ${role} was not opened. ${reason.message}`;
      this.#options.events.add({ file: target.file, connection: null, kind: 'failed', message });
      for (const waiter of this.#options.waiters.ofShape(shape)) waiter.reject(reason);
    }
  }

  #forget(connection: PooledConnection): void {
    if (connection.isAlive) {
      connection.state = 'failed';
      this.#note(connection, 'failed', 'Ended: its process is gone.');
    }
    this.#connections.delete(connection);
    this.serve();
  }

  #note({ target, result }: PooledConnection, kind: PoolEvent['kind'], message: string): void {
    this.#options.events.add({ file: target.file, connection: result.connection.id, kind, message });
  }
}

/** Why a connection that nobody complains of is replaced. */
export function recycled(): DatabaseError {
  return new DatabaseError('LEASE_RELEASED', 'The connection was replaced by a new one.');
}
