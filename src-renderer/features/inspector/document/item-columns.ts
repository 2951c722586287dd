import { children, type JsonChild } from '../../../../src-preload/contract/json-text/index.ts';
import type { FieldSchema } from '../../../lib/documents/field-schema.ts';

/** More columns would be no small table. */
const MOST_COLUMNS = 24;

/**
 * The columns of an array of objects as a small table, in the order of the schema, then as they are first seen. null: the
 * items are no objects, have twins or too many keys, or hold objects of which the schema knows the fields.
 */
export function itemColumns(
  text: string,
  items: readonly JsonChild[],
  schema: FieldSchema,
): readonly string[] | null {
  const item = schema.item(0);
  if (schema.isTuple || item.kind === 'union' || item.kind === 'record') return null;
  const properties = item.properties();
  if ([...properties.values()].some(({ schema: { kind } }) => isContainerKind(kind))) return null;
  const columns = new Set(properties.keys());
  for (const { from, to, kind } of items) {
    if (kind !== 'object') return null;
    const members = children(text, { from, to });
    if (new Set(members.map(({ key }) => key)).size < members.length) return null;
    for (const { key } of members) columns.add(key ?? '');
    if (columns.size > MOST_COLUMNS) return null;
  }
  return columns.size === 0 ? null : [...columns];
}

function isContainerKind(kind: FieldSchema['kind']): boolean {
  return ['object', 'array', 'record', 'union', 'date', 'bigint'].includes(kind);
}
