import type { z } from 'zod';
import { isRecord } from '../is-record.ts';
import { runStepsSync } from '../steps/run-steps.ts';
import type { Driver } from '../types.ts';
import type { CollectionSpec, ConstrainedFieldDefinition } from './collection-spec.ts';
import { defineCollection } from './define-collection.ts';
import { createDocumentCodec } from './document-codec.ts';
import { resolveFieldPath } from './field-path.ts';
import { type StoredCollection, storedCollection } from './metadata-table.ts';
import { prepareTable, type TableScript, tableScript } from './prepare-table.ts';
import { schemaNodeOf } from './schema-node.ts';
import { buildSchema } from './stored-schemas/build-schema.ts';
import type { StoredSchema } from './stored-schemas/stored-schema.ts';

/** A collection as it is to be stored, by somebody who has its stored form and no program. */
export interface WantedCollection {
  readonly name: string;
  readonly schema: StoredSchema;
  /** Undefined: `id` where the schema has it. */
  readonly primaryKey: string | undefined;
  readonly fields: Readonly<Record<string, ConstrainedFieldDefinition>>;
}

export interface WantedScript extends TableScript {
  /** One more than the file has; 1 where it has none. */
  readonly version: number;
}

/** The statements that storing the collection would run now. Writes nothing. */
export function wantedScript(driver: Driver, wanted: WantedCollection): WantedScript {
  const spec = specOf(driver, wanted);
  return { ...runStepsSync(driver, tableScript(spec)), version: spec.version };
}

/** Stores the collection, in the transaction that is open. */
export function storeWanted(driver: Driver, wanted: WantedCollection): void {
  const spec = specOf(driver, wanted);
  runStepsSync(driver, prepareTable(spec, createDocumentCodec(spec)));
}

/** A schema that is saved anew is a new version: it says what the collection is from now on. */
function specOf(
  driver: Driver,
  { name, schema: wanted, primaryKey, fields }: WantedCollection,
): CollectionSpec {
  const stored = runStepsSync(driver, storedCollection(name));
  const schema = buildSchema(wanted);
  return defineCollection(name, schema, {
    version: (stored?.version ?? 0) + 1,
    primaryKey: primaryKey ?? stored?.primaryKey,
    constraints: stored?.constraints ?? [],
    constrainedFields: {
      ...keptFields(stored, schema, fields),
      ...withKeptParts(stored, wanted, withIntegers(wanted, fields)),
    },
  });
}

/** A stored schema says `integer` where what is built of it is a number of zod with a rule. */
function withIntegers(schema: StoredSchema, fields: WantedCollection['fields']): WantedCollection['fields'] {
  return Object.fromEntries(
    Object.entries(fields).map(([path, field]) => {
      const parts = schemasAt(schema, path);
      const isInteger = parts.length > 0 && parts.every(({ type }) => type === 'integer');
      return [path, isInteger ? { type: 'INTEGER', ...field } : field];
    }),
  );
}

/** What the schema says about a field, without that it may be null. */
function schemasAt(schema: unknown, path: string): readonly Readonly<Record<string, unknown>>[] {
  let found = partsOf(schema);
  for (const key of path.split('.')) {
    found = found.flatMap(({ properties }) => {
      return isRecord(properties) && Object.hasOwn(properties, key) ? partsOf(properties[key]) : [];
    });
  }
  return found;
}

function partsOf(schema: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!isRecord(schema) || schema.type === 'null') return [];
  return Array.isArray(schema.anyOf) ? schema.anyOf.flatMap(partsOf) : [schema];
}

/** What nobody was asked about stays: the type, check and actions of a column whose field is what it was. */
function withKeptParts(
  stored: StoredCollection | undefined,
  schema: StoredSchema,
  fields: WantedCollection['fields'],
): WantedCollection['fields'] {
  const known = new Map(stored?.constrainedFields.map((field) => [field.field, field]));
  return Object.fromEntries(
    Object.entries(fields).map(([path, wanted]) => {
      const before = known.get(path);
      if (before === undefined) return [path, wanted];
      const { type, check, onDelete, onUpdate } = before;
      const actions = wanted.foreignKey === undefined ? {} : { onDelete, onUpdate };
      const isSame =
        JSON.stringify(schemasAt(stored?.schema, path)) === JSON.stringify(schemasAt(schema, path));
      return [path, { ...wanted, ...(isSame && { type }), check, ...actions }];
    }),
  );
}

/** Columns with a check and nothing else are not seen by who edits fields, and stay as long as the field does. */
function keptFields(
  stored: StoredCollection | undefined,
  schema: z.ZodType,
  fields: WantedCollection['fields'],
): WantedCollection['fields'] {
  const root = schemaNodeOf(schema);
  const kept = (stored?.constrainedFields ?? []).filter(({ field, check }) => {
    return (
      check !== undefined && !Object.hasOwn(fields, field) && resolveFieldPath(root, field) !== undefined
    );
  });
  return Object.fromEntries(kept.map(({ field, type, check }) => [field, { type, check }]));
}
