import { ValidationError, type ValidationIssue } from '../errors/validation-error.ts';
import { hasErrorCode } from '../errors.ts';
import type { SqlValue } from '../types.ts';
import type { CollectionSpec } from './collection-spec.ts';
import { defineCollection } from './define-collection.ts';
import { createDocumentCodec, type DocumentCodec } from './document-codec.ts';
import { valueAt } from './document-paths.ts';
import { partForeignFields } from './foreign-fields.ts';
import type { StoredCollection } from './metadata-table.ts';
import { setOwn } from './rich-values.ts';
import { definitionOf } from './stored-definition.ts';
import { validateDocument } from './validate-document.ts';

/** A document as it is to be stored, text and all. */
export interface DocumentText {
  /** null: it has none, as in a column of a table that is no collection. */
  readonly id: string | null;
  readonly json: string;
  /** The text before; null for a new document. */
  readonly before: string | null;
}

/** What the schema says about it: nothing that is wrong, and the values of the columns that follow it. */
export interface DocumentCheck {
  readonly issues: readonly ValidationIssue[];
  readonly columns: readonly (readonly [column: string, value: SqlValue])[];
}

/**
 * Asks the schema that a file has for a collection for its yes or no. What is stored is the text that was given, never
 * what the schema makes of it. The schema is the file's: a pattern in it may take forever, so ask in a process that can be
 * ended.
 */
export class StoredDocumentCheck {
  readonly #spec: CollectionSpec;
  readonly #codec: DocumentCodec;
  readonly #columns: ReadonlySet<string>;

  /** `columns`: those of the table that can be written. Throws SCHEMA_INVALID. */
  constructor(stored: StoredCollection, columns: ReadonlySet<string>) {
    const { name, schema, options } = definitionOf(stored);
    this.#spec = defineCollection(name, schema, { ...options, attach: true });
    this.#codec = createDocumentCodec(this.#spec);
    this.#columns = columns;
  }

  check({ id, json, before }: DocumentText): DocumentCheck {
    const spec = this.#spec;
    try {
      const document = this.#codec.decodeStored(json, id ?? '');
      const stored = before === null ? {} : this.#decodeBefore(before, id ?? '');
      const { body } = partForeignFields(spec, document, { changed: changedKeys(stored, document), stored });
      if (id !== null && spec.hasIdInSchema && body[spec.primaryKey] === undefined) {
        setOwn(body, spec.primaryKey, id);
      }
      validateDocument(spec, body);
      const columns = spec.constrainedFields
        .filter(({ column }) => this.#columns.has(column))
        .map(({ column, path }) => [column, this.#codec.columnValue(valueAt(document, path))] as const);
      return { issues: [], columns };
    } catch (error) {
      if (error instanceof ValidationError) return { issues: error.issues, columns: [] };
      if (!hasErrorCode(error, 'DOCUMENT_UNREADABLE')) throw error;
      return { issues: [{ path: [], message: 'must be a JSON object' }], columns: [] };
    }
  }

  /** What was no document had no fields. */
  #decodeBefore(json: string, id: string): Record<string, unknown> {
    try {
      return this.#codec.decodeStored(json, id);
    } catch (error) {
      if (hasErrorCode(error, 'DOCUMENT_UNREADABLE')) return {};
      throw error;
    }
  }
}

/** Fields at the root that are not as they were. */
function changedKeys(
  stored: Record<string, unknown>,
  document: Record<string, unknown>,
): ReadonlySet<string> {
  const text = (value: unknown) =>
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
  return new Set(
    Object.keys(document).filter(
      (key) => !Object.hasOwn(stored, key) || text(stored[key]) !== text(document[key]),
    ),
  );
}
