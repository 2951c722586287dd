import { Collection } from './collections/collection.ts';
import { collectionKey } from './collections/collection-names.ts';
import type { CollectionPlugins } from './collections/collection-services.ts';
import type { CollectionOptions, DocumentSchema } from './collections/collection-spec.ts';
import { Registry } from './collections/registry.ts';
import type { DatabaseAccess } from './database-access/database-access.ts';
import { CollectionNotFoundError } from './errors/collection-not-found-error.ts';
import { type ErrorCode, hasErrorCode } from './errors.ts';

/** Why a table cannot be made just now, though it can be by the first operation, which may wait. */
const LATER: readonly ErrorCode[] = ['BUSY', 'SYNC_HOOK_ASYNC', 'TRANSACTION_STATE'];

/** The collections of one database. */
export class DatabaseCollections {
  readonly #registry = new Registry();
  readonly #collections = new Map<string, Collection>();
  readonly #access: () => DatabaseAccess;
  readonly #plugins: CollectionPlugins;

  constructor(parts: { readonly access: () => DatabaseAccess; readonly plugins: CollectionPlugins }) {
    this.#access = parts.access;
    this.#plugins = parts.plugins;
  }

  register(name: string, schema: DocumentSchema, options: CollectionOptions | undefined): Collection {
    const spec = this.#registry.register(name, schema, options);
    const collection = new Collection(spec, {
      access: this.#access,
      plugins: this.#plugins,
      collectionOf: (other) => this.get(other),
      forget: () => this.#forget(name),
    });
    this.#collections.set(collectionKey(name), collection);
    try {
      this.#makeTable(collection);
    } catch (error) {
      this.#forget(name);
      throw error;
    }
    return collection;
  }

  get(name: string): Collection {
    const collection = typeof name === 'string' ? this.#collections.get(collectionKey(name)) : undefined;
    if (collection === undefined) throw new CollectionNotFoundError(name);
    return collection;
  }

  list(): string[] {
    return this.#registry.list().map((spec) => spec.name);
  }

  /** At once where the connection can. */
  #makeTable(collection: Collection): void {
    try {
      if (this.#access().sync !== undefined) collection.prepareSync();
    } catch (error) {
      if (!LATER.some((code) => hasErrorCode(error, code))) throw error;
    }
  }

  #forget(name: string): void {
    this.#registry.unregister(name);
    this.#collections.delete(collectionKey(name));
  }
}
