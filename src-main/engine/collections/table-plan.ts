import type { CollectionSpec, ConstrainedField } from './collection-spec.ts';
import { OWN_COLUMNS, takeFreeName } from './column-names.ts';
import { foreignKeyTriggers, type TriggerDefinition, triggerPrefix } from './foreign-key-triggers.ts';
import { type IndexDefinition, indexDefinitions, isSameIndex, serves } from './index-definitions.ts';
import { withKeptParts } from './kept-definitions.ts';
import { describeCollection, isSameCollection, type StoredCollection } from './metadata-table.ts';
import type { CollectionTable } from './table-layout.ts';
import type { FoundIndex, FoundTable } from './table-probe.ts';

/** What must be done so that a table is as its collection asks for. */
export interface TablePlan {
  /** As it will be: with what the file has and the definition leaves out. */
  readonly spec: CollectionSpec;
  readonly fields: readonly ConstrainedField[];
  readonly isNew: boolean;
  /** Names of triggers, indexes and columns that are not wanted any more, or not as they are. */
  readonly droppedTriggers: readonly string[];
  readonly droppedIndexes: readonly string[];
  readonly droppedColumns: readonly string[];
  readonly addedFields: readonly ConstrainedField[];
  readonly addedIndexes: readonly IndexDefinition[];
  readonly addedTriggers: readonly TriggerDefinition[];
  /** Version of the documents that are there. */
  readonly fromVersion: number;
  /** What is to be stored about the collection, if that is something else than before. */
  readonly description: StoredCollection | undefined;
}

/** Compares a collection with the table that the file has, if it has one, and with what it knows of the collection. */
export function planTable(
  defined: CollectionSpec,
  found: FoundTable | undefined,
  stored: StoredCollection | undefined,
): TablePlan {
  const spec = withKeptParts(defined, stored);
  const fields = fieldsInFile(spec, found, stored);
  const description = describeCollection(spec, fields);
  const common = {
    ...{ spec, fields, isNew: found === undefined },
    fromVersion: stored?.version ?? (found === undefined ? spec.version : 1),
    description: stored !== undefined && isSameCollection(stored, description) ? undefined : description,
  };
  const wanted = indexDefinitions(spec, fields);
  const hasVersion = found === undefined || found.columns.some(({ name }) => name === '_version');
  const triggers = foreignKeyTriggers(spec, fields, hasVersion);
  if (found === undefined) {
    const nothing = { droppedTriggers: [], droppedIndexes: [], droppedColumns: [], addedFields: [] };
    return { ...common, ...nothing, addedIndexes: wanted, addedTriggers: triggers };
  }
  const droppedColumns = unwantedColumns(fields, found, stored);
  const dropped = new Set(droppedColumns);
  const unwanted = unwantedIndexes(found, stored, { wanted, dropped });
  const isThere = ({ name, sql }: TriggerDefinition) => found.triggers.get(name) === sql;
  const droppedTriggers = [...found.triggers.keys()].filter((name) => {
    return (
      name.startsWith(triggerPrefix(spec.name)) && !triggers.some((one) => one.name === name && isThere(one))
    );
  });
  const remaining = found.indexes.filter((index) => !unwanted.includes(index));
  const present = new Set(found.columns.map(({ name }) => name.toLowerCase()));
  return {
    ...common,
    droppedTriggers,
    droppedIndexes: unwanted.map(({ name }) => name),
    droppedColumns,
    addedFields: fields.filter(({ column }) => dropped.has(column) || !present.has(column.toLowerCase())),
    addedIndexes: wanted.filter((index) => !remaining.some((one) => serves(one, index))),
    addedTriggers: triggers.filter((one) => !isThere(one)),
  };
}

/** Columns of ours whose field is gone, or is to be another column; what they hold, the documents have. */
function unwantedColumns(
  fields: readonly ConstrainedField[],
  found: FoundTable,
  stored: StoredCollection | undefined,
): string[] {
  const wanted = new Map(fields.map((field) => [JSON.stringify(field.path), field]));
  const columns = new Map(found.columns.map((column) => [column.name.toLowerCase(), column]));
  return (stored?.constrainedFields ?? []).flatMap((before) => {
    const column = columns.get(before.column.toLowerCase());
    if (column === undefined || column.isGenerated) return [];
    const field = wanted.get(JSON.stringify(before.path));
    const isKept =
      field !== undefined && isSameColumn(field, before) && !(column.isNotNull && field.nullable);
    return isKept ? [] : [before.column];
  });
}

function isSameColumn(one: ConstrainedField, other: ConstrainedField): boolean {
  const partsOf = ({ type, check, foreignKey, onDelete, onUpdate }: ConstrainedField) =>
    JSON.stringify([type, check, foreignKey, onDelete, onUpdate]);
  return partsOf(one) === partsOf(other);
}

/** Indexes of ours that nothing asks for any more, or whose column is dropped. */
function unwantedIndexes(
  found: FoundTable,
  stored: StoredCollection | undefined,
  { wanted, dropped }: { readonly wanted: readonly IndexDefinition[]; readonly dropped: ReadonlySet<string> },
): FoundIndex[] {
  if (stored === undefined) return [];
  const ours = indexDefinitions(stored, stored.constrainedFields);
  return found.indexes.filter((index) => {
    if (index.name.startsWith('sqlite_') || !ours.some((own) => isSameIndex(index, own))) return false;
    const isTouched = index.columns.some((column) => column !== undefined && dropped.has(column));
    return isTouched || !wanted.some((one) => isSameIndex(index, one));
  });
}

/** Whether nothing has to be written. */
export function isDone(plan: TablePlan): boolean {
  const { isNew, description, ...lists } = plan;
  const dropped = [lists.droppedTriggers, lists.droppedIndexes, lists.droppedColumns];
  const added = [lists.addedFields, lists.addedIndexes, lists.addedTriggers];
  return !isNew && description === undefined && [...dropped, ...added].every((list) => list.length === 0);
}

/** Whether reading needs nothing of what has to be written. */
export function isReadable(
  { isNew, addedFields, fromVersion }: TablePlan,
  { version }: CollectionSpec,
): boolean {
  return !isNew && addedFields.length === 0 && fromVersion === version;
}

/** The table as it is: with the columns that it has, whatever the collection asks for. */
export function tableAsFound(
  spec: CollectionSpec,
  found: FoundTable,
  fields: readonly ConstrainedField[],
): CollectionTable {
  const columns = new Map(found.columns.map((column) => [column.name.toLowerCase(), column]));
  const present = fields.filter(({ column }) => columns.has(column.toLowerCase()));
  return {
    table: spec.name,
    encoding: found.encoding,
    hasVersion: columns.get('_version')?.isGenerated === false,
    fields: present,
    writtenFields: present.filter(({ column }) => columns.get(column.toLowerCase())?.isGenerated === false),
  };
}

/** The columns of fields that the file knows keep their names; others take that of a column that is there. */
export function fieldsInFile(
  spec: CollectionSpec,
  found: FoundTable | undefined,
  stored: StoredCollection | undefined,
): ConstrainedField[] {
  if (found === undefined) return [...spec.constrainedFields];
  const known = new Map(stored?.constrainedFields.map(({ path, column }) => [JSON.stringify(path), column]));
  const taken = new Set([...OWN_COLUMNS, ...[...known.values()].map((column) => column.toLowerCase())]);
  return spec.constrainedFields.map((field) => {
    const column = known.get(JSON.stringify(field.path));
    if (column !== undefined) return { ...field, column };
    const free = takeFreeName(columnInFile(field, found), taken);
    return free === field.column ? field : { ...field, column: free };
  });
}

/** Other writers name columns by the dotted path, or with _ between the keys. */
function columnInFile(field: ConstrainedField, found: FoundTable): string {
  const names = [field.column, field.path.join('_'), field.field];
  const match = names.find((name) => found.columns.some((column) => column.name === name));
  return match ?? field.column;
}
