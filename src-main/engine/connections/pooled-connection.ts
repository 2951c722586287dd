import type { DatabaseError } from '../errors.ts';
import type { ConnectorResult, FileTarget } from './connector.ts';
import type { LeaseSite } from './lease-site.ts';
import { LeasedConnection } from './leased-connection.ts';
import type { ConnectionState, ConnectionStats } from './pool-stats.ts';
import type { Waiter } from './wait-queue.ts';

/** One connection of the pool with what is known of it. The manager decides; this keeps the record. */
export class PooledConnection {
  readonly target: FileTarget;
  /** Connections with equal shapes can stand in for each other. */
  readonly shape: string;
  readonly result: ConnectorResult;
  readonly createdAt = Date.now();
  /** Of `performance.now()`, like `lastUsed`. */
  readonly openedAt = performance.now();
  state: ConnectionState = 'idle';
  lastUsedAt = Date.now();
  lastUsed = performance.now();
  /** It is closed when it is given back. */
  isWornOut = false;
  /** When it was last asked whether it answers, and whether it did. */
  health: ConnectionStats['health'] = null;
  #uses = 0;
  #heldSince: number | null = null;
  #holder: string | null = null;
  #site: LeaseSite | null = null;
  #leased: LeasedConnection | undefined;

  constructor(target: FileTarget, shape: string, result: ConnectorResult) {
    this.target = target;
    this.shape = shape;
    this.result = result;
  }

  get role() {
    return this.result.connection.role;
  }

  /** Counts as existing; a closing or failed one makes room already. */
  get isAlive(): boolean {
    return this.state !== 'closing' && this.state !== 'failed';
  }

  lend({ holder, site }: Pick<Waiter, 'holder' | 'site'>): LeasedConnection {
    this.state = 'leased';
    this.#uses += 1;
    this.#holder = holder;
    this.#site = site;
    this.#touch();
    this.#heldSince = this.lastUsedAt;
    this.#leased = new LeasedConnection(this.result.connection);
    return this.#leased;
  }

  /** Whether this is the lease that is in force. */
  isLentAs(leased: LeasedConnection): boolean {
    return this.#leased === leased;
  }

  /** Ends the lease that is in force, if there is one; what its holder still runs rejects with `reason`. */
  endLease(reason: DatabaseError): void {
    this.#leased?.end(reason);
    this.#leased = undefined;
    this.#holder = null;
    this.#site = null;
    this.#heldSince = null;
    this.#touch();
  }

  #touch(): void {
    this.lastUsedAt = Date.now();
    this.lastUsed = performance.now();
  }

  get stats(): ConnectionStats {
    const { connection } = this.result;
    const running = this.#leased?.running;
    return {
      id: connection.id,
      file: this.target.file,
      role: connection.role,
      pid: connection.pid,
      state: this.state,
      healthy: this.isAlive,
      shared: true,
      holder: this.#holder,
      heldSince: this.#heldSince,
      takenIn: this.#site?.frames ?? [],
      health: this.health,
      uses: this.#uses,
      createdAt: this.createdAt,
      lastUsedAt: this.lastUsedAt,
      statement: running?.text ?? null,
      statementSince: running?.since ?? null,
      statements: this.result.statements,
    };
  }
}

/** What tells whether a connection fits a request: file, role, driver and every option. */
export function shapeOf(target: FileTarget, role: string): string {
  const options = Object.entries(target.options).filter(([, value]) => value !== undefined);
  return JSON.stringify([target.file, role, target.driver, options.sort()]);
}
