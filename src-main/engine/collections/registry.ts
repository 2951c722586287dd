import { CollectionExistsError } from '../errors/collection-exists-error.ts';
import { collectionKey } from './collection-names.ts';
import type { CollectionOptions, CollectionSpec, DocumentSchema } from './collection-spec.ts';
import { defineCollection } from './define-collection.ts';

/** The collections of a database, by name, as they were registered. */
export class Registry {
  readonly #specs = new Map<string, CollectionSpec>();

  /**
   * Checks a collection and keeps it. Throws COLLECTION_EXISTS for a name that is taken, in any case of its letters
   * (SQLite's tables have none), and what `defineCollection` throws.
   */
  register<S extends DocumentSchema>(
    name: string,
    schema: S,
    options?: CollectionOptions,
  ): CollectionSpec<S> {
    if (typeof name === 'string' && this.#specs.has(collectionKey(name)))
      throw new CollectionExistsError(name);
    const spec = defineCollection(name, schema, options);
    this.#specs.set(collectionKey(name), spec);
    return spec;
  }

  get(name: string): CollectionSpec | undefined {
    return this.#specs.get(collectionKey(name));
  }

  has(name: string): boolean {
    return this.#specs.has(collectionKey(name));
  }

  /** In the order of registration. */
  list(): readonly CollectionSpec[] {
    return [...this.#specs.values()];
  }

  /** Forgets a collection; the file keeps its table. */
  unregister(name: string): void {
    this.#specs.delete(collectionKey(name));
  }
}
