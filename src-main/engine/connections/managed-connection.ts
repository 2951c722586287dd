import { type DBConfig, parseConfig } from '../config.ts';
import type { DatabaseAccess } from '../database-access/database-access.ts';
import { openAccess } from '../database-access/open-access.ts';
import type { CallOptions, Row, SqlValue } from '../types.ts';
import { nextConnectionId } from './connection-ids.ts';
import type { ConnectionManager } from './connection-manager.ts';

/** What can be done with a connection that a `ConnectionManager` has lent. */
export interface ManagedDriver {
  exec(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<void>;
  query(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<Row[]>;
  /** See `Database.transaction`. */
  transaction<T>(fn: () => Promise<T>, options?: CallOptions & { readonly timeout?: number }): Promise<T>;
}

/** A connection that was checked out by `ConnectionManager.getConnection`. */
export class ManagedConnection {
  /** For `releaseConnection`. */
  readonly id: string;
  readonly driver: ManagedDriver;
  readonly #access: DatabaseAccess;

  private constructor(access: DatabaseAccess, transactionTimeout: number) {
    this.id = nextConnectionId('writer');
    this.#access = access;
    this.driver = {
      exec: (sql, params, options = {}) => access.exec(sql, params, options),
      query: (sql, params, options = {}) => access.query(sql, params, options),
      transaction: (fn, { signal, timeout = transactionTimeout } = {}) =>
        access.transaction(fn, { signal, timeout }),
    };
  }

  /** Throws CONFIG_INVALID, and why the file cannot be opened. */
  static async open(config: DBConfig, manager: ConnectionManager): Promise<ManagedConnection> {
    const parsed = parseConfig(config);
    const access = openAccess(parsed, manager);
    try {
      // A shared one is opened by its first call.
      await access.query('SELECT 1', [], {});
    } catch (error) {
      await access.close();
      throw error;
    }
    return new ManagedConnection(access, parsed.transactionTimeout);
  }

  async close(): Promise<void> {
    await this.#access.close();
  }
}
