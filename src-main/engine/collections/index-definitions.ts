import { quoteIdentifier } from '../quote-identifier.ts';
import type { CollectionSpec, ConstrainedField } from './collection-spec.ts';
import { takeFreeName } from './column-names.ts';
import type { FoundIndex } from './table-probe.ts';

/** An index that a collection asks for. */
export interface IndexDefinition {
  /** Its name where that is still free. */
  readonly name: string;
  /** Fields as they were named; the primary key among them. */
  readonly fields: readonly string[];
  readonly columns: readonly string[];
  readonly isUnique: boolean;
}

/** The indexes of a collection over the columns that its fields have in the file. */
export function indexDefinitions(
  spec: Pick<CollectionSpec, 'name' | 'primaryKey' | 'constraints'>,
  fields: readonly ConstrainedField[],
): IndexDefinition[] {
  const columns = new Map([
    [spec.primaryKey, '_id'],
    ...fields.map(({ field, column }) => [field, column] as const),
  ]);
  const ofFields = fields
    .filter(({ unique, index }) => unique || index)
    .map(({ field, unique }) => ({ fields: [field], isUnique: unique, name: undefined }));
  const ofConstraints = spec.constraints.flatMap((constraint) => {
    if (constraint.kind === 'check') return [];
    return [{ ...constraint, isUnique: constraint.kind === 'unique', name: nameOf(constraint) }];
  });
  return [...ofFields, ...ofConstraints].flatMap((wanted) => {
    const present = wanted.fields.map((field) => columns.get(field));
    if (!present.every((column) => column !== undefined)) return [];
    const name = wanted.name ?? `idx_${spec.name}_${present.join('_')}`;
    return [{ name, fields: wanted.fields, columns: present, isUnique: wanted.isUnique }];
  });
}

function nameOf(constraint: CollectionSpec['constraints'][number]): string | undefined {
  return constraint.kind === 'foreignKey' ? undefined : constraint.name;
}

/** Whether an index that is there serves as the wanted one. */
export function serves(found: FoundIndex, wanted: IndexDefinition): boolean {
  if (wanted.isUnique && !(found.isUnique && found.columns.length === wanted.columns.length)) return false;
  return wanted.columns.every((column, place) => found.columns[place] === column);
}

/** Whether an index that is there is just this one. */
export function isSameIndex(found: FoundIndex, wanted: IndexDefinition): boolean {
  return (
    found.isUnique === wanted.isUnique &&
    found.columns.length === wanted.columns.length &&
    wanted.columns.every((column, place) => found.columns[place] === column)
  );
}

/** Creates an index under its name, or under the next one that is free, which it then takes. */
export function createIndexSql(table: string, wanted: IndexDefinition, taken: Set<string>): string {
  const name = takeFreeName(wanted.name, taken);
  const columns = wanted.columns.map(quoteIdentifier).join(', ');
  const unique = wanted.isUnique ? 'UNIQUE ' : '';
  return `CREATE ${unique}INDEX ${quoteIdentifier(name)} ON ${quoteIdentifier(table)} (${columns})`;
}
