import { randomUUID } from 'node:crypto';
import { ValidationError } from '../errors/validation-error.ts';
import { isRecord } from '../is-record.ts';
import type { Steps } from '../steps/steps.ts';
import type { SqlValue } from '../types.ts';
import type { CollectionSpec, ConstrainedField } from './collection-spec.ts';
import type { DocumentCodec } from './document-codec.ts';
import { valueAt } from './document-paths.ts';
import { setOwn } from './rich-values.ts';
import type { CollectionTable } from './table-layout.ts';
import { validateSteps } from './validate-document.ts';

/** A document on its way into the file. */
export interface DocumentRow {
  readonly id: string;
  /** What the schema made of what was given. Nobody else holds it. */
  readonly document: Record<string, unknown>;
}

/** What is written for a row, and what its caller gets. */
export interface EncodedRow {
  readonly json: string;
  readonly columns: readonly SqlValue[];
  /** A document of the caller's own. */
  readonly result: Record<string, unknown>;
}

/** Turns what is given to a collection into rows. */
export class DocumentRows {
  readonly #spec: CollectionSpec;
  readonly #codec: DocumentCodec;

  constructor(spec: CollectionSpec, codec: DocumentCodec) {
    this.#spec = spec;
    this.#codec = codec;
  }

  /**
   * Checks a new document. Its id is `id`, or the one that it has, or a new one, which is made before the schema is
   * asked. Throws VALIDATION.
   */
  *check(given: unknown, id?: string): Steps<DocumentRow> {
    const { primaryKey, hasIdInSchema } = this.#spec;
    if (!isRecord(given)) return { id: '', document: yield* validateSteps(this.#spec, given) };
    const own = this.#idIn(given, id);
    if (hasIdInSchema) {
      const document = yield* validateSteps(
        this.#spec,
        own === given[primaryKey] ? given : { ...given, [primaryKey]: own },
      );
      return { id: this.#idText(document[primaryKey]), document: thawed(document) };
    }
    const { [primaryKey]: _own, ...body } = given;
    return { id: this.#idText(own), document: thawed(yield* validateSteps(this.#spec, body)) };
  }

  /** What is written for a checked row. */
  encode(row: DocumentRow, table: CollectionTable): EncodedRow {
    const json = this.#codec.encode(row.document);
    const columns = columnValues(this.#codec, table.writtenFields, row.document);
    const isShared = this.#codec.mayShareObjects;
    return { json, columns, result: isShared ? this.#codec.decode(json, row.id) : withId(this.#spec, row) };
  }

  /** The id of a document that was given, told apart from what it may not be. */
  #idIn(given: Record<string, unknown>, id: string | undefined): unknown {
    const { primaryKey, options } = this.#spec;
    const own = Object.hasOwn(given, primaryKey) ? given[primaryKey] : undefined;
    if (id === undefined) return own ?? options.generateId?.() ?? randomUUID();
    if (own === undefined || String(own) === id) return own ?? id;
    throw new ValidationError(this.#spec.name, [
      { path: [primaryKey], message: `is “${String(own)}”, but the document is to be stored as “${id}”` },
    ]);
  }

  #idText(id: unknown): string {
    if (typeof id === 'string') return id;
    if (typeof id === 'number' || typeof id === 'bigint') return String(id);
    throw new ValidationError(this.#spec.name, [
      { path: [this.#spec.primaryKey], message: 'the id must be a text or a number' },
    ]);
  }
}

/** The values of the columns of these fields. */
export function columnValues(
  codec: DocumentCodec,
  fields: readonly ConstrainedField[],
  document: unknown,
): SqlValue[] {
  return fields.map(({ path }) => codec.columnValue(valueAt(document, path)));
}

/** The document of a row as its caller gets it: with its id, also where the schema does not have one. */
export function withId(
  { primaryKey, hasIdInSchema }: CollectionSpec,
  { id, document }: DocumentRow,
): Record<string, unknown> {
  if (!hasIdInSchema) setOwn(document, primaryKey, id);
  return document;
}

/** Results are the caller's to change, also where the schema says `readonly`. */
export function thawed(document: Record<string, unknown>): Record<string, unknown> {
  return Object.isFrozen(document) ? { ...document } : document;
}
