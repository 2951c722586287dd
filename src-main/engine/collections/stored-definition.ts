import type { z } from 'zod';
import type { CollectionOptions, ConstrainedField, ConstrainedFieldDefinition } from './collection-spec.ts';
import type { StoredCollection } from './metadata-table.ts';
import { buildSchema } from './stored-schemas/build-schema.ts';

/** What `db.collection` takes. */
export interface StoredDefinition {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly options: CollectionOptions;
}

/**
 * The definition of a collection that a file knows, so that it can be registered by a program that has none of its own.
 * Registering it writes nothing. Throws SCHEMA_INVALID.
 */
export function definitionOf(stored: StoredCollection): StoredDefinition {
  const { name, version, primaryKey, constraints, constrainedFields } = stored;
  const definitions = Object.fromEntries(constrainedFields.map((field) => [field.field, asDefined(field)]));
  const options = { version, primaryKey, constraints, constrainedFields: definitions };
  return { name, schema: buildSchema(stored.schema), options };
}

function asDefined(field: ConstrainedField): ConstrainedFieldDefinition {
  const { type, unique, index, foreignKey, onDelete, onUpdate, nullable, check } = field;
  const target = foreignKey === undefined ? undefined : `${foreignKey.table}.${foreignKey.column}`;
  return { type, unique, index, foreignKey: target, onDelete, onUpdate, nullable, check };
}
