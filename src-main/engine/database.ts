import type { Collection } from './collections/collection.ts';
import type { CollectionOptions, DocumentSchema } from './collections/collection-spec.ts';
import { type StoredCollection, storedCollections } from './collections/metadata-table.ts';
import { type DBConfig, parseConfig, type ResolvedConfig } from './config.ts';
import { ConnectionManager } from './connections/connection-manager.ts';
import { globalConnectionManager } from './connections/global-connection-manager.ts';
import { createLocalConnector } from './connections/local-connector.ts';
import type { PoolStats } from './connections/pool-stats.ts';
import type { DatabaseAccess, SyncAccess } from './database-access/database-access.ts';
import { openAccess } from './database-access/open-access.ts';
import { DatabaseCollections } from './database-collections.ts';
import { contextOf, DatabaseLife } from './database-life.ts';
import { toRowObjects } from './drivers/read-values.ts';
import { eitherSignal } from './either-signal.ts';
import type { HookContext, Plugin } from './plugins/plugin.ts';
import { PluginManager, warnOfPlugin } from './plugins/plugin-manager.ts';
import { hasQueryHooks, queryHooks } from './queries/query-source.ts';
import { type RawStatement, rawContext, withRawHooks } from './raw-statements.ts';
import { runSteps, runStepsSync } from './steps/run-steps.ts';
import type { CallOptions, Row, SqlValue } from './types.ts';

/** What a `Database` may get from outside. */
export interface DatabaseServices {
  /** Instead of the process's own pool. */
  readonly connectionManager?: ConnectionManager;
}

/** How a transaction runs. */
export interface DatabaseTransactionOptions extends CallOptions {
  /** Milliseconds that its function may take, instead of `transactionTimeout`; Infinity for ever. */
  readonly timeout?: number | undefined;
}

/**
 * One SQLite database. With a connection of its own (the default) it is opened by the constructor and has sync
 * calls; with `sharedConnection` it is opened by the first call, over the pool. After `close` every call fails with
 * DB_CLOSED.
 */
export class Database {
  /** The plugins, and how often their hooks were asked. */
  readonly plugins: PluginManager;
  readonly #config: ResolvedConfig;
  readonly #manager: ConnectionManager;
  readonly #life: DatabaseLife;
  readonly #collections: DatabaseCollections;

  /** Throws CONFIG_INVALID, and, unless shared, why the file cannot be opened. */
  constructor(config: DBConfig = {}, services: DatabaseServices = {}) {
    this.#config = parseConfig(config);
    this.#manager = services.connectionManager ?? managerFor(this.#config);
    const hasOwnPool = ![services.connectionManager, globalConnectionManager].includes(this.#manager);
    const access = openAccess(this.#config, this.#manager);
    this.plugins = new PluginManager({ isInTransaction: () => access.isInTransaction });
    // A pool of its own ends with it, with its timers.
    const onClosed = hasOwnPool ? () => this.#manager.closeAll() : undefined;
    this.#life = new DatabaseLife({ access, plugins: this.plugins, onClosed });
    this.#collections = new DatabaseCollections({ access: () => this.#life.access(), plugins: this.plugins });
  }

  /**
   * Registers a collection: a table of documents of one schema. With a connection of its own its table is made at once,
   * else by its first operation. Throws COLLECTION_EXISTS, COLLECTION_INVALID, FIELD_UNKNOWN, and why the table cannot be
   * what the collection asks for; then the collection is not registered.
   */
  collection<S extends DocumentSchema>(name: string, schema: S, options?: CollectionOptions): Collection<S>;
  /** A collection that was registered. Throws COLLECTION_NOT_FOUND. */
  collection<S extends DocumentSchema = DocumentSchema>(name: string): Collection<S>;
  collection(name: string, schema?: DocumentSchema, options?: CollectionOptions): Collection {
    this.#life.assertOpen();
    if (schema === undefined) return this.#collections.get(name);
    const collection = this.#collections.register(name, schema, options);
    const context = {
      ...contextOf('collection_create'),
      collectionName: name,
      schema: collection.source.spec,
    };
    const told = this.plugins.executeHookSafe('onCollectionCreate', context);
    // Nobody waits for it: what strict plugins throw is warned of.
    told?.catch(warnOfPlugin);
    return collection;
  }

  /** Names of the registered collections, in the order of registration. */
  listCollections(): string[] {
    this.#life.assertOpen();
    return this.#collections.list();
  }

  /** What the file knows about its collections, those of other programs included: schema, fields, version. */
  async storedCollections(): Promise<StoredCollection[]> {
    return await runSteps(this.#life.access(), storedCollections());
  }

  /**
   * Runs one statement with parameters, or a script without. Rejects with SQL_ERROR and SQLite's other codes, BIND_COUNT,
   * BIND_INVALID, SEVERAL_STATEMENTS, CANCELLED.
   */
  async exec(sql: string, params?: readonly SqlValue[], options: CallOptions = {}): Promise<void> {
    const access = this.#life.access();
    if (!hasQueryHooks(this.plugins)) return await access.exec(sql, params, options);
    const work = () => access.exec(sql, params, options);
    await this.#observed(access, { operation: 'exec', sql, params }, work);
  }

  /**
   * Runs one statement and gives its rows; none for a statement that has no result. Integers outside of the safe range
   * are bigint. Rejects as `exec` does.
   */
  async query(sql: string, params?: readonly SqlValue[], options: CallOptions = {}): Promise<Row[]> {
    const access = this.#life.access();
    if (!hasQueryHooks(this.plugins)) return await access.query(sql, params, options);
    const work = () => access.query(sql, params, options);
    return await this.#observed(access, { operation: 'query', sql, params }, work);
  }

  /** The rows one by one, for results of any size. Leaving the loop ends the statement; writes may go on beside it. */
  async *iterate(
    sql: string,
    params?: readonly SqlValue[],
    options: CallOptions = {},
  ): AsyncGenerator<Row, void, void> {
    const { closing } = this.#life;
    const access = this.#life.access();
    const signal = eitherSignal(options.signal, closing);
    const context = { ...contextOf('iterate'), sql, params, startedAt: performance.now() };
    try {
      await this.plugins.executeHook('onBeforeQuery', context);
      for await (const chunk of access.iterate(sql, params, { signal })) {
        for (const row of toRowObjects(chunk)) {
          yield row;
          this.#life.assertOpen();
        }
      }
    } catch (error) {
      this.#life.assertOpen();
      await this.plugins.executeHookSafe('onError', { ...context, error });
      throw error;
    }
    await this.plugins.executeHookSafe('onAfterQuery', context);
  }

  /**
   * `exec` at once. Throws SYNC_WITH_SHARED_CONNECTION on a shared connection, TRANSACTION_STATE while a transaction of
   * others is open, SYNC_HOOK_ASYNC.
   */
  execSync(sql: string, params?: readonly SqlValue[]): void {
    const sync = this.#life.sync('execSync');
    this.#rawSync(sync, { operation: 'exec', sql, params }, () => sync.execSync(sql, params));
  }

  /** `query` at once. Throws as `execSync` does. */
  querySync(sql: string, params?: readonly SqlValue[]): Row[] {
    const sync = this.#life.sync('querySync');
    return this.#rawSync(sync, { operation: 'query', sql, params }, () => sync.querySync(sql, params));
  }

  /**
   * Runs `fn` in a transaction: committed when it resolves, rolled back when it rejects. It belongs to what `fn` does
   * and awaits, and nobody else's work lands in it; a transaction inside of it is a savepoint. Others wait in the
   * order of asking. What `fn` throws comes back as it is.
   *
   * Rejects with TRANSACTION_LOCK_TIMEOUT when the lock cannot be had or `fn` has not settled in its time, with
   * TRANSACTION_ROLLBACK when SQLite, or the end of the connection's process, undid it.
   */
  async transaction<T>(fn: () => Promise<T>, options: DatabaseTransactionOptions = {}): Promise<T> {
    const access = this.#life.access();
    const { signal, timeout = this.#config.transactionTimeout } = options;
    const context = { ...contextOf('transaction'), startedAt: performance.now() };
    return await access.inFlight.track(async () => {
      await access.ready;
      await this.plugins.executeHookSafe('onBeforeTransaction', context);
      let result: T;
      try {
        result = await access.transaction(fn, { signal, timeout });
      } catch (error) {
        await this.#tellFailure({ ...context, error });
        throw error;
      }
      await this.plugins.executeHookSafe('onAfterTransaction', { ...context, result });
      return result;
    });
  }

  /** Registers a plugin. Throws PLUGIN_INVALID, PLUGIN_EXISTS, PLUGIN_DEPENDENCY; then it was not registered. */
  use(plugin: Plugin): this {
    this.#life.assertOpen();
    this.plugins.register(plugin);
    this.#life.greet(plugin.name);
    return this;
  }

  /** Takes a plugin off; does nothing for a name that is not registered. Throws PLUGIN_DEPENDENCY when another needs it. */
  unuse(pluginName: string): this {
    this.#life.assertOpen();
    this.plugins.unregister(pluginName);
    return this;
  }

  /** Undefined for a name that is not registered. */
  getPlugin(name: string): Plugin | undefined {
    return this.plugins.getPlugin(name);
  }

  /** In the order of registration. */
  listPlugins(): Plugin[] {
    return this.plugins.listPlugins();
  }

  /** Waits for calls in flight, then closes the connection or gives it back. Calling it again waits for the same. */
  close(): Promise<void> {
    return this.#life.close();
  }

  /** Closes at once. Throws SYNC_WITH_SHARED_CONNECTION on a shared connection; does nothing when closed. */
  closeSync(): void {
    this.#life.closeSync();
  }

  /** The figures of the pool that this database uses; connections of databases alone are listed too. */
  getConnectionStats(): PoolStats {
    return this.#manager.getStats();
  }

  /** Closes all connections of that pool, whoever uses them; the pool opens new ones when asked. */
  async closeAllConnections(): Promise<void> {
    await this.#manager.closeAll();
  }

  /** `close`, at the end of a block that has it by `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #observed<T>(access: DatabaseAccess, statement: RawStatement, work: () => Promise<T>): Promise<T> {
    return await runSteps(access, withRawHooks(this.plugins, rawContext(statement), work));
  }

  #rawSync<T>(sync: SyncAccess, statement: RawStatement, work: () => T): T {
    if (!hasQueryHooks(this.plugins)) return work();
    this.plugins.assertSync(queryHooks);
    return runStepsSync(sync, withRawHooks(this.plugins, rawContext(statement), work));
  }

  /** The failure of the transaction is the one to be thrown, whatever its hooks do. */
  async #tellFailure(context: HookContext): Promise<void> {
    try {
      await this.plugins.executeHookSafe('onTransactionError', context);
    } catch (error) {
      warnOfPlugin(error);
    }
  }
}

/** The same as `new Database(config)`. */
export function createDB(config: DBConfig = {}): Database {
  return new Database(config);
}

function managerFor({ pool }: ResolvedConfig): ConnectionManager {
  if (pool === undefined) return globalConnectionManager;
  return new ConnectionManager({ connector: createLocalConnector(), ...pool });
}
