import { all, type Steps } from '../steps/steps.ts';
import type { GuardedStatement } from '../types.ts';
import type { BulkUpdater } from './bulk-updater.ts';
import type { CollectionHooks } from './collection-hooks.ts';
import type { CollectionSpec } from './collection-spec.ts';
import { withConstraintErrors } from './constraint-errors.ts';
import type { CollectionTable } from './table-layout.ts';
import { writeSqlOf } from './write-sql.ts';

/** Ids that are deleted by one statement. */
const CHUNK_IDS = 10_000;

const deleted = { kind: 'delete' } as const;

export interface DocumentRemoverParts {
  readonly spec: CollectionSpec;
  readonly hooks: CollectionHooks;
  readonly bulk: BulkUpdater;
  readonly table: () => Steps<CollectionTable>;
}

/** Deletes documents, or, where a plugin wants that, marks them instead. */
export class DocumentRemover {
  readonly #parts: DocumentRemoverParts;

  constructor(parts: DocumentRemoverParts) {
    this.#parts = parts;
  }

  /** True also when there was nothing to delete, as the specification has it. */
  *delete(id: string): Steps<true> {
    const { spec, hooks, table } = this.#parts;
    const subject = { operation: 'delete', ids: [id] };
    const marks = yield* hooks.beforeDelete(subject);
    if (marks !== undefined) {
      yield* this.#mark(subject, marks);
    } else {
      const layout = yield* table();
      const statement = { sql: writeSqlOf(layout).delete, params: [id] };
      yield* withConstraintErrors(spec, layout, () => hooks.commitOne(statement, subject), deleted);
    }
    yield* hooks.after('onAfterDelete', subject, { result: true });
    return true;
  }

  /** Gives the number of documents that were there. */
  *deleteBulk(ids: readonly string[]): Steps<number> {
    const { spec, hooks, table } = this.#parts;
    if (ids.length === 0) return 0;
    const subject = { operation: 'deleteBulk', ids };
    const marks = yield* hooks.beforeDelete(subject);
    let count: number;
    if (marks !== undefined) {
      count = yield* this.#mark(subject, marks);
    } else {
      const layout = yield* table();
      const statements = deletions(writeSqlOf(layout).deleteMany, ids);
      const changes = yield* withConstraintErrors(
        spec,
        layout,
        () => hooks.commit(statements, subject),
        deleted,
      );
      count = changes.slice(0, statements.length).reduce((sum, changed) => sum + changed, 0);
    }
    yield* hooks.after('onAfterDelete', subject, { result: count });
    return count;
  }

  *#mark(
    { operation, ids }: { readonly operation: string; readonly ids: readonly string[] },
    marks: Readonly<Record<string, unknown>>,
  ): Steps<number> {
    const { bulk, table } = this.#parts;
    const { rows } = yield* all(writeSqlOf(yield* table()).present, [JSON.stringify(ids)]);
    const present = rows.map(([id]) => String(id));
    if (present.length === 0) return 0;
    yield* bulk.putAll(
      present,
      present.map(() => marks),
      operation,
    );
    return present.length;
  }
}

function deletions(sql: string, ids: readonly string[]): GuardedStatement[] {
  const statements: GuardedStatement[] = [];
  for (let start = 0; start < ids.length; start += CHUNK_IDS) {
    statements.push({ sql, params: [JSON.stringify(ids.slice(start, start + CHUNK_IDS))] });
  }
  return statements;
}
