import type { DocumentSchema } from '../collections/collection-spec.ts';
import { cutsOf } from '../collections/field-path.ts';
import { type SchemaKind, type SchemaNode, schemaNodeOf } from '../collections/schema-node.ts';

/** What a value in a document can be, as far as comparing goes. `unknown`: the schema does not say. */
export type ValueKind =
  | 'string'
  | 'number'
  | 'boolean'
  | 'bigint'
  | 'date'
  | 'array'
  | 'set'
  | 'map'
  | 'object'
  | 'unknown';

/** Where a dotted path leads to in the documents of a schema. */
export interface SchemaPath {
  /** Keys of objects, and indexes of arrays as numbers. */
  readonly keys: readonly (string | number)[];
  /** Of all members of unions; without null and undefined. Empty when only those are possible. */
  readonly kinds: ReadonlySet<ValueKind>;
}

interface Found {
  readonly keys: readonly (string | number)[];
  readonly kinds: readonly ValueKind[];
}

/** Paths that are kept for each schema: somebody who types in a console must not fill the memory. */
const KEPT_PATHS = 1_000;

const pathsOf = new WeakMap<DocumentSchema, Map<string, SchemaPath | undefined>>();

/**
 * Finds a dotted path in a schema; undefined when its documents cannot have it. A field whose own name has dots is
 * preferred to a path through objects; in records, and where anything goes, each piece between dots is a key unless
 * only a longer one leads somewhere.
 */
export function findSchemaPath(schema: DocumentSchema, path: string): SchemaPath | undefined {
  let known = pathsOf.get(schema);
  if (known === undefined) {
    known = new Map();
    pathsOf.set(schema, known);
  }
  const kept = known.get(path);
  if (kept !== undefined || known.has(path)) return kept;
  const found = merge(find(schemaNodeOf(schema), path));
  if (known.size < KEPT_PATHS) known.set(path, found);
  return found;
}

/** The members of a union may each have the path: the first one says how it is cut into keys, all say the kinds. */
function merge(found: readonly Found[]): SchemaPath | undefined {
  const [first] = found;
  if (first === undefined) return undefined;
  const same = found.filter(
    ({ keys }) => keys.length === first.keys.length && keys.every((key, index) => key === first.keys[index]),
  );
  return { keys: first.keys, kinds: new Set(same.flatMap(({ kinds }) => kinds)) };
}

function find(node: SchemaNode, rest: string | undefined): readonly Found[] {
  if (node.kind === 'union') return node.options.flatMap((option) => find(option, rest));
  if (rest === undefined) return [{ keys: [], kinds: kindsOf(node.kind) }];
  switch (node.kind) {
    case 'object':
      return findInObject(node, rest);
    case 'record':
      return findInRecord(node.element, rest);
    case 'array':
      return findInArray(node.element, rest);
    case 'any':
      return [{ keys: rest.split('.').map(anyKey), kinds: ['unknown'] }];
    default:
      return [];
  }
}

function findInObject({ properties, element }: SchemaNode, rest: string): readonly Found[] {
  const found = cutsOf(rest).flatMap(([key, tail]) => {
    const property = properties.get(key);
    return property === undefined ? [] : prepend(key, find(property, tail));
  });
  return found.length > 0 ? found : findInRecord(element, rest);
}

function findInRecord(values: SchemaNode | undefined, rest: string): readonly Found[] {
  if (values === undefined) return [];
  for (const [key, tail] of cutsOf(rest).toReversed()) {
    const found = find(values, tail);
    if (found.length > 0) return prepend(key, found);
  }
  return [];
}

function findInArray(elements: SchemaNode | undefined, rest: string): readonly Found[] {
  const [, index, tail] = /^(\d{1,9})(?:\.([\s\S]*))?$/.exec(rest) ?? [];
  if (index === undefined || elements === undefined) return [];
  return prepend(Number(index), find(elements, tail));
}

function prepend(key: string | number, found: readonly Found[]): readonly Found[] {
  return found.map(({ keys, kinds }) => ({ keys: [key, ...keys], kinds }));
}

function anyKey(piece: string): string | number {
  return /^\d{1,9}$/.test(piece) ? Number(piece) : piece;
}

function kindsOf(kind: SchemaKind): readonly ValueKind[] {
  switch (kind) {
    case 'integer':
      return ['number'];
    case 'record':
      return ['object'];
    case 'any':
      return ['unknown'];
    case 'null':
    case 'union':
      return [];
    default:
      return [kind];
  }
}
