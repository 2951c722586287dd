import { z } from 'zod';
import { hasErrorCode } from '../errors.ts';
import type { CollectionSpec } from './collection-spec.ts';
import { defineCollection } from './define-collection.ts';
import { createDocumentCodec, type DocumentCodec } from './document-codec.ts';
import type { StoredCollection } from './metadata-table.ts';
import { definitionOf } from './stored-definition.ts';

/**
 * The documents of a collection as hooks see them, for programs that write the text themselves: text to values and values
 * to text. No schema is asked whether they are right.
 */
export class CollectionDocuments {
  /** What hooks get as `schema`. */
  readonly spec: CollectionSpec;
  readonly #codec: DocumentCodec;

  /** `stored`: what the file knows of the collection; without it, or where it cannot be read, fields may be anything. */
  constructor(name: string, stored: StoredCollection | undefined) {
    this.spec = specOf(name, stored);
    this.#codec = createDocumentCodec(this.spec);
  }

  /** A new document for each call, with its id. Throws DOCUMENT_UNREADABLE when the text is not a JSON object. */
  decode(json: string, id: string): Record<string, unknown> {
    return this.#codec.decode(json, id);
  }

  /** JSON text of one value of a document. Throws VALIDATION for what JSON cannot hold. */
  textOf(value: unknown): string {
    return this.#codec.encode({ value }, true).slice('{"value":'.length, -1);
  }
}

function specOf(name: string, stored: StoredCollection | undefined): CollectionSpec {
  const plain = () => defineCollection(name, z.looseObject({}), { attach: true, primaryKey: '_id' });
  if (stored === undefined) return plain();
  try {
    const { schema, options } = definitionOf(stored);
    return defineCollection(name, schema, { ...options, attach: true });
  } catch (error) {
    if (hasErrorCode(error, 'SCHEMA_INVALID') || hasErrorCode(error, 'COLLECTION_INVALID')) return plain();
    throw error;
  }
}
