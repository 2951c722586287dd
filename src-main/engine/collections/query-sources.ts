import { z } from 'zod';
import { CollectionNotFoundError } from '../errors/collection-not-found-error.ts';
import { hasErrorCode } from '../errors.ts';
import type { QuerySource } from '../queries/query-source.ts';
import type { Steps } from '../steps/steps.ts';
import type { CollectionSpec } from './collection-spec.ts';
import { defineCollection } from './define-collection.ts';
import { createDocumentCodec } from './document-codec.ts';
import { type StoredCollection, storedCollection } from './metadata-table.ts';
import { prepareTable } from './prepare-table.ts';
import { definitionOf } from './stored-definition.ts';

/** Documents of a collection that the file keeps no schema for. */
const ANY_DOCUMENT = z.looseObject({ _id: z.string() });

/**
 * What queries about these collections of a file stand on, for writing their statements down and not for running them:
 * their schemas are those that the file keeps, or none. Throws TABLE_UNSUITABLE for what is no collection.
 */
export function* querySources(names: readonly string[]): Steps<ReadonlyMap<string, QuerySource>> {
  const sources = new Map<string, QuerySource>();
  for (const name of names) {
    const spec = specOf(name, yield* storedCollection(name));
    const codec = createDocumentCodec(spec);
    const table = yield* prepareTable(spec, codec);
    sources.set(name, {
      ...{
        spec,
        codec,
        table,
        plugins: { hasHook: () => false, executeHook: never, executeHookSafe: never },
      },
      // biome-ignore lint/correctness/useYield: the table is known.
      layout: function* () {
        return table;
      },
      readDocument: (json, id) => codec.decode(json, id),
      run: never,
      runSync: never,
      rows: never,
      rowsSync: never,
      sourceOf: (other) => {
        const found = sources.get(other);
        if (found === undefined) throw new CollectionNotFoundError(other);
        return found;
      },
    });
  }
  return sources;
}

/** A definition of the file that cannot be read is none. */
function specOf(name: string, stored: StoredCollection | undefined): CollectionSpec {
  try {
    if (stored !== undefined) {
      const { schema, options } = definitionOf(stored);
      return defineCollection(name, schema, { ...options, attach: true });
    }
  } catch (error) {
    if (!UNREADABLE.some((code) => hasErrorCode(error, code))) throw error;
  }
  return defineCollection(name, ANY_DOCUMENT, { primaryKey: '_id', attach: true });
}

const UNREADABLE = ['SCHEMA_INVALID', 'COLLECTION_INVALID', 'FIELD_UNKNOWN'] as const;

function never(): never {
  throw new TypeError('Queries of this source are written down, not run.');
}
