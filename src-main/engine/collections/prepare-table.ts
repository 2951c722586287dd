import { DatabaseError, hasErrorCode } from '../errors.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { all, run, type Steps, transaction } from '../steps/steps.ts';
import type { GuardedStatement } from '../types.ts';
import { invalidCollection, METADATA_TABLE } from './collection-names.ts';
import type { CollectionSpec, TableConstraint } from './collection-spec.ts';
import { withConstraintErrors } from './constraint-errors.ts';
import type { DocumentCodec } from './document-codec.ts';
import { withTargetColumns } from './foreign-key-targets.ts';
import { createIndexSql } from './index-definitions.ts';
import { withKeptParts } from './kept-definitions.ts';
import { METADATA_DDL, type StoredCollection, storeCollection, storedCollection } from './metadata-table.ts';
import { rewriteDocuments } from './rewrite-documents.ts';
import type { CollectionTable } from './table-layout.ts';
import { fieldsInFile, isDone, isReadable, planTable, type TablePlan, tableAsFound } from './table-plan.ts';
import { type FoundTable, hasJsonb, probeTable, takenNames } from './table-probe.ts';
import { addColumnSql, createTableSql, dropColumnSql, takeWriteLockSql } from './table-sql.ts';

/**
 * Makes the table of a collection what the collection asks for, and tells how it lies in the file. A new table, new
 * columns with the values of the documents that are there, indexes, upgrades of documents to a higher version: all of
 * it in one transaction, or, if any of it fails, nothing. Writes nothing when there is nothing to do.
 *
 * Throws TABLE_UNSUITABLE, COLLECTION_VERSION, COLLECTION_INVALID, UPGRADE_FAILED, and a constraint's error when
 * documents that are there do not meet it.
 */
export function* prepareTable(spec: CollectionSpec, codec: DocumentCodec): Steps<CollectionTable> {
  if (spec.options.attach === true) return yield* attach(spec);
  const { found, plan } = yield* look(spec);
  if (found !== undefined && isDone(plan)) return tableAsFound(spec, found, plan.fields);
  try {
    return yield* withConstraintErrors(spec, undefined, () => transaction(() => prepare(spec, codec)));
  } catch (error) {
    // A file that cannot be written can still be read, if it has what reading needs.
    if (found === undefined || !hasErrorCode(error, 'READONLY') || !isReadable(plan, spec)) throw error;
    return tableAsFound(spec, found, plan.fields);
  }
}

function* look(spec: CollectionSpec) {
  const found = yield* probeTable(spec.name);
  const stored = yield* storedCollection(spec.name);
  assertNotLater(spec, stored);
  return { found, stored, plan: planTable(spec, found, stored) };
}

/** The table as it is, without a word written. */
function* attach(spec: CollectionSpec): Steps<CollectionTable> {
  const found = yield* probeTable(spec.name);
  if (found === undefined) {
    throw new DatabaseError(
      'TABLE_UNSUITABLE',
      `The file has no table “${spec.name}” to attach to. Nothing was written: leave out attach to make it.`,
    );
  }
  const stored = yield* storedCollection(spec.name);
  return tableAsFound(spec, found, fieldsInFile(withKeptParts(spec, stored), found, stored));
}

/** Looks again, now that nobody else can write, and does what is to be done. */
function* prepare(spec: CollectionSpec, codec: DocumentCodec): Steps<CollectionTable> {
  yield* run(METADATA_DDL);
  yield* run(takeWriteLockSql(METADATA_TABLE));
  const { found, stored, plan } = yield* look(spec);
  if (found !== undefined) assertSameConstraints(plan.spec, stored);
  const { shape, guards, description } = yield* scriptOf(spec, found, plan);
  for (const sql of shape) yield* run(sql);
  const table = yield* lookAgain(spec, plan.fields);
  if (found !== undefined) yield* rewriteDocuments({ ...plan, codec, table });
  for (const sql of guards) yield* run(sql);
  if (description !== undefined) yield* run(description.sql, description.params ?? []);
  return table;
}

/** The statements that make a table what its collection asks for, in their order. */
export interface TableScript {
  /** The table and its columns. */
  readonly shape: readonly string[];
  /** Columns that get their values from the documents between the two. */
  readonly filled: readonly string[];
  /** Indexes and triggers. */
  readonly guards: readonly string[];
  /** What the file will know about the collection. */
  readonly description: GuardedStatement | undefined;
}

/** What registering a collection would run now. Writes nothing; throws as registering it would. */
export function* tableScript(spec: CollectionSpec): Steps<TableScript> {
  const { found, stored, plan } = yield* look(spec);
  if (found !== undefined) assertSameConstraints(plan.spec, stored);
  const script = yield* scriptOf(spec, found, plan);
  const { rows } = yield* all('SELECT 1 FROM sqlite_schema WHERE type = ? AND name = ?', [
    'table',
    METADATA_TABLE,
  ]);
  return rows.length > 0 ? script : { ...script, shape: [METADATA_DDL, ...script.shape] };
}

function* scriptOf(spec: CollectionSpec, found: FoundTable | undefined, plan: TablePlan): Steps<TableScript> {
  const { constrainedFields, constraints } = yield* withTargetColumns({
    ...plan.spec,
    constrainedFields: found === undefined ? spec.constrainedFields : plan.addedFields,
  });
  const taken = yield* takenNames();
  for (const index of plan.droppedIndexes) taken.delete(index.toLowerCase());
  const shape: string[] = [];
  if (found === undefined) {
    const encoding = (yield* hasJsonb()) ? 'jsonb' : 'text';
    shape.push(createTableSql({ ...spec, constrainedFields, constraints }, encoding));
    taken.add(spec.name.toLowerCase());
  } else {
    for (const trigger of plan.droppedTriggers) shape.push(`DROP TRIGGER ${quoteIdentifier(trigger)}`);
    for (const index of plan.droppedIndexes) shape.push(`DROP INDEX ${quoteIdentifier(index)}`);
    for (const column of plan.droppedColumns) shape.push(dropColumnSql(spec.name, column));
    for (const field of constrainedFields) shape.push(addColumnSql(spec.name, field));
  }
  return {
    shape,
    filled: found === undefined ? [] : constrainedFields.map(({ column }) => column),
    guards: [
      ...plan.addedIndexes.map((wanted) => createIndexSql(spec.name, wanted, taken)),
      ...plan.addedTriggers.map(({ sql }) => sql),
    ],
    description: plan.description === undefined ? undefined : storeCollection(plan.description),
  };
}

function* lookAgain(spec: CollectionSpec, fields: CollectionTable['fields']): Steps<CollectionTable> {
  // It has just been made or found.
  const found = (yield* probeTable(spec.name)) as FoundTable;
  return tableAsFound(spec, found, fields);
}

function assertNotLater({ name, version }: CollectionSpec, stored: StoredCollection | undefined): void {
  if (stored === undefined || stored.version <= version) return;
  throw new DatabaseError(
    'COLLECTION_VERSION',
    `The file has version ${stored.version} of the collection “${name}”, which is later than ${version}. Nothing was written: use the program that wrote it, or a later one.`,
  );
}

/** SQLite adds and drops columns and indexes of a table that is there, but no constraints over the table. */
function assertSameConstraints(spec: CollectionSpec, stored: StoredCollection | undefined): void {
  const before = constraintsOf(stored?.constraints ?? []);
  const now = constraintsOf(spec.constraints);
  if (before.size === now.size && [...now].every((constraint) => before.has(constraint))) return;
  throw invalidCollection(
    spec.name,
    'its table is there already, and a check or foreign key over the table can only be made with it and stays; give it to a field under constrainedFields, or use a new collection',
  );
}

function constraintsOf(constraints: readonly TableConstraint[]): Set<string> {
  return new Set(constraints.filter(isPartOfTable).map((constraint) => JSON.stringify(constraint)));
}

function isPartOfTable({ kind }: TableConstraint): boolean {
  return kind === 'check' || kind === 'foreignKey';
}
