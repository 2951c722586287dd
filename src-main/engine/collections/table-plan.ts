import { quoteIdentifier } from '../quote-identifier.ts';
import type { CollectionSpec, ConstrainedField } from './collection-spec.ts';
import { type IndexDefinition, indexDefinitions, serves } from './index-definitions.ts';
import { describeCollection, isSameCollection, type StoredCollection } from './metadata-table.ts';
import type { CollectionTable } from './table-layout.ts';
import type { FoundTable } from './table-probe.ts';

/** What must be done so that a table is as its collection asks for. */
export interface TablePlan {
  /** As it will be. */
  readonly fields: readonly ConstrainedField[];
  readonly isNew: boolean;
  readonly addedFields: readonly ConstrainedField[];
  readonly addedIndexes: readonly IndexDefinition[];
  /** Version of the documents that are there. */
  readonly fromVersion: number;
  /** What is to be stored about the collection, if that is something else than before. */
  readonly description: StoredCollection | undefined;
}

/** Compares a collection with the table that the file has, if it has one, and with what it knows of the collection. */
export function planTable(
  spec: CollectionSpec,
  found: FoundTable | undefined,
  stored: StoredCollection | undefined,
): TablePlan {
  const fields = fieldsInFile(spec, found, stored);
  const present = new Set(found?.columns.map(({ name }) => name.toLowerCase()));
  const indexes = indexDefinitions(spec, fields);
  const description = describeCollection(spec, fields);
  return {
    fields,
    isNew: found === undefined,
    addedFields: found === undefined ? [] : fields.filter(({ column }) => !present.has(column.toLowerCase())),
    addedIndexes: indexes.filter((wanted) => !found?.indexes.some((index) => serves(index, wanted))),
    fromVersion: stored?.version ?? (found === undefined ? spec.version : 1),
    description: stored !== undefined && isSameCollection(stored, description) ? undefined : description,
  };
}

/** Whether nothing has to be written. */
export function isDone({ isNew, addedFields, addedIndexes, description }: TablePlan): boolean {
  return !isNew && addedFields.length === 0 && addedIndexes.length === 0 && description === undefined;
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
  const taken = new Set([
    '_id',
    'doc',
    '_version',
    ...[...known.values()].map((column) => column.toLowerCase()),
  ]);
  return spec.constrainedFields.map((field) => {
    const column = known.get(JSON.stringify(field.path));
    if (column !== undefined) return { ...field, column };
    const free = freeName(columnInFile(field, found), taken);
    taken.add(free.toLowerCase());
    return free === field.column ? field : { ...field, column: free };
  });
}

/** Other writers name columns by the dotted path, or with _ between the keys. */
function columnInFile(field: ConstrainedField, found: FoundTable): string {
  const names = [field.column, field.path.join('_'), field.field];
  const match = names.find((name) => found.columns.some((column) => column.name === name));
  return match ?? field.column;
}

function freeName(base: string, taken: ReadonlySet<string>): string {
  let name = base;
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${base}_${count}`;
  return name;
}

/** Takes the lock of a writer without changing anything: what is read after it stays true. */
export function takeWriteLockSql(table: string): string {
  return `DELETE FROM ${quoteIdentifier(table)} WHERE 0`;
}
