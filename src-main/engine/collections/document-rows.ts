import { randomUUID } from 'node:crypto';
import { ValidationError } from '../errors/validation-error.ts';
import type { Steps } from '../steps/steps.ts';
import type { SqlValue } from '../types.ts';
import type { CollectionSpec } from './collection-spec.ts';
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
    if (!isObject(given)) return { id: '', document: yield* validateSteps(this.#spec, given) };
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

  /** The id of a document that was given, told apart from what it may not be. */
  encode({ id, document }: DocumentRow, table: CollectionTable): EncodedRow {
    const json = this.#codec.encode(document);
    const columns = table.writtenFields.map(({ path }) => this.#codec.columnValue(valueAt(document, path)));
    return { json, columns, result: this.#resultOf(id, document, json) };
  }

  #resultOf(id: string, document: Record<string, unknown>, json: string): Record<string, unknown> {
    if (this.#codec.mayShareObjects) return this.#codec.decode(json, id);
    if (!this.#spec.hasIdInSchema) setOwn(document, this.#spec.primaryKey, id);
    return document;
  }

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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Results are the caller's to change, also where the schema says `readonly`. */
function thawed(document: Record<string, unknown>): Record<string, unknown> {
  return Object.isFrozen(document) ? { ...document } : document;
}
