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
import { inList, validateLater, validateNow } from './validate-document.ts';

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

/** What the schema is asked about, and the id that was given with it. */
interface CheckedSubject {
  readonly own: unknown;
  readonly body: unknown;
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
    const subject = this.#subject(given, id);
    const document =
      validateNow(this.#spec, subject.body) ?? (yield* validateLater(this.#spec, subject.body));
    return this.#row(subject, document);
  }

  /** The same for a list; `ids` has one for each of them. Paths of what is wrong begin with the place in the list. */
  *checkAll(given: readonly unknown[], ids?: readonly string[]): Steps<DocumentRow[]> {
    const rows: DocumentRow[] = [];
    for (let place = 0; place < given.length; place++) {
      try {
        // As `check` does it: a generator for each document would cost as much as its validation.
        const subject = this.#subject(given[place], ids?.[place]);
        const document =
          validateNow(this.#spec, subject.body) ?? (yield* validateLater(this.#spec, subject.body));
        rows.push(this.#row(subject, document));
      } catch (error) {
        throw inList(error, place);
      }
    }
    return rows;
  }

  /** What is written for a checked row. */
  encode(row: DocumentRow, table: CollectionTable): EncodedRow {
    const columns: SqlValue[] = [];
    const json = this.#codec.encode(row.document);
    pushColumnValues(columns, this.#codec, table.writtenFields, row.document);
    return { json, columns, result: this.#result(row, json) };
  }

  /** The same, into the values of an INSERT: id, document, columns. Gives what the caller gets. */
  encodeInto(params: SqlValue[], row: DocumentRow, table: CollectionTable): Record<string, unknown> {
    const json = this.#codec.encode(row.document);
    params.push(row.id, json);
    pushColumnValues(params, this.#codec, table.writtenFields, row.document);
    return this.#result(row, json);
  }

  #result(row: DocumentRow, json: string): Record<string, unknown> {
    return this.#codec.mayShareObjects ? this.#codec.decode(json, row.id) : withId(this.#spec, row);
  }

  #subject(given: unknown, id: string | undefined): CheckedSubject {
    const { primaryKey, hasIdInSchema } = this.#spec;
    if (!isRecord(given)) return { own: '', body: given };
    const own = this.#idIn(given, id);
    if (hasIdInSchema)
      return { own, body: own === given[primaryKey] ? given : { ...given, [primaryKey]: own } };
    const { [primaryKey]: _own, ...body } = given;
    return { own, body };
  }

  #row({ own }: CheckedSubject, document: Record<string, unknown>): DocumentRow {
    const { primaryKey, hasIdInSchema } = this.#spec;
    return { id: this.#idText(hasIdInSchema ? document[primaryKey] : own), document: thawed(document) };
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
  const values: SqlValue[] = [];
  pushColumnValues(values, codec, fields, document);
  return values;
}

function pushColumnValues(
  values: SqlValue[],
  codec: DocumentCodec,
  fields: readonly ConstrainedField[],
  document: unknown,
): void {
  for (const { path } of fields) values.push(codec.columnValue(valueAt(document, path)));
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
