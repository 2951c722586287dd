import { z } from 'zod';
import type { DocumentSchema } from './collection-spec.ts';

/** What kind of value a part of a document has once it is stored: the output side of its schema. */
export type SchemaKind =
  | 'object'
  | 'record'
  | 'array'
  | 'map'
  | 'set'
  | 'union'
  | 'date'
  | 'bigint'
  | 'string'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'null'
  | 'any';

/**
 * A part of a schema, as far as storing and querying must know it. Children are looked at when they are asked for:
 * schemas may contain themselves.
 */
export interface SchemaNode {
  readonly kind: SchemaKind;
  /** Whether the value may be missing or null. */
  readonly isOptional: boolean;
  /** `object`: the fields that it names. */
  readonly properties: ReadonlyMap<string, SchemaNode>;
  /** `object`: what other fields have, undefined when there are none; `record`, `array`, `set`, `map`: the values. */
  readonly element: SchemaNode | undefined;
  /** `union`: what the value may be. */
  readonly options: readonly SchemaNode[];
}

const nodes = new WeakMap<z.core.$ZodType, SchemaNode>();

/** The tree of a schema; the same one for the same schema. */
export function schemaNodeOf(schema: DocumentSchema): SchemaNode {
  return nodeOf(schema);
}

function nodeOf(schema: z.core.$ZodType): SchemaNode {
  const known = nodes.get(schema);
  if (known !== undefined) return known;
  const node = makeNode(schema);
  nodes.set(schema, node);
  return node;
}

interface Children {
  readonly properties?: () => ReadonlyMap<string, SchemaNode>;
  readonly element?: () => SchemaNode | undefined;
  readonly options?: () => readonly SchemaNode[];
}

const NO_PROPERTIES: ReadonlyMap<string, SchemaNode> = new Map();

function node(kind: SchemaKind, children: Children = {}): SchemaNode {
  return {
    kind,
    isOptional: kind === 'null' || kind === 'any',
    get properties() {
      return children.properties?.() ?? NO_PROPERTIES;
    },
    get element() {
      return children.element?.();
    },
    get options() {
      return children.options?.() ?? [];
    },
  };
}

/** The same part, which may be missing. Its children are asked for late, as those of the part itself. */
function optional(inner: SchemaNode): SchemaNode {
  return inner.isOptional ? inner : Object.create(inner, { isOptional: { value: true, enumerable: true } });
}

function required(inner: SchemaNode): SchemaNode {
  return Object.create(inner, { isOptional: { value: false, enumerable: true } });
}

function makeNode(schema: z.core.$ZodType): SchemaNode {
  // Every schema of zod is one of these; the library's own types say so only from the other side.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return objectNode(def.shape, def.catchall);
    case 'record':
      return node('record', { element: () => nodeOf(def.valueType) });
    case 'array':
      return node('array', { element: () => nodeOf(def.element) });
    case 'tuple':
      return node('array', { element: once(() => unionOf(tupleItems(def))) });
    case 'map':
      return node('map', { element: () => nodeOf(def.valueType) });
    case 'set':
      return node('set', { element: () => nodeOf(def.valueType) });
    case 'union':
      return unionOf(def.options.map(nodeOf));
    case 'intersection':
      return intersectionOf(nodeOf(def.left), nodeOf(def.right));
    case 'optional':
    case 'nullable':
      return optional(nodeOf(def.innerType));
    case 'default':
    case 'prefault':
    case 'nonoptional':
      return withoutMissing(def.innerType);
    case 'readonly':
    case 'catch':
      return nodeOf(def.innerType);
    case 'lazy':
      return nodeOf(def.getter());
    case 'pipe':
      return nodeOf(def.out);
    case 'literal':
      return unionOf(def.values.map(literalNode));
    case 'enum':
      return unionOf(Object.values(def.entries).map(literalNode));
    case 'number':
      return node(isInteger(schema) ? 'integer' : 'number');
    case 'date':
    case 'bigint':
    case 'string':
    case 'boolean':
    case 'null':
      return node(def.type);
    case 'template_literal':
      return node('string');
    case 'undefined':
    case 'void':
      return node('null');
    default:
      return node('any');
  }
}

function objectNode(shape: z.core.$ZodShape, catchall: z.core.$ZodType | undefined): SchemaNode {
  const isClosed = catchall === undefined || (catchall as z.core.$ZodTypes)._zod.def.type === 'never';
  return node('object', {
    properties: once(() => new Map(Object.keys(shape).map((key) => [key, nodeOf(shapeOf(shape, key))]))),
    element: () => (isClosed ? undefined : nodeOf(catchall)),
  });
}

function shapeOf(shape: z.core.$ZodShape, key: string): z.core.$ZodType {
  // The key is one of the shape's own: also where it is `__proto__`.
  return Object.getOwnPropertyDescriptor(shape, key)?.value ?? (shape[key] as z.core.$ZodType);
}

function tupleItems(def: z.core.$ZodTupleDef): SchemaNode[] {
  return [...def.items, ...(def.rest === null ? [] : [def.rest])].map(nodeOf);
}

/** A default fills what is missing; null stays null where the inner schema takes it. */
function withoutMissing(innerType: z.core.$ZodType): SchemaNode {
  const inner = nodeOf(innerType);
  if (!inner.isOptional || inner.kind === 'any') return inner;
  return z.core.safeParse(innerType, null).success ? inner : required(inner);
}

function literalNode(value: unknown): SchemaNode {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return node(typeof value as 'string' | 'boolean' | 'bigint');
    case 'number':
      return node(Number.isInteger(value) ? 'integer' : 'number');
    default:
      return node('null');
  }
}

function unionOf(options: readonly SchemaNode[]): SchemaNode {
  const values = options.filter(({ kind }) => kind !== 'null');
  const [first] = values;
  if (first === undefined) return node('null');
  const isOptional = values.length < options.length || values.some((option) => option.isOptional);
  const isOneKind = values.every(({ kind }) => kind === first.kind) && isScalar(first.kind);
  const union = values.length === 1 || isOneKind ? first : node('union', { options: () => values });
  return isOptional ? optional(union) : union;
}

function intersectionOf(left: SchemaNode, right: SchemaNode): SchemaNode {
  if (left.kind !== 'object' || right.kind !== 'object') return left.kind === 'any' ? right : left;
  return node('object', {
    properties: once(() => new Map([...left.properties, ...right.properties])),
    element: () => left.element ?? right.element,
  });
}

function isScalar(kind: SchemaKind): boolean {
  return !['object', 'record', 'array', 'map', 'set', 'union'].includes(kind);
}

function isInteger(schema: z.core.$ZodType): boolean {
  return z.toJSONSchema(schema, { unrepresentable: 'any' }).type === 'integer';
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
