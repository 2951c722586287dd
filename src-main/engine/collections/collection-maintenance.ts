import { quoteIdentifier } from '../quote-identifier.ts';
import { run, type Steps, transaction } from '../steps/steps.ts';
import type { CollectionSource } from './collection-source.ts';
import type { CollectionSpec } from './collection-spec.ts';
import { withConstraintErrors } from './constraint-errors.ts';
import { createIndexSql } from './index-definitions.ts';
import { forgetCollection, storedCollection } from './metadata-table.ts';
import { rewriteDocuments } from './rewrite-documents.ts';
import { planTable } from './table-plan.ts';
import { probeTable, takenNames } from './table-probe.ts';
import { writeSqlOf } from './write-sql.ts';

/**
 * Fills the columns of the constrained fields anew from the documents (others may have changed those without them),
 * makes indexes that are missing, and builds all indexes of the table anew. All of it or nothing.
 */
export function* rebuildIndexes(source: CollectionSource): Steps<void> {
  const { spec, codec } = source;
  const table = yield* source.layout();
  yield* withConstraintErrors(spec, table, () =>
    transaction(function* () {
      yield* run(writeSqlOf(table).takeLock);
      const addedFields = table.writtenFields;
      yield* rewriteDocuments({ spec, codec, table, addedFields, fromVersion: spec.version });
      if (spec.options.attach !== true) yield* addMissingIndexes(spec);
      yield* run(`REINDEX ${quoteIdentifier(spec.name)}`);
    }),
  );
}

function* addMissingIndexes(spec: CollectionSpec): Steps<void> {
  const found = yield* probeTable(spec.name);
  const { addedIndexes } = planTable(spec, found, yield* storedCollection(spec.name));
  const taken = yield* takenNames();
  for (const wanted of addedIndexes) yield* run(createIndexSql(spec.name, wanted, taken));
}

/** Drops the table with all documents, and what the file knows about the collection. */
export function* dropTable({ spec }: CollectionSource): Steps<void> {
  yield* transaction(function* () {
    yield* run(`DROP TABLE IF EXISTS ${quoteIdentifier(spec.name)}`);
    if ((yield* storedCollection(spec.name)) === undefined) return;
    const { sql, params = [] } = forgetCollection(spec.name);
    yield* run(sql, params);
  });
}
