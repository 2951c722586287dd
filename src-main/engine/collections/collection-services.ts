import type { DatabaseAccess } from '../database-access/database-access.ts';
import type { HookName } from '../plugins/plugin.ts';
import type { Queryable, QueryHooks } from '../queries/query-source.ts';

/** What a collection asks of the plugins. A `PluginManager` is one. */
export interface CollectionPlugins extends QueryHooks {
  /** Throws SYNC_HOOK_ASYNC when one of these hooks is an async function. */
  assertSync(hooks: readonly HookName[]): void;
}

/** What a collection gets from its database. */
export interface CollectionServices {
  /** The way to SQLite. Throws DB_CLOSED. */
  access(): DatabaseAccess;
  readonly plugins: CollectionPlugins;
  /** Throws COLLECTION_NOT_FOUND. */
  collectionOf(name: string): Queryable;
  /** The collection was dropped: its name is free again. */
  forget?(name: string): void;
}
