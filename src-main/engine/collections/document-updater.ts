import { NotFoundError } from '../errors/not-found-error.ts';
import { ValidationError } from '../errors/validation-error.ts';
import { VersionMismatchError } from '../errors/version-mismatch-error.ts';
import { DatabaseError } from '../errors.ts';
import { isRecord } from '../is-record.ts';
import { all, type Steps } from '../steps/steps.ts';
import type { CollectionHooks, WriteSubject } from './collection-hooks.ts';
import type { CollectionSpec } from './collection-spec.ts';
import { type AnyDocument, copyOf } from './collection-writer.ts';
import { constraintErrorOf } from './constraint-errors.ts';
import type { DocumentCodec } from './document-codec.ts';
import { columnValues, type EncodedRow, thawed, withId } from './document-rows.ts';
import { type FieldChanges, partForeignFields, withForeignFields } from './foreign-fields.ts';
import { setOwn } from './rich-values.ts';
import type { CollectionTable } from './table-layout.ts';
import { transformingFields, withFieldsAsTheyAre } from './transforming-fields.ts';
import { validateLater, validateNow } from './validate-document.ts';
import { encodingOf, writeSqlOf } from './write-sql.ts';

/** How often an update is tried again because somebody else changed the document meanwhile. */
const MAX_TRIES = 100;

export interface DocumentUpdaterParts {
  readonly spec: CollectionSpec;
  readonly codec: DocumentCodec;
  readonly hooks: CollectionHooks;
  readonly table: () => Steps<CollectionTable>;
}

/** What an update makes of a stored document. */
export interface DocumentChange extends FieldChanges {
  readonly document: AnyDocument;
}

export interface UpdateRequest {
  readonly id: string;
  readonly change: (stored: AnyDocument) => DocumentChange;
  readonly subject: WriteSubject;
  /** VERSION_MISMATCH unless the document has this version. */
  readonly expectedVersion?: number | undefined;
}

/** Changes stored documents: reads, checks what the change makes of them, writes if nobody was faster. */
export class DocumentUpdater {
  readonly #parts: DocumentUpdaterParts;

  constructor(parts: DocumentUpdaterParts) {
    this.#parts = parts;
  }

  /** Puts fields in the place of those that the document has. Throws NOT_FOUND. */
  *put(id: string, given: unknown): Steps<AnyDocument> {
    const { hooks } = this.#parts;
    const operation = 'put';
    const patch = hooks.has('onBeforeUpdate')
      ? yield* hooks.before('onBeforeUpdate', { operation, data: copyOf(given), ids: [id] })
      : given;
    const result = yield* this.update({ id, change: this.merge(patch), subject: { operation, ids: [id] } });
    if (!hooks.has('onAfterUpdate')) return result;
    yield* hooks.after('onAfterUpdate', { operation, data: result, ids: [id] }, { result });
    return result;
  }

  /** The change that a patch makes: its fields in the place of those at the root. */
  merge(patch: unknown): (stored: AnyDocument) => DocumentChange {
    const { name } = this.#parts.spec;
    if (!isRecord(patch)) {
      throw new ValidationError(name, [{ path: [], message: 'the fields to put must be an object' }]);
    }
    return (stored) => {
      const document = { ...stored, ...patch };
      for (const [key, value] of Object.entries(patch)) if (value === undefined) delete document[key];
      return { document, stored, changed: new Set(Object.keys(patch)) };
    };
  }

  /** Changes one document, again and again until nobody changes it in between. */
  *update({ id, change, subject, expectedVersion }: UpdateRequest): Steps<AnyDocument> {
    const { spec, codec, hooks } = this.#parts;
    const table = yield* this.#parts.table();
    const sql = writeSqlOf(table);
    if (expectedVersion !== undefined && !table.hasVersion) throw noVersions(spec.name);
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { rows } = yield* all(sql.read, [id]);
      const [row = []] = rows;
      const [json, type, version] = row;
      if (json === undefined) throw new NotFoundError(spec.name, id);
      if (expectedVersion !== undefined && version !== expectedVersion) {
        const versions = { expected: expectedVersion, actual: Number(version) };
        throw new VersionMismatchError(spec.name, id, versions);
      }
      const encoded = yield* this.apply(id, change(codec.decodeStored(String(json), id)), table);
      const { columns, result } = encoded;
      const guard = table.hasVersion ? (version ?? null) : json;
      // What is the same is not written: each column costs its indexes as well.
      const isSame = columns.every((value, place) => Object.is(value, row[sql.firstColumn + place]));
      const statement = {
        sql: sql.guardedUpdate(encodingOf(type), isSame ? 'document' : 'all'),
        params: isSame ? [encoded.json, id, guard] : [encoded.json, ...columns, id, guard],
      };
      try {
        const changes = yield* hooks.commitGuarded(statement, { ...subject, data: result });
        if (changes === 1) return result;
      } catch (error) {
        throw yield* constraintErrorOf(error, spec, table, { kind: 'write', columns });
      }
    }
    throw new DatabaseError(
      'BUSY',
      `The document “${id}” of “${spec.name}” is being changed all the time. Nothing was written: try again.`,
    );
  }

  /** Checks a changed document, and makes what is written of it. Fields that the schema does not know stay. */
  *apply(id: string, change: DocumentChange, table: CollectionTable): Steps<EncodedRow> {
    const { spec, codec } = this.#parts;
    const { document, changed } = change;
    this.#assertSameId(id, document, changed);
    const parted = partForeignFields(spec, document, change);
    const { body, foreign } = parted;
    if (spec.hasIdInSchema && body[spec.primaryKey] === undefined) setOwn(body, spec.primaryKey, id);
    const asTheyAre = unchangedOf(transformingFields(spec.schema), changed);
    const schema = withFieldsAsTheyAre(spec.schema, asTheyAre);
    const checked = validateNow(spec, body, schema) ?? (yield* validateLater(spec, body, schema));
    const stored = withForeignFields(thawed(checked), parted);
    const json = codec.encode(stored, foreign.length > 0);
    const columns = columnValues(codec, table.writtenFields, stored);
    const isShared = foreign.length > 0 || codec.mayShareObjects;
    const result = isShared ? codec.decode(json, id) : withId(spec, { id, document: stored });
    return { json, columns, result };
  }

  #assertSameId(id: string, document: AnyDocument, changed: ReadonlySet<string>): void {
    const { name, primaryKey } = this.#parts.spec;
    const given = document[primaryKey];
    if (!changed.has(primaryKey) || given === undefined || String(given) === id) return;
    throw new ValidationError(name, [
      { path: [primaryKey], message: `is “${String(given)}”, but a document keeps its id “${id}”` },
    ]);
  }
}

const NONE: readonly string[] = [];

function unchangedOf(fields: ReadonlySet<string>, changed: ReadonlySet<string>): readonly string[] {
  return fields.size === 0 ? NONE : [...fields].filter((key) => !changed.has(key));
}

function noVersions(collection: string): DatabaseError {
  return new DatabaseError(
    'TABLE_UNSUITABLE',
    `The table of “${collection}” was made by others and has no column _version, so that no version can be expected. Nothing was written.`,
  );
}
