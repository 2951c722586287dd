import type { DatabaseAccess, SyncAccess } from '../../database-access/database-access.ts';
import { CollectionNotFoundError } from '../../errors/collection-not-found-error.ts';
import type { Plugin } from '../../plugins/plugin.ts';
import { PluginManager } from '../../plugins/plugin-manager.ts';
import { type AccessKind, openAccess } from '../../testing/each-access.ts';
import type { SqlValue } from '../../types.ts';
import { Collection } from '../collection.ts';
import type { CollectionOptions, DocumentSchema } from '../collection-spec.ts';
import { Registry } from '../registry.ts';

/** A database as far as collections need one, and a way to look at its file by SQL. */
export class TestCollections {
  readonly access: DatabaseAccess;
  readonly filename: string;
  readonly plugins = new PluginManager();
  readonly #registry = new Registry();
  readonly #collections = new Map<string, Collection>();

  constructor(kind: AccessKind, filename?: string) {
    const opened = openAccess(kind, filename === undefined ? {} : { filename });
    this.access = opened.access;
    this.filename = opened.filename;
  }

  use(plugin: Plugin): this {
    this.plugins.register(plugin);
    return this;
  }

  collection<S extends DocumentSchema>(name: string, schema: S, options?: CollectionOptions): Collection<S> {
    const spec = this.#registry.register(name, schema, options);
    const collection = new Collection(spec, {
      access: () => this.access,
      plugins: this.plugins,
      collectionOf: (other) => {
        const found = this.#collections.get(other);
        if (found === undefined) throw new CollectionNotFoundError(other);
        return found;
      },
      forget: (dropped) => {
        this.#registry.unregister(dropped);
        this.#collections.delete(dropped);
      },
    });
    // Joins ask for nothing that depends on the schema's type.
    this.#collections.set(name, collection as unknown as Collection);
    return collection;
  }

  /** Rows of a statement, as SQLite has them. */
  async rows(sql: string, params: readonly SqlValue[] = []): Promise<readonly (readonly SqlValue[])[]> {
    return (await this.access.all(sql, params, {})).rows;
  }

  async exec(sql: string, params?: readonly SqlValue[]): Promise<void> {
    await this.access.exec(sql, params, {});
  }

  get sync(): SyncAccess {
    if (this.access.sync === undefined) throw new Error('This kind of access has no sync calls.');
    return this.access.sync;
  }
}
