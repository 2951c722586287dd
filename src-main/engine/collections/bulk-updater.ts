import { NotFoundError } from '../errors/not-found-error.ts';
import { all, run, type Steps, transaction } from '../steps/steps.ts';
import type { CollectionHooks } from './collection-hooks.ts';
import type { CollectionSpec } from './collection-spec.ts';
import { type AnyDocument, asList, copyOf, type DocumentEntry } from './collection-writer.ts';
import { withConstraintErrors } from './constraint-errors.ts';
import type { DocumentCodec } from './document-codec.ts';
import type { DocumentUpdater } from './document-updater.ts';
import type { CollectionTable } from './table-layout.ts';
import { inList } from './validate-document.ts';
import { encodingOf, writeSqlOf } from './write-sql.ts';

/** Documents that are read at a time. */
const CHUNK_ROWS = 500;

export interface BulkUpdaterParts {
  readonly spec: CollectionSpec;
  readonly codec: DocumentCodec;
  readonly hooks: CollectionHooks;
  readonly updater: DocumentUpdater;
  readonly table: () => Steps<CollectionTable>;
}

/** Changes many documents in one transaction: all of them or none. */
export class BulkUpdater {
  readonly #parts: BulkUpdaterParts;

  constructor(parts: BulkUpdaterParts) {
    this.#parts = parts;
  }

  *putBulk(entries: readonly DocumentEntry[]): Steps<AnyDocument[]> {
    const { hooks } = this.#parts;
    const operation = 'putBulk';
    if (entries.length === 0) return [];
    const ids = entries.map(({ id }) => id);
    const given = hooks.has('onBeforeUpdate')
      ? entries.map(({ doc }) => copyOf(doc))
      : entries.map(({ doc }) => doc);
    const patches = asList(yield* hooks.before('onBeforeUpdate', { operation, data: given, ids }));
    const result = yield* this.putAll(ids, patches, operation);
    yield* hooks.after('onAfterUpdate', { operation, data: result, ids }, { result });
    return result;
  }

  /** Puts a patch into each document, without asking hooks of updates. */
  *putAll(ids: readonly string[], patches: readonly unknown[], operation: string): Steps<AnyDocument[]> {
    const { spec, hooks } = this.#parts;
    const table = yield* this.#parts.table();
    const parts = this.#parts;
    return yield* withConstraintErrors(spec, table, () =>
      transaction(function* () {
        yield* run(writeSqlOf(table).takeLock);
        const results: AnyDocument[] = [];
        for (let start = 0; start < ids.length; start += CHUNK_ROWS) {
          const chunk = { ids: ids.slice(start, start + CHUNK_ROWS), patches: patches.slice(start), start };
          yield* putChunk(parts, table, chunk, results);
        }
        yield* hooks.commit([], { operation, data: results, ids });
        return results;
      }),
    );
  }
}

interface Chunk {
  readonly ids: readonly string[];
  readonly patches: readonly unknown[];
  readonly start: number;
}

/** A document that is named twice gets both patches, one after the other. */
function* putChunk(
  { spec, codec, updater }: BulkUpdaterParts,
  table: CollectionTable,
  { ids, patches, start }: Chunk,
  results: AnyDocument[],
): Steps<void> {
  const sql = writeSqlOf(table);
  const { rows } = yield* all(sql.readMany, [JSON.stringify(ids)]);
  const found = new Map(rows.map(([id, json, type]) => [String(id), { json: String(json), type }]));
  for (const [index, id] of ids.entries()) {
    const stored = found.get(id);
    if (stored === undefined) throw new NotFoundError(spec.name, id);
    try {
      const change = updater.merge(patches[index])(codec.decodeStored(stored.json, id));
      const { json, columns, result } = yield* updater.apply(id, change, table);
      yield* run(sql.update(encodingOf(stored.type)), [json, ...columns, id]);
      stored.json = json;
      results.push(result);
    } catch (error) {
      throw inList(error, start + index);
    }
  }
}
