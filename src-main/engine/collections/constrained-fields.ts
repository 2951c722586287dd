import { DatabaseError } from '../errors.ts';
import { invalidCollection } from './collection-names.ts';
import type {
  CollectionOptions,
  ColumnType,
  ConstrainedField,
  ConstrainedFieldDefinition,
  TableConstraint,
} from './collection-spec.ts';
import { OWN_COLUMNS, takeFreeName } from './column-names.ts';
import { type FieldPath, resolveFieldPath } from './field-path.ts';
import type { SchemaNode } from './schema-node.ts';
import { flawOfExpression } from './sql-expression.ts';

/** SQLite takes 2,000 columns; some are the collection's own. */
const MAX_FIELDS = 1_990;

export interface FieldsRequest {
  readonly name: string;
  readonly root: SchemaNode;
  readonly primaryKey: string;
  readonly options: CollectionOptions;
}

/**
 * The fields that are kept in columns: those that were asked for, and those that an index or a constraint names.
 * Throws FIELD_UNKNOWN for a path that the schema does not have, COLLECTION_INVALID for a definition that cannot be.
 */
export function constrainedFieldsOf(request: FieldsRequest): ConstrainedField[] {
  const { name, root, primaryKey } = request;
  const taken = new Set(OWN_COLUMNS);
  const fields = [...definitionsOf(request)].map(([field, definition]) => {
    const path = field === primaryKey ? undefined : resolveFieldPath(root, field);
    if (path === undefined) throw unknownField(name, field);
    return completeField(name, field, { definition, path, taken });
  });
  if (fields.length > MAX_FIELDS) {
    throw invalidCollection(name, `it has ${fields.length} constrained fields; a table holds ${MAX_FIELDS}`);
  }
  return fields;
}

/** FIELD_UNKNOWN. */
export function unknownField(collection: string, field: string): DatabaseError {
  return new DatabaseError(
    'FIELD_UNKNOWN',
    `The schema of “${collection}” has no field “${field}”. Nothing was written: correct the path, or add the field to the schema.`,
  );
}

function definitionsOf({
  name,
  primaryKey,
  options,
}: FieldsRequest): Map<string, ConstrainedFieldDefinition> {
  const definitions = new Map(Object.entries(options.constrainedFields ?? {}));
  const own = definitions.get(primaryKey);
  if (own !== undefined) {
    const { type: _type, unique: _unique, index: _index, nullable: _nullable, ...rest } = own;
    if (Object.keys(rest).length > 0) {
      throw invalidCollection(
        name,
        `the id “${primaryKey}” is the primary key and takes no other constraint`,
      );
    }
    definitions.delete(primaryKey);
  }
  for (const field of options.indexes ?? []) {
    if (field !== primaryKey) definitions.set(field, { ...definitions.get(field), index: true });
  }
  for (const field of (options.constraints ?? []).flatMap(fieldsOf)) {
    if (field !== primaryKey && !definitions.has(field)) definitions.set(field, {});
  }
  return definitions;
}

function fieldsOf(constraint: TableConstraint): readonly string[] {
  return constraint.kind === 'check' ? [] : constraint.fields;
}

interface FieldParts {
  readonly definition: ConstrainedFieldDefinition;
  readonly path: FieldPath;
  /** Lower-case names of columns that are no longer free. */
  readonly taken: Set<string>;
}

function completeField(
  name: string,
  field: string,
  { definition, path, taken }: FieldParts,
): ConstrainedField {
  const { type, unique, index, foreignKey, onDelete, onUpdate, nullable, check } = definition;
  if (field.includes('\0') || !field.isWellFormed()) {
    throw invalidCollection(name, `the field “${field}” has a NUL character or half of a surrogate pair`);
  }
  const flaw = check === undefined ? undefined : flawOfExpression(check);
  if (flaw !== undefined) {
    throw invalidCollection(name, `the check of “${field}” is not one SQL expression: ${flaw}`);
  }
  if (foreignKey === undefined && (onDelete ?? onUpdate) !== undefined) {
    throw invalidCollection(name, `“${field}” has onDelete or onUpdate, but no foreignKey`);
  }
  const target = foreignKey === undefined ? undefined : targetOf(name, field, foreignKey);
  const base = path.keys.join('_');
  return {
    path: path.keys,
    field,
    column: takeFreeName(base, taken, base === '' ? 'field' : base),
    type: type === undefined || type === 'unique' ? columnTypeOf(path.node) : type,
    unique: unique ?? type === 'unique',
    index: index ?? target !== undefined,
    foreignKey: target,
    onDelete,
    onUpdate,
    nullable: nullable ?? path.isOptional,
    check,
  };
}

/** `table.column`; names of tables may have dots, those of their keys have none. */
function targetOf(name: string, field: string, target: string): { table: string; column: string } {
  const dot = target.lastIndexOf('.');
  const table = target.slice(0, Math.max(dot, 0));
  const column = target.slice(dot + 1);
  if (table === '' || column === '' || !/^[\p{L}\p{N}_$ .-]+$/u.test(target)) {
    throw invalidCollection(
      name,
      `the foreign key “${target}” of “${field}” is not of the form table.column`,
    );
  }
  return { table, column };
}

/** A column keeps values as they are (BLOB means no affinity) where the schema allows several kinds. */
function columnTypeOf({ kind }: SchemaNode): ColumnType {
  switch (kind) {
    case 'string':
    case 'date':
      return 'TEXT';
    case 'integer':
    case 'boolean':
    case 'bigint':
      return 'INTEGER';
    case 'number':
      return 'REAL';
    default:
      return 'BLOB';
  }
}
