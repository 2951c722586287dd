import { z } from 'zod';

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
  /** The schema itself, or the one that it wraps. */
  readonly schema: z.core.$ZodType;
  /** Whether the value may be missing or null. */
  readonly isOptional: boolean;
  /** Whether null is one of its values. */
  readonly takesNull: boolean;
  /** All that it may be, where the schema lists it. */
  readonly literals: readonly unknown[] | undefined;
  /** `object`: the fields that it names. */
  readonly properties: ReadonlyMap<string, SchemaNode>;
  /** `object`: what other fields have, undefined when there are none; `record`, `array`, `set`, `map`: the values. */
  readonly element: SchemaNode | undefined;
  /** `union`: what the value may be. */
  readonly options: readonly SchemaNode[];
}

const nodes = new WeakMap<z.core.$ZodType, SchemaNode>();

/** The tree of a schema; the same one for the same schema. */
export function schemaNodeOf(schema: z.core.$ZodType): SchemaNode {
  const known = nodes.get(schema);
  if (known !== undefined) return known;
  const made = makeNode(schema);
  nodes.set(schema, made);
  return made;
}

interface Children {
  readonly properties?: () => ReadonlyMap<string, SchemaNode>;
  readonly element?: () => SchemaNode | undefined;
  readonly options?: () => readonly SchemaNode[];
}

const NO_PROPERTIES: ReadonlyMap<string, SchemaNode> = new Map();

function node(schema: z.core.$ZodType, kind: SchemaKind, children: Children = {}): SchemaNode {
  return {
    kind,
    schema,
    isOptional: kind === 'null' || kind === 'any',
    takesNull: kind === 'null' || kind === 'any',
    literals: undefined,
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
function optional(inner: SchemaNode, takesNull: boolean): SchemaNode {
  if (inner.isOptional && inner.takesNull === takesNull) return inner;
  return Object.create(inner, {
    isOptional: { value: true, enumerable: true },
    takesNull: { value: takesNull, enumerable: true },
  });
}

function required(inner: SchemaNode): SchemaNode {
  return Object.create(inner, { isOptional: { value: false, enumerable: true } });
}

function makeNode(schema: z.core.$ZodType): SchemaNode {
  // Every schema of zod is one of these; the library's own types say so only from the other side.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return objectNode(schema, def);
    case 'record':
      return node(schema, 'record', { element: () => schemaNodeOf(def.valueType) });
    case 'array':
      return node(schema, 'array', { element: () => schemaNodeOf(def.element) });
    case 'tuple':
      return node(schema, 'array', { element: once(() => unionOf(schema, tupleItems(def))) });
    case 'map':
      return node(schema, 'map', { element: () => schemaNodeOf(def.valueType) });
    case 'set':
      return node(schema, 'set', { element: () => schemaNodeOf(def.valueType) });
    case 'union':
      return unionOf(schema, def.options.map(schemaNodeOf));
    case 'intersection':
      return intersectionOf(schema, schemaNodeOf(def.left), schemaNodeOf(def.right));
    case 'optional':
      return optional(schemaNodeOf(def.innerType), schemaNodeOf(def.innerType).takesNull);
    case 'nullable':
      return optional(schemaNodeOf(def.innerType), true);
    case 'default':
    case 'prefault':
    case 'nonoptional':
      return withoutMissing(def.innerType);
    case 'readonly':
    case 'catch':
      return schemaNodeOf(def.innerType);
    case 'lazy':
      return schemaNodeOf(def.getter());
    case 'pipe':
      return schemaNodeOf(def.out);
    case 'literal':
      return listed(schema, def.values);
    case 'enum':
      return listed(schema, Object.values(def.entries));
    case 'number':
      return node(schema, isInteger(schema) ? 'integer' : 'number');
    case 'date':
    case 'bigint':
    case 'string':
    case 'boolean':
    case 'null':
      return node(schema, def.type);
    case 'template_literal':
      return node(schema, 'string');
    case 'undefined':
    case 'void':
      return node(schema, 'null');
    default:
      return node(schema, 'any');
  }
}

function objectNode(schema: z.core.$ZodType, { shape, catchall }: z.core.$ZodObjectDef): SchemaNode {
  const isClosed = catchall === undefined || (catchall as z.core.$ZodTypes)._zod.def.type === 'never';
  return node(schema, 'object', {
    properties: once(
      () => new Map(Object.keys(shape).map((key) => [key, schemaNodeOf(shapeOf(shape, key))])),
    ),
    element: () => (isClosed ? undefined : schemaNodeOf(catchall)),
  });
}

function shapeOf(shape: z.core.$ZodShape, key: string): z.core.$ZodType {
  // The key is one of the shape's own: also where it is `__proto__`.
  return Object.getOwnPropertyDescriptor(shape, key)?.value ?? (shape[key] as z.core.$ZodType);
}

function tupleItems(def: z.core.$ZodTupleDef): SchemaNode[] {
  return [...def.items, ...(def.rest === null ? [] : [def.rest])].map(schemaNodeOf);
}

/** A default fills what is missing; null stays null where the inner schema takes it. */
function withoutMissing(innerType: z.core.$ZodType): SchemaNode {
  const inner = schemaNodeOf(innerType);
  if (!inner.isOptional || inner.kind === 'any') return inner;
  return takesNull(innerType) ? inner : required(inner);
}

/** Rules of the program may fail, or answer later: then it is not known, and no column may rely on it. */
function takesNull(schema: z.core.$ZodType): boolean {
  try {
    return z.core.safeParse(schema, null).success;
  } catch {
    return true;
  }
}

function literalNode(schema: z.core.$ZodType, value: unknown): SchemaNode {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return node(schema, typeof value as 'string' | 'boolean' | 'bigint');
    case 'number':
      return node(schema, Number.isInteger(value) ? 'integer' : 'number');
    default:
      return node(schema, 'null');
  }
}

function listed(schema: z.core.$ZodType, literals: readonly unknown[]): SchemaNode {
  const values = literals.map((value) => literalNode(schema, value));
  return Object.create(unionOf(schema, values), { literals: { value: literals, enumerable: true } });
}

function unionOf(schema: z.core.$ZodType, options: readonly SchemaNode[]): SchemaNode {
  const values = options.filter(({ kind }) => kind !== 'null');
  const [first] = values;
  if (first === undefined) return node(schema, 'null');
  const isOptional = values.length < options.length || values.some((option) => option.isOptional);
  const isOneKind = values.every(({ kind }) => kind === first.kind) && isScalar(first.kind);
  const union = values.length === 1 || isOneKind ? first : node(schema, 'union', { options: () => values });
  const takesNull = values.length < options.length || values.some((option) => option.takesNull);
  return isOptional ? optional(union, takesNull) : union;
}

function intersectionOf(schema: z.core.$ZodType, left: SchemaNode, right: SchemaNode): SchemaNode {
  if (left.kind !== 'object' || right.kind !== 'object') return left.kind === 'any' ? right : left;
  return node(schema, 'object', {
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
