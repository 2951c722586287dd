import type { SchemaNode } from './schema-node.ts';

/** A dotted path, taken apart by what the schema has. */
export interface FieldPath {
  /** Keys from the root of the document. */
  readonly keys: readonly string[];
  /** What the schema says about the value; kind `any` where it says nothing. */
  readonly node: SchemaNode;
  /** Whether the value, or something on the way to it, may be missing or null. */
  readonly isOptional: boolean;
}

/**
 * Takes a dotted path apart. A field whose own name has dots is meant where the schema has it; inside of records and
 * of objects that take any field each dot parts two keys. Undefined when the schema has no such field.
 */
export function resolveFieldPath(root: SchemaNode, path: string): FieldPath | undefined {
  for (const [key, rest] of cutsOf(path)) {
    const found = step(root, key, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All ways to part the first key from the rest, the longest key first. */
export function cutsOf(path: string): readonly (readonly [key: string, rest: string | undefined])[] {
  const cuts: [string, string | undefined][] = [[path, undefined]];
  for (let dot = path.lastIndexOf('.'); dot >= 0; dot = dot === 0 ? -1 : path.lastIndexOf('.', dot - 1)) {
    cuts.push([path.slice(0, dot), path.slice(dot + 1)]);
  }
  return cuts;
}

function step(node: SchemaNode, key: string, rest: string | undefined): FieldPath | undefined {
  switch (node.kind) {
    case 'object': {
      const property = node.properties.get(key);
      if (property !== undefined) return below(property, key, rest, property.isOptional);
      return node.element === undefined || key.includes('.')
        ? undefined
        : below(node.element, key, rest, true);
    }
    case 'record':
      return node.element === undefined || key.includes('.')
        ? undefined
        : below(node.element, key, rest, true);
    case 'array':
      return node.element === undefined || !/^\d+$/.test(key)
        ? undefined
        : below(node.element, key, rest, true);
    case 'any':
      return key.includes('.') ? undefined : below(node, key, rest, true);
    case 'union':
      return stepIntoUnion(node, key, rest);
    default:
      return undefined;
  }
}

function below(
  node: SchemaNode,
  key: string,
  rest: string | undefined,
  isOptional: boolean,
): FieldPath | undefined {
  if (rest === undefined) return { keys: [key], node, isOptional };
  const found = resolveFieldPath(node, rest);
  if (found === undefined) return undefined;
  return { keys: [key, ...found.keys], node: found.node, isOptional: isOptional || found.isOptional };
}

/** A field that only some of the options have may be missing; what they say differently about it is not known. */
function stepIntoUnion(
  { options }: SchemaNode,
  key: string,
  rest: string | undefined,
): FieldPath | undefined {
  const found = options.flatMap((option) => step(option, key, rest) ?? []);
  const [first] = found;
  if (first === undefined) return undefined;
  const isOptional = found.length < options.length || found.some((path) => path.isOptional);
  const same = found.every(({ node }) => node.kind === first.node.kind);
  return same ? { ...first, isOptional } : { keys: first.keys, node: anyNode(first.node), isOptional };
}

function anyNode(like: SchemaNode): SchemaNode {
  return Object.create(like, { kind: { value: 'any' }, isOptional: { value: true } });
}
