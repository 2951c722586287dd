import { isEntryList, isInteger, setOwn } from './rich-values.ts';
import type { SchemaNode } from './schema-node.ts';

/** Puts rich values where the schema says that there are some, although the file has them as plain JSON. */
export type Decoder = (value: unknown) => unknown;

/**
 * What turns a parsed document into what its schema says: dates that other writers stored as ISO texts, bigints that
 * they stored as numbers. Undefined when the schema has nothing of that kind: reading then costs nothing.
 */
export function decoderOf(root: SchemaNode): Decoder | undefined {
  const decoders = new Map<SchemaNode, Decoder | undefined>();
  return needsDecoding(root, new Set()) ? decoder(root, decoders) : undefined;
}

function decoder(node: SchemaNode, known: Map<SchemaNode, Decoder | undefined>): Decoder | undefined {
  if (known.has(node)) return known.get(node);
  if (!needsDecoding(node, new Set())) {
    known.set(node, undefined);
    return undefined;
  }
  let made: Decoder = (value) => value;
  // Schemas may contain themselves: who asks for this one while it is made gets what will be there.
  known.set(node, (value) => made(value));
  made = makeDecoder(node, (inner) => decoder(inner, known));
  known.set(node, made);
  return made;
}

function makeDecoder(node: SchemaNode, inner: (node: SchemaNode) => Decoder | undefined): Decoder {
  switch (node.kind) {
    case 'date':
      return decodeDate;
    case 'bigint':
      return (value) => (isInteger(value) ? BigInt(value) : value);
    case 'object':
      return decodeObject(node, inner);
    case 'record':
      return decodeEach(node.element && inner(node.element));
    case 'array':
      return decodeItems(node.element && inner(node.element));
    case 'map': {
      const decode = node.element && inner(node.element);
      return (value) =>
        isEntryList(value) ? new Map(value.map(([key, item]) => [key, apply(decode, item)])) : value;
    }
    case 'set': {
      const decode = node.element && inner(node.element);
      return (value) => (Array.isArray(value) ? new Set(value.map((item) => apply(decode, item))) : value);
    }
    case 'union':
      return decodeUnion(node.options.map((option) => ({ option, decode: inner(option) })));
    default:
      return (value) => value;
  }
}

/** A plain value that only one of the options can mean is that one; else nobody knows, and it stays. */
function decodeUnion(
  options: readonly { readonly option: SchemaNode; readonly decode: Decoder | undefined }[],
): Decoder {
  return (value) => {
    const [only, ...others] = options.filter(({ option }) => couldBe(option, value));
    return only === undefined || others.length > 0 ? value : apply(only.decode, value);
  };
}

function couldBe(node: SchemaNode, value: unknown): boolean {
  if (node.literals !== undefined) return node.literals.includes(value);
  switch (node.kind) {
    case 'object':
      return (
        isPlain(value) &&
        [...node.properties].every(([key, property]) => {
          if (!Object.hasOwn(value, key)) return property.isOptional;
          return property.literals === undefined || property.literals.includes(value[key]);
        })
      );
    case 'record':
      return isPlain(value);
    case 'array':
    case 'map':
    case 'set':
      return Array.isArray(value);
    case 'date':
      return decodeDate(value) instanceof Date;
    case 'bigint':
      return isInteger(value);
    case 'number':
    case 'integer':
      return typeof value === 'number';
    case 'union':
      return node.options.some((option) => couldBe(option, value));
    case 'any':
      return true;
    default:
      return typeof value === node.kind;
  }
}

function decodeDate(value: unknown): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : date;
}

function decodeObject(node: SchemaNode, inner: (node: SchemaNode) => Decoder | undefined): Decoder {
  const fields = [...node.properties].flatMap(([key, property]) => {
    const decode = inner(property);
    return decode === undefined ? [] : [{ key, decode }];
  });
  return (value) => {
    if (!isPlain(value)) return value;
    for (const { key, decode } of fields) {
      if (Object.hasOwn(value, key)) setOwn(value, key, decode(value[key]));
    }
    return value;
  };
}

function decodeEach(decode: Decoder | undefined): Decoder {
  return (value) => {
    if (decode === undefined || !isPlain(value)) return value;
    for (const key of Object.keys(value)) setOwn(value, key, decode(value[key]));
    return value;
  };
}

function decodeItems(decode: Decoder | undefined): Decoder {
  return (value) => (decode !== undefined && Array.isArray(value) ? value.map(decode) : value);
}

function apply(decode: Decoder | undefined, value: unknown): unknown {
  return decode === undefined ? value : decode(value);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function needsDecoding(node: SchemaNode, seen: Set<SchemaNode>): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  switch (node.kind) {
    case 'date':
    case 'bigint':
    case 'map':
    case 'set':
      return true;
    case 'object':
      return [...node.properties.values()].some((property) => needsDecoding(property, seen));
    case 'union':
      return node.options.some((option) => needsDecoding(option, seen));
    case 'record':
    case 'array':
      return node.element !== undefined && needsDecoding(node.element, seen);
    default:
      return false;
  }
}

/**
 * Whether documents of this schema may hold what JSON cannot, or objects that are not the parser's own: such ones are
 * copied before they are stored.
 */
export function mayHoldRichValues(node: SchemaNode, seen: Set<SchemaNode> = new Set()): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  switch (node.kind) {
    case 'date':
    case 'bigint':
    case 'map':
    case 'set':
    case 'any':
      return true;
    case 'object': {
      if (node.properties.has('__type')) return true;
      const inner = [...node.properties.values(), ...(node.element === undefined ? [] : [node.element])];
      return inner.some((property) => mayHoldRichValues(property, seen));
    }
    case 'union':
      return node.options.some((option) => mayHoldRichValues(option, seen));
    case 'record':
      return true;
    case 'array':
      return node.element !== undefined && mayHoldRichValues(node.element, seen);
    default:
      return false;
  }
}
