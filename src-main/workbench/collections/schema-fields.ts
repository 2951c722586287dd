import type { CollectionField } from '../../../src-preload/contract/index.ts';
import type { StoredSchema } from '../../engine/index.ts';
import { isPlainObject, MOST_DEPTH, MOST_FIELDS } from './document-fields.ts';

/**
 * The leaf fields that a collection's schema names, in its order, with the types that it gives them. `share` is 0: no
 * document was looked at. The schema comes from a file, and may go on for ever: whatever is not as it should be has no fields.
 */
export function schemaFields(schema: StoredSchema): CollectionField[] {
  const fields: CollectionField[] = [];
  collect(schema, [], fields);
  return fields;
}

/** The fields that documents have, in the order of the schema, then those that it does not name. */
export function mergeFields(
  named: readonly CollectionField[],
  sampled: readonly CollectionField[],
): CollectionField[] {
  const seen = new Map(sampled.map((field) => [keyOf(field.path), field]));
  // What the schema calls a leaf may be open in the documents, and the other way round: documents win.
  const isApart = ({ path }: CollectionField) =>
    !sampled.some((other) => startsWith(other.path, path) || startsWith(path, other.path));
  const first = named.flatMap((field) => {
    const found = seen.get(keyOf(field.path));
    if (found !== undefined) return [found];
    return isApart(field) ? [field] : [];
  });
  const placed = new Set(first.map(({ path }) => keyOf(path)));
  return [...first, ...sampled.filter(({ path }) => !placed.has(keyOf(path)))];
}

function collect(schema: unknown, path: readonly string[], fields: CollectionField[]): void {
  if (!isPlainObject(schema) || fields.length >= MOST_FIELDS) return;
  const { properties } = schema;
  const isOpened =
    isPlainObject(properties) && Object.keys(properties).length > 0 && path.length < MOST_DEPTH;
  if (isOpened) {
    for (const [key, child] of Object.entries(properties)) collect(child, [...path, key], fields);
  } else if (path.length > 0) {
    fields.push({ path: [...path], types: typesOf(schema), share: 0 });
  }
}

function typesOf(schema: Readonly<Record<string, unknown>>): string[] {
  const kind = isPlainObject(schema['x-zod']) ? schema['x-zod'].kind : undefined;
  if (typeof kind === 'string') return [kind];
  const { type, anyOf } = schema;
  if (typeof type === 'string') return [type === 'integer' ? 'number' : type];
  if (Array.isArray(type)) return type.map(String);
  if (Array.isArray(anyOf)) return [...new Set(anyOf.filter(isPlainObject).flatMap(typesOf))];
  return [];
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return path.length > start.length && start.every((key, index) => path[index] === key);
}
