import type { TransactionHandle } from '../drivers/transaction-queue.ts';
import type { Connection } from './connection.ts';
import type { Lease } from './lease.ts';

/** A transaction on a connection of the pool: holds its lease until it has ended. */
export class ConnectionTransaction implements TransactionHandle {
  readonly #lease: Lease;

  constructor(lease: Lease) {
    this.#lease = lease;
  }

  get connection(): Connection {
    return this.#lease.connection;
  }

  async run(sql: string): Promise<void> {
    await this.connection.exec(sql, []);
  }

  isInTransaction(): Promise<boolean> {
    return this.connection.hasTransaction();
  }

  release(): void {
    this.#lease.release();
  }
}
