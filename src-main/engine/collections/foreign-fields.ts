import type { CollectionSpec } from './collection-spec.ts';
import { setOwn } from './rich-values.ts';
import { schemaNodeOf } from './schema-node.ts';

type AnyDocument = Record<string, unknown>;

/** A stored document, parted into what the schema is asked about and what it knows nothing of. */
export interface PartedDocument {
  readonly body: AnyDocument;
  /** Fields at the root that other writers put there. */
  readonly foreign: readonly (readonly [key: string, value: unknown])[];
}

/** What an update did to a document. */
export interface FieldChanges {
  /** Fields at the root that the caller gave anew. */
  readonly changed: ReadonlySet<string>;
  /** The document before. */
  readonly stored: AnyDocument;
}

const nothing: FieldChanges = { changed: new Set(), stored: {} };

/**
 * Takes the fields out of a stored document that the schema does not know: they stay in the file, but are none of the
 * schema's business. One that the caller gives anew is checked (a strict schema refuses it), and not stored: the one that
 * is there stays.
 */
export function partForeignFields(
  spec: CollectionSpec,
  document: AnyDocument,
  { changed, stored }: FieldChanges = nothing,
): PartedDocument {
  const { primaryKey, hasIdInSchema } = spec;
  const keys = foreignKeys(spec, document);
  if (keys.length === 0) return { body: document, foreign: [] };
  const body = { ...document };
  const foreign: (readonly [string, unknown])[] = [];
  for (const key of keys) {
    if (!changed.has(key)) {
      foreign.push([key, body[key]]);
      delete body[key];
    } else if (Object.hasOwn(stored, key)) {
      foreign.push([key, stored[key]]);
    }
  }
  // An id that the schema does not have is the collection's own, wherever it is.
  if (!hasIdInSchema) delete body[primaryKey];
  return { body, foreign };
}

/** The document with its foreign fields, to be stored. Nobody else holds it, unless there are none. */
export function withForeignFields(document: AnyDocument, { foreign }: PartedDocument): AnyDocument {
  if (foreign.length === 0) return document;
  const whole = { ...document };
  for (const [key, value] of foreign) setOwn(whole, key, value);
  return whole;
}

function foreignKeys({ schema, primaryKey, hasIdInSchema }: CollectionSpec, document: AnyDocument): string[] {
  const { kind, element, properties } = schemaNodeOf(schema);
  const isOwnId = !hasIdInSchema && Object.hasOwn(document, primaryKey);
  if (kind !== 'object' || element !== undefined) return isOwnId ? [primaryKey] : [];
  return Object.keys(document).filter((key) => !properties.has(key));
}
