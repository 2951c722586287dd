import { AsyncLocalStorage } from 'node:async_hooks';
import type { DatabaseAccess, SyncAccess } from './database-access/database-access.ts';
import { ObservedAccess } from './database-access/observed-access.ts';
import { DatabaseError } from './errors.ts';
import type { HookContext } from './plugins/plugin.ts';
import type { PluginManager } from './plugins/plugin-manager.ts';

export interface DatabaseLifeParts {
  readonly access: DatabaseAccess;
  readonly plugins: PluginManager;
  /** Called when the connection has ended. */
  readonly onClosed?: (() => Promise<void>) | undefined;
}

/**
 * From the first call of a database to its end: `onDatabaseInit` before the first operation, `onDatabaseClose` before
 * the connection ends, DB_CLOSED after it.
 */
export class DatabaseLife {
  readonly #access: DatabaseAccess;
  readonly #plugins: PluginManager;
  readonly #onClosed: (() => Promise<void>) | undefined;
  /** Set while `onDatabaseInit` and `onDatabaseClose` run: what they ask for is not kept waiting or refused. */
  readonly #inHook = new AsyncLocalStorage<true>();
  readonly #closing = new AbortController();
  #state: 'open' | 'closing' | 'closed' = 'open';
  #isBegun = false;
  #initializing: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor({ access, plugins, onClosed }: DatabaseLifeParts) {
    this.#access = access;
    this.#onClosed = onClosed;
    this.#plugins = plugins;
  }

  /** Aborted when closing begins. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** The connection, for one operation. Its first use tells `onDatabaseInit`. Throws DB_CLOSED. */
  access(): DatabaseAccess {
    if (this.#state === 'open' && this.#isBegun && this.#initializing === undefined) return this.#access;
    this.assertOpen();
    if (this.#inHook.getStore()) return this.#access;
    this.#begin();
    const ready = this.#initializing;
    return ready === undefined ? this.#access : new ObservedAccess(this.#access, { ready, refuseSync });
  }

  /** The same for an operation that cannot wait. Throws SYNC_WITH_SHARED_CONNECTION too. */
  sync(method: string): SyncAccess {
    return this.access().sync ?? refuseShared(method);
  }

  /**
   * Throws DB_CLOSED as soon as `close` was called, but to the functions of transactions that were open then, and to
   * the hooks of closing.
   */
  assertOpen(): void {
    if (this.#state === 'open') return;
    if (this.#state === 'closing' && (this.#inHook.getStore() || this.#access.isInTransaction)) return;
    throw new DatabaseError('DB_CLOSED', 'The database was closed; open it again to use it.');
  }

  /** Tells a plugin that came after the first operation that the database is there. */
  greet(plugin: string): void {
    if (!this.#isBegun || this.#state !== 'open') return;
    const context = contextOf('database_init');
    this.#initializeAfter(
      this.#inHook.run(true, () => this.#plugins.tellPlugin(plugin, 'onDatabaseInit', context)),
    );
  }

  /** Waits for what is in flight, tells the plugins, ends the connection. Calling it again waits for the same. */
  close(): Promise<void> {
    if (this.#closed !== undefined) return this.#closed;
    if (this.#access.isInTransaction) return Promise.reject(closeInTransaction());
    this.#state = 'closing';
    this.#closed = this.#close();
    return this.#closed;
  }

  /** The same at once; what is in flight fails. Does nothing when closed. */
  closeSync(): void {
    if (this.#closed !== undefined) return;
    const sync = this.#access.sync ?? refuseShared('closeSync');
    this.#plugins.assertSync(['onDatabaseClose']);
    this.#state = 'closing';
    this.#closed = Promise.resolve();
    this.#closing.abort();
    try {
      const told = this.#tellClose();
      // A hook that answers late finds the database closed.
      told?.catch(() => {});
    } finally {
      this.#state = 'closed';
      sync.closeSync();
    }
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    try {
      await this.#initializing?.catch(() => {});
      await this.#access.inFlight.idle();
      await this.#tellClose();
    } finally {
      await this.#access.close();
      this.#state = 'closed';
      await this.#onClosed?.();
    }
  }

  #begin(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    const context = contextOf('database_init');
    this.#initializeAfter(
      this.#inHook.run(true, () => this.#plugins.executeHookSafe('onDatabaseInit', context)),
    );
  }

  #initializeAfter(told: void | Promise<void>): void {
    if (told === undefined) return;
    const all = Promise.all([this.#initializing, told]).then(() => {});
    this.#initializing = all;
    const end = () => {
      if (this.#initializing === all) this.#initializing = undefined;
    };
    all.then(end, end);
  }

  #tellClose(): void | Promise<void> {
    const context = contextOf('database_close');
    return this.#inHook.run(true, () => this.#plugins.executeHookSafe('onDatabaseClose', context));
  }
}

/** What hooks are told that concern no collection. */
export function contextOf(operation: string): HookContext {
  return { collectionName: '', schema: {}, operation };
}

function refuseShared(method: string): never {
  throw new DatabaseError(
    'SYNC_WITH_SHARED_CONNECTION',
    `${method} cannot wait for a shared connection. Nothing was run: use the async method.`,
  );
}

function refuseSync(): never {
  throw new DatabaseError(
    'SYNC_HOOK_ASYNC',
    'The hook onDatabaseInit of a plugin has not ended yet, and a Sync method cannot wait for it. Nothing was run: use the async method first.',
  );
}

function closeInTransaction(): DatabaseError {
  return new DatabaseError(
    'TRANSACTION_STATE',
    'close() inside of a transaction would wait for itself. Nothing was closed: close the database after the transaction.',
  );
}
