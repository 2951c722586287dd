import type { ConstrainedFieldWish } from '../schemas.ts';
import { type DraftType, holdsFields } from './draft-type.ts';
import { fromEntries, isRecord, isRequired, type JsonSchema, propertiesOf } from './json-schema.ts';

/** A field as it is edited. */
export interface DraftField {
  /** Of its own in the draft, so that a field can be renamed. */
  readonly id: number;
  readonly key: string;
  readonly isIncluded: boolean;
  readonly type: DraftType;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  readonly isIndexed: boolean;
  /** `table.column`. */
  readonly foreignKey: string | null;
  /** Fields of an object, or of the objects of a list. */
  readonly fields: readonly DraftField[];
  /** Place in the facts that were found; null for a field that was added. */
  readonly fact: number | null;
}

/** A schema as it is edited: fields, and what else its root says. */
export interface SchemaDraft {
  readonly primaryKey: string | null;
  readonly fields: readonly DraftField[];
  readonly root: JsonSchema;
  readonly nextId: number;
}

export const emptyDraft: SchemaDraft = { primaryKey: null, fields: [], root: {}, nextId: 1 };

/** A field that was just added. */
export function newField(id: number, key: string): DraftField {
  return {
    id,
    key,
    isIncluded: true,
    type: { kind: 'string' },
    isRequired: false,
    isUnique: false,
    isIndexed: false,
    foreignKey: null,
    fields: [],
    fact: null,
  };
}

/** The stored form of a draft's schema. */
export function draftSchema({ fields, root }: SchemaDraft): JsonSchema {
  return { ...root, ...objectSchema(fields) };
}

/** The fields that are kept in columns. */
export function draftConstraints({ fields, primaryKey }: SchemaDraft): ConstrainedFieldWish[] {
  const found: ConstrainedFieldWish[] = [];
  const collect = (list: readonly DraftField[], above: readonly string[]): void => {
    for (const field of list) {
      if (!field.isIncluded) continue;
      const path = [...above, field.key];
      const { isUnique: unique, isIndexed: index, foreignKey } = field;
      const isId = above.length === 0 && field.key === (primaryKey ?? '_id');
      if ((unique || index || foreignKey !== null) && !isId) found.push({ path, unique, index, foreignKey });
      if (canHoldColumns(field.type)) collect(field.fields, path);
    }
  };
  collect(fields, []);
  return found;
}

/** Whether fields below can have columns: those of an object can, those in a list cannot. */
export function canHoldColumns(type: DraftType): boolean {
  const parts = type.kind === 'union' ? type.of : [type];
  return parts.some(({ kind }) => kind === 'object');
}

function objectSchema(fields: readonly DraftField[]): JsonSchema {
  const included = fields.filter(({ isIncluded }) => isIncluded);
  const required = included.filter((field) => field.isRequired).map(({ key }) => key);
  return {
    type: 'object',
    properties: fromEntries(included.map((field) => [field.key, typeSchema(field.type, field.fields)])),
    ...(required.length > 0 && { required }),
  };
}

function typeSchema(type: DraftType, fields: readonly DraftField[]): JsonSchema | boolean {
  switch (type.kind) {
    case 'any':
      return {};
    case 'date':
    case 'bigint':
      return { 'x-zod': { kind: type.kind } };
    case 'enum':
      return { type: 'string', enum: type.values };
    case 'object':
      return objectSchema(fields);
    case 'array':
      return { type: 'array', items: typeSchema(type.of, type.of.kind === 'object' ? fields : []) };
    case 'record':
      return {
        type: 'object',
        propertyNames: { type: 'string' },
        additionalProperties: typeSchema(type.of, []),
      };
    case 'union': {
      const isOwner = holdsFields(type);
      return { anyOf: type.of.map((part) => typeSchema(part, isOwner ? fields : [])) };
    }
    case 'stored':
      return type.schema;
    default:
      return { type: type.kind };
  }
}

/** A draft of a schema that is there, so that it can be changed; what the editor has no words for is kept. */
export function draftOfSchema(
  schema: JsonSchema,
  constraints: readonly ConstrainedFieldWish[],
  primaryKey: string | null,
): SchemaDraft {
  const byPath = new Map(constraints.map((field) => [JSON.stringify(field.path), field]));
  let nextId = 1;
  const fieldsOf = (object: JsonSchema, above: readonly string[], inColumns: boolean): DraftField[] =>
    propertiesOf(object).map(([key, value]) => {
      const path = [...above, key];
      const { type, inner } = readType(value);
      const own = inColumns ? byPath.get(JSON.stringify(path)) : undefined;
      nextId += 1;
      return {
        ...newField(nextId - 1, key),
        type,
        isRequired: isRequired(object, key),
        isUnique: own?.unique ?? false,
        isIndexed: own?.index ?? false,
        foreignKey: own?.foreignKey ?? null,
        fields: inner === null ? [] : fieldsOf(inner, path, inColumns && canHoldColumns(type)),
      };
    });
  const { properties: _properties, required: _required, type: _type, ...root } = schema;
  const fields = fieldsOf(schema, [], true);
  return { primaryKey, fields, root, nextId };
}

const PLAIN = ['string', 'integer', 'number', 'boolean', 'null'] as const;

/** The type of a schema, and the object whose fields stand below it. */
function readType(schema: JsonSchema | boolean): { type: DraftType; inner: JsonSchema | null } {
  if (schema === true || (isRecord(schema) && Object.keys(schema).length === 0))
    return { type: { kind: 'any' }, inner: null };
  if (!isRecord(schema)) return stored(schema);
  const words = Object.keys(schema).sort().join();
  const { type, items } = schema as JsonSchema;
  const plain = PLAIN.find((kind) => kind === type);
  if (words === 'type' && plain !== undefined) return { type: { kind: plain }, inner: null };
  if (words === 'x-zod') return readRich(schema);
  if (words === 'enum,type' && type === 'string') return readEnum(schema);
  if (isPlainObject(schema)) return { type: { kind: 'object' }, inner: schema };
  if (words === 'items,type' && type === 'array' && items !== undefined) {
    const of = readType(items);
    return of.inner === null || of.type.kind === 'object'
      ? { type: { kind: 'array', of: of.type }, inner: of.inner }
      : stored(schema);
  }
  if (words === 'anyOf') return readUnion(schema);
  if (words === 'additionalProperties,propertyNames,type') return readMap(schema);
  return stored(schema);
}

function readRich(schema: JsonSchema): ReturnType<typeof readType> {
  const { kind, ...rest } = schema['x-zod'] ?? {};
  const isPlain = Object.keys(rest).length === 0;
  return isPlain && (kind === 'date' || kind === 'bigint') ? { type: { kind }, inner: null } : stored(schema);
}

function readEnum(schema: JsonSchema): ReturnType<typeof readType> {
  const values = schema.enum ?? [];
  return values.every((value) => typeof value === 'string')
    ? { type: { kind: 'enum', values: values as readonly string[] }, inner: null }
    : stored(schema);
}

function isPlainObject(schema: JsonSchema): boolean {
  const { type, properties } = schema;
  const isKnown = Object.keys(schema).every((word) => ['type', 'properties', 'required'].includes(word));
  return type === 'object' && isRecord(properties) && isKnown;
}

function readUnion(schema: JsonSchema): ReturnType<typeof readType> {
  const parts = (schema.anyOf ?? []).map(readType);
  const inner = parts.filter((part) => part.inner !== null);
  const union: DraftType = { kind: 'union', of: parts.map(({ type }) => type) };
  if (inner.length === 0) return { type: union, inner: null };
  return inner.length === 1 && holdsFields(union)
    ? { type: union, inner: inner[0]?.inner ?? null }
    : stored(schema);
}

function readMap(schema: JsonSchema): ReturnType<typeof readType> {
  const { propertyNames, additionalProperties } = schema;
  const isPlain = JSON.stringify(propertyNames) === '{"type":"string"}' && additionalProperties !== undefined;
  const of = isPlain ? readType(additionalProperties) : null;
  return of !== null && of.inner === null
    ? { type: { kind: 'record', of: of.type }, inner: null }
    : stored(schema);
}

function stored(schema: JsonSchema | boolean): ReturnType<typeof readType> {
  return { type: { kind: 'stored', schema, label: schemaLabel(schema) }, inner: null };
}

/** A schema in a few words. */
export function schemaLabel(schema: JsonSchema | boolean): string {
  if (typeof schema === 'boolean') return schema ? 'any' : 'never';
  const { type, format } = schema;
  const kind = schema['x-zod']?.kind;
  if (typeof kind === 'string') return kind;
  if (Array.isArray(schema.enum)) return `enum (${schema.enum.length})`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const options = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(options)) return options.map(schemaLabel).join(' or ');
  if (Array.isArray(schema.allOf) && type === undefined) return 'intersection';
  if (typeof schema.$ref === 'string')
    return schema.$ref === '#' ? 'the document itself' : refName(schema.$ref);
  if (type === 'array') {
    if (Array.isArray(schema.prefixItems)) return `tuple (${schema.prefixItems.length})`;
    return schema.items === undefined ? 'array' : `array of ${schemaLabel(schema.items)}`;
  }
  if (type === 'object' && schema.propertyNames !== undefined) {
    return `record of ${schemaLabel(schema.additionalProperties ?? true)}`;
  }
  if (Array.isArray(type)) return type.join(' or ');
  const name = typeof type === 'string' ? type : 'any';
  return typeof format === 'string' ? `${name} · ${format}` : name;
}

function refName(ref: string): string {
  return ref.replace(/^#\/\$defs\//u, '');
}
