import { isRecord } from '../is-record.ts';
import { all, type Steps } from '../steps/steps.ts';
import type { GuardedStatement, SqlValue } from '../types.ts';
import type { CollectionHooks } from './collection-hooks.ts';
import type { CollectionSpec } from './collection-spec.ts';
import { withConstraintErrors } from './constraint-errors.ts';
import type { DocumentRow, DocumentRows } from './document-rows.ts';
import type { CollectionTable } from './table-layout.ts';
import { writeSqlOf } from './write-sql.ts';

/** A document with the id under which it is to be stored. */
export interface DocumentEntry {
  readonly id: string;
  readonly doc: unknown;
}

/** Documents whose texts are made at a time. */
const BATCH_ROWS = 64;

export type AnyDocument = Record<string, unknown>;

export interface CollectionWriterParts {
  readonly spec: CollectionSpec;
  readonly hooks: CollectionHooks;
  readonly rows: DocumentRows;
  readonly table: () => Steps<CollectionTable>;
}

/** Inserting and replacing documents. Each method is a body of work: hooks, validation, one write. */
export class CollectionWriter {
  readonly #parts: CollectionWriterParts;

  constructor(parts: CollectionWriterParts) {
    this.#parts = parts;
  }

  *insert(given: unknown): Steps<AnyDocument> {
    const { hooks, rows } = this.#parts;
    const operation = 'insert';
    const data = yield* hooks.before('onBeforeInsert', { operation, data: copyOf(given) });
    const row = yield* rows.check(data);
    const result = yield* this.#writeOne(row, 'insert', operation);
    yield* hooks.after('onAfterInsert', { operation, data: result, ids: [row.id] }, { result });
    return result;
  }

  *insertBulk(given: readonly unknown[]): Steps<AnyDocument[]> {
    const { hooks, rows: checker } = this.#parts;
    const operation = 'insertBulk';
    if (given.length === 0) return [];
    const data = yield* hooks.before('onBeforeInsert', { operation, data: this.#copies(given) });
    const rows = yield* checker.checkAll(asList(data));
    const result = yield* this.#writeAll(rows, 'insert', operation);
    yield* this.#tell('onAfterInsert', operation, rows, result);
    return result;
  }

  *upsert(id: string, given: unknown): Steps<AnyDocument> {
    const { hooks, rows } = this.#parts;
    const operation = 'upsert';
    const isNew = yield* this.#isMissing([id]);
    const before = isNew(id) ? 'onBeforeInsert' : 'onBeforeUpdate';
    const data = yield* hooks.before(before, { operation, data: copyOf(given), ids: [id] });
    const row = yield* rows.check(data, id);
    const result = yield* this.#writeOne(row, 'upsert', operation);
    const after = isNew(id) ? 'onAfterInsert' : 'onAfterUpdate';
    yield* hooks.after(after, { operation, data: result, ids: [id] }, { result });
    return result;
  }

  *upsertBulk(entries: readonly DocumentEntry[]): Steps<AnyDocument[]> {
    const operation = 'upsertBulk';
    if (entries.length === 0) return [];
    const isNew = yield* this.#isMissing(entries.map(({ id }) => id));
    const asked = yield* this.#askBeforeUpsert(entries, isNew);
    const rows = yield* this.#parts.rows.checkAll(
      asked.map(({ doc }) => doc),
      asked.map(({ id }) => id),
    );
    const result = yield* this.#writeAll(rows, 'upsert', operation);
    for (const [hook, isWanted] of [
      ['onAfterInsert', true],
      ['onAfterUpdate', false],
    ] as const) {
      const places = [...rows.keys()].filter((place) => isNew(rowAt(rows, place).id) === isWanted);
      const told = places.map((place) => rowAt(rows, place));
      if (told.length > 0)
        yield* this.#tell(
          hook,
          operation,
          told,
          places.map((place) => result[place]),
        );
    }
    return result;
  }

  /** New documents are asked about as inserts, the others as updates; the order stays. */
  *#askBeforeUpsert(
    entries: readonly DocumentEntry[],
    isNew: (id: string) => boolean,
  ): Steps<DocumentEntry[]> {
    const { hooks } = this.#parts;
    const asked = [...entries];
    for (const [hook, isWanted] of [
      ['onBeforeInsert', true],
      ['onBeforeUpdate', false],
    ] as const) {
      const places = [...entries.keys()].filter((place) => isNew(entryAt(entries, place).id) === isWanted);
      if (places.length === 0 || !hooks.has(hook)) continue;
      const ids = places.map((place) => entryAt(entries, place).id);
      const documents = places.map((place) => copyOf(entryAt(entries, place).doc));
      const data = asList(yield* hooks.before(hook, { operation: 'upsertBulk', data: documents, ids }));
      for (const [index, place] of places.entries()) {
        asked[place] = { id: entryAt(entries, place).id, doc: data[index] };
      }
    }
    return asked;
  }

  /** Which of these ids the collection has not; asked only where a hook must know it. */
  *#isMissing(ids: readonly string[]): Steps<(id: string) => boolean> {
    const { hooks, table } = this.#parts;
    if (!hooks.has('onBeforeInsert', 'onBeforeUpdate', 'onAfterInsert', 'onAfterUpdate')) return () => false;
    const sql = writeSqlOf(yield* table());
    const { rows } = yield* all(sql.present, [JSON.stringify(ids)]);
    const present = new Set(rows.map(([id]) => String(id)));
    return (id) => !present.has(id);
  }

  *#writeOne(row: DocumentRow, kind: 'insert' | 'upsert', operation: string): Steps<AnyDocument> {
    const { spec, hooks, rows } = this.#parts;
    const table = yield* this.#parts.table();
    const { json, columns, result } = rows.encode(row, table);
    const statement = { sql: writeSqlOf(table)[kind], params: [row.id, json, ...columns] };
    const subject = { operation, data: result, ids: [row.id] };
    yield* withConstraintErrors(spec, table, () => hooks.commitOne(statement, subject), {
      kind: 'write',
      columns,
    });
    return result;
  }

  *#writeAll(
    documents: readonly DocumentRow[],
    kind: 'insert' | 'upsert',
    operation: string,
  ): Steps<AnyDocument[]> {
    const { spec, hooks, rows } = this.#parts;
    const table = yield* this.#parts.table();
    const results = new Array<AnyDocument>(documents.length);
    const statements = {
      [Symbol.iterator]: () => this.#batches({ documents, kind, table, rows, results }),
    };
    const subject = {
      operation,
      data: hooks.has('onBeforeCommit') ? documents.map(({ document }) => document) : undefined,
      ids: hooks.has('onBeforeCommit') ? documents.map(({ id }) => id) : undefined,
    };
    yield* withConstraintErrors(spec, table, () => hooks.commit(statements, subject));
    return results;
  }

  /** INSERTs, made as they are run: the texts of all documents are never in memory at once. */
  *#batches(work: {
    readonly documents: readonly DocumentRow[];
    readonly kind: 'insert' | 'upsert';
    readonly table: CollectionTable;
    readonly rows: DocumentRows;
    readonly results: AnyDocument[];
  }): Generator<GuardedStatement, void, void> {
    const { documents, kind, table, rows, results } = work;
    const sql = writeSqlOf(table)[kind];
    for (let start = 0; start < documents.length; start += BATCH_ROWS) {
      const each: SqlValue[][] = [];
      for (let place = start; place < Math.min(start + BATCH_ROWS, documents.length); place++) {
        const params: SqlValue[] = [];
        results[place] = rows.encodeInto(params, rowAt(documents, place), table);
        each.push(params);
      }
      yield { sql, each };
    }
  }

  *#tell(
    hook: 'onAfterInsert' | 'onAfterUpdate',
    operation: string,
    rows: readonly DocumentRow[],
    result: unknown,
  ): Steps<void> {
    const { hooks } = this.#parts;
    if (!hooks.has(hook)) return;
    yield* hooks.after(hook, { operation, data: result, ids: rows.map(({ id }) => id) }, { result });
  }

  #copies(given: readonly unknown[]): readonly unknown[] {
    return this.#parts.hooks.has('onBeforeInsert') ? given.map(copyOf) : given;
  }
}

/** A hook may change the document that it gets, which is not the caller's. */
export function copyOf(given: unknown): unknown {
  return isRecord(given) ? { ...given } : given;
}

/** What hooks put in the place of a list must be one. */
export function asList(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : [data];
}

function rowAt(rows: readonly DocumentRow[], place: number): DocumentRow {
  return rows[place] as DocumentRow;
}

function entryAt(entries: readonly DocumentEntry[], place: number): DocumentEntry {
  return entries[place] as DocumentEntry;
}
