import type { FieldSchema } from './field-schema.ts';

/** A schema that contains itself is followed so far. */
const DEEPEST = 8;

/**
 * The JSON text of the smallest value that a schema may take: defaults where it has them, fields that are required, the
 * first option of a choice. What nobody can guess, such as an e-mail address, is empty, and a problem of the new value.
 */
export function minimalJson(schema: FieldSchema, depth = 0): string {
  if (schema.defaultRaw !== null) return schema.defaultRaw;
  if (schema.isNullable || depth > DEEPEST) return 'null';
  switch (schema.kind) {
    case 'string':
      return '""';
    case 'number':
    case 'integer':
      return String(Math.max(0, schema.minimum ?? 0));
    case 'boolean':
      return 'false';
    case 'date':
      return dateJson(new Date().toISOString());
    case 'bigint':
      return '{"__type":"BigInt","value":"0"}';
    case 'enum':
      return schema.options[0] ?? 'null';
    case 'object':
      return objectJson(schema, depth);
    case 'record':
      return '{}';
    case 'array':
      return `[${Array.from({ length: schema.leastItems }, (_, index) => minimalJson(schema.item(index), depth + 1)).join(',')}]`;
    case 'union': {
      const [first] = schema.variants();
      return first === undefined ? 'null' : minimalJson(first.schema, depth + 1);
    }
    case 'null':
    case 'any':
      return 'null';
  }
}

/** A date as documents hold it. */
export function dateJson(text: string): string {
  return `{"__type":"Date","value":${JSON.stringify(text)}}`;
}

function objectJson(schema: FieldSchema, depth: number): string {
  const members = [...schema.properties()]
    .filter(([, { isRequired, schema: property }]) => isRequired || property.defaultRaw !== null)
    .map(([key, property]) => `${JSON.stringify(key)}:${minimalJson(property.schema, depth + 1)}`);
  return `{${members.join(',')}}`;
}
