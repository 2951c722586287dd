import { ValidationError } from '../errors/validation-error.ts';
import { DatabaseError } from '../errors.ts';
import { isRecord } from '../is-record.ts';
import type { SqlValue } from '../types.ts';
import type { CollectionSpec } from './collection-spec.ts';
import { mayHaveMarkers, reviveMarkers, setOwn, toStorable, type Unstorable } from './rich-values.ts';
import { decoderOf, mayHoldRichValues } from './schema-decoder.ts';
import { schemaNodeOf } from './schema-node.ts';

/**
 * Documents to stored JSON and back. Dates, bigints, maps and sets are stored as `{"__type": "Date", "value": "..."}`
 * (the form of other writers of this format); on reading they are decoded only where the schema or a marker says so.
 */
export interface DocumentCodec {
  /** Whether documents may share objects with what the user handed in: what is returned is then decoded anew. */
  readonly mayShareObjects: boolean;
  /**
   * JSON text of a document that was validated. Throws VALIDATION for what JSON cannot hold (NaN, functions, cycles).
   * `hasForeignFields`: it has fields that the schema does not know.
   */
  encode(document: unknown, hasForeignFields?: boolean): string;
  /**
   * A new document for each call: the caller may change it. `id` is put into the field for it. Throws
   * DOCUMENT_UNREADABLE when the text is not a JSON object.
   */
  decode(json: string, id: string): Record<string, unknown>;
  /** The document as it is stored: with rich values, without an id that the text does not have. */
  decodeStored(json: string, id: string): Record<string, unknown>;
  /** The value that a constrained column holds for this value of the document: dates as ISO text, booleans as 0 or 1. */
  columnValue(value: unknown): SqlValue;
}

const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);

/** The codec of a collection. */
export function createDocumentCodec({ name, schema, primaryKey }: CollectionSpec): DocumentCodec {
  const node = schemaNodeOf(schema);
  const decoder = decoderOf(node);
  const isRich = mayHoldRichValues(node);

  function encode(document: unknown, hasForeignFields = false): string {
    return JSON.stringify(isRich || hasForeignFields ? copyForStorage(name, document) : document);
  }

  function decodeStored(json: string, id: string): Record<string, unknown> {
    const parsed = parse(json, name, id);
    const revived = mayHaveMarkers(json) ? reviveMarkers(parsed) : parsed;
    return (decoder === undefined ? revived : decoder(revived)) as Record<string, unknown>;
  }

  return {
    mayShareObjects: isRich,
    encode,
    decodeStored,
    decode(json, id) {
      const document = decodeStored(json, id);
      // An id of another type (a number, say) stays as the document has it.
      if (typeof document[primaryKey] === 'string' || !Object.hasOwn(document, primaryKey)) {
        setOwn(document, primaryKey, id);
      }
      return document;
    },
    columnValue(value) {
      return columnValue(value, name);
    },
  };
}

function copyForStorage(collection: string, document: unknown): unknown {
  const unstorable: Unstorable[] = [];
  const copy = toStorable(document, unstorable);
  if (unstorable.length > 0) throw new ValidationError(collection, unstorable);
  return copy;
}

function parse(json: string, collection: string, id: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    throw unreadable(collection, id, error);
  }
  if (isRecord(parsed)) return parsed;
  throw unreadable(collection, id);
}

function unreadable(collection: string, id: string, cause?: unknown): DatabaseError {
  return new DatabaseError(
    'DOCUMENT_UNREADABLE',
    `The document “${id}” of “${collection}” is stored as something that is not a JSON object. Nothing was changed: repair the row with SQL.`,
    { cause },
  );
}

function columnValue(value: unknown, collection: string): SqlValue {
  switch (typeof value) {
    case 'string':
    case 'number':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'bigint':
      return value > LARGEST || value < SMALLEST ? String(value) : value;
    case 'undefined':
      return null;
    default:
      if (value === null) return null;
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Uint8Array) return value;
      return JSON.stringify(copyForStorage(collection, value));
  }
}
