import { z } from 'zod';
import { assertCollectionName, assertTableName, invalidCollection } from './collection-names.ts';
import { checkOptions } from './collection-options.ts';
import type {
  CollectionOptions,
  CollectionSpec,
  DocumentSchema,
  TableConstraint,
} from './collection-spec.ts';
import { constrainedFieldsOf } from './constrained-fields.ts';
import { type SchemaNode, schemaNodeOf } from './schema-node.ts';
import { flawOfExpression } from './sql-expression.ts';

/**
 * Checks what `db.collection` was told and completes it. Throws COLLECTION_INVALID for what cannot be and
 * FIELD_UNKNOWN for a path that the schema does not have; touches no file.
 */
export function defineCollection<S extends DocumentSchema>(
  name: string,
  schema: S,
  given: CollectionOptions = {},
): CollectionSpec<S> {
  assertName(name, given);
  const options = checkOptions(name, given);
  const root = documentNode(name, schema);
  const primaryKey = options.primaryKey ?? (hasField(root, 'id') ? 'id' : '_id');
  const constraints = options.constraints ?? [];
  for (const constraint of constraints) checkConstraint(name, constraint);
  return {
    name,
    schema,
    primaryKey,
    hasIdInSchema: hasField(root, primaryKey),
    constrainedFields: constrainedFieldsOf({ name, root, primaryKey, options }),
    constraints,
    version: options.version ?? 1,
    options,
  };
}

function assertName(name: unknown, { attach }: CollectionOptions): void {
  if (attach === true) assertTableName(name);
  else assertCollectionName(name);
}

/** The tree of a schema whose documents are objects. */
function documentNode(name: string, schema: unknown): SchemaNode {
  if (!(schema instanceof z.ZodType)) {
    throw invalidCollection(name, 'its schema is not one of zod 4, such as z.object({…})');
  }
  const node = schemaNodeOf(schema);
  if (isDocument(node) || isTransformed(schema)) return node;
  throw invalidCollection(name, 'its documents must be objects: use z.object({…}), or a union of such');
}

function isDocument(node: SchemaNode): boolean {
  if (node.kind === 'union') return node.options.every(isDocument);
  return node.kind === 'object' || node.kind === 'record';
}

/** What a transform makes of an object, only its run can show; documents are looked at when they are written. */
function isTransformed(schema: z.core.$ZodType): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === 'pipe' && (isDocument(schemaNodeOf(def.in)) || isTransformed(def.in));
}

function hasField(node: SchemaNode, field: string): boolean {
  if (node.kind === 'union') return node.options.every((option) => hasField(option, field));
  return node.properties.has(field);
}

function checkConstraint(name: string, constraint: TableConstraint): void {
  if (constraint.kind === 'check') {
    const flaw = flawOfExpression(constraint.sql);
    if (flaw === undefined) return;
    throw invalidCollection(name, `the check “${constraint.sql}” is not one SQL expression: ${flaw}`);
  }
  if (new Set(constraint.fields).size < constraint.fields.length) {
    throw invalidCollection(name, `a constraint names a field twice: ${constraint.fields.join(', ')}`);
  }
  if (constraint.kind === 'foreignKey' && constraint.columns.length !== constraint.fields.length) {
    throw invalidCollection(
      name,
      `a foreign key has ${constraint.fields.length} fields, but ${constraint.columns.length} columns of “${constraint.table}”`,
    );
  }
}
