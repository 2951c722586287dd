import {
  isRecord,
  isRequired,
  type JsonSchema,
  propertiesOf,
} from '../../../../src-preload/contract/schema-draft/index.ts';
import { block, definitionsOf, keyText, literalText, referenceName, typeName } from './names.ts';

/** The documents of a schema as types of TypeScript. */
export function toTypeScript(schema: JsonSchema, name: string): string {
  const parts = [...definitionsOf(schema), [name, schema] as const];
  return `${parts.map(([part, of]) => `export type ${typeName(part)} = ${typeText(of, name)};`).join('\n\n')}\n`;
}

function typeText(schema: JsonSchema | boolean | undefined, root: string): string {
  if (schema === false) return 'never';
  if (!isRecord(schema)) return 'unknown';
  const node: JsonSchema = schema;
  const rich = isRecord(node['x-zod']) ? richText(node, root) : null;
  if (rich !== null) return rich;
  if (typeof node.$ref === 'string') return typeName(referenceName(node.$ref) ?? root);
  if (node.const !== undefined) return literalText(node.const);
  if (Array.isArray(node.enum)) return union(node.enum.map(literalText));
  if (node.not !== undefined) return 'never';
  const options = node.oneOf ?? node.anyOf;
  if (Array.isArray(options)) return union(options.map((option) => typeText(option, root)));
  if (Array.isArray(node.allOf) && node.type !== 'string') {
    return node.allOf.map((part: JsonSchema) => inParentheses(typeText(part, root))).join(' & ');
  }
  if (Array.isArray(node.type)) return union(node.type.map((type) => typeText({ ...node, type }, root)));
  return plainText(node, root);
}

function richText(schema: JsonSchema, root: string): string | null {
  const { kind, key, value, values } = schema['x-zod'] ?? {};
  switch (kind) {
    case 'date':
      return 'Date';
    case 'map':
      return `Map<${typeText(key as JsonSchema, root)}, ${typeText(value as JsonSchema, root)}>`;
    case 'set':
      return `Set<${typeText(value as JsonSchema, root)}>`;
    case 'literal':
      return Array.isArray(values) ? union(values.map(literalText)) : 'unknown';
    case 'nan':
      return 'number';
    case undefined:
      return null;
    default:
      return String(kind);
  }
}

function plainText(schema: JsonSchema, root: string): string {
  switch (schema.type) {
    case 'integer':
      return 'number';
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'array':
      return listText(schema, root);
    case 'object':
      return objectText(schema, root);
    default:
      return 'unknown';
  }
}

function listText({ prefixItems, items }: JsonSchema, root: string): string {
  if (!Array.isArray(prefixItems)) return `${inParentheses(typeText(items, root))}[]`;
  const parts = prefixItems.map((item: JsonSchema) => typeText(item, root));
  const rest = isRecord(items) ? [`...${inParentheses(typeText(items as JsonSchema, root))}[]`] : [];
  return `[${[...parts, ...rest].join(', ')}]`;
}

function objectText(schema: JsonSchema, root: string): string {
  const { additionalProperties } = schema;
  if (schema.properties === undefined) {
    return `Record<string, ${typeText(additionalProperties ?? true, root)}>`;
  }
  const lines = propertiesOf(schema).map(([key, value]) => {
    return `${keyText(key)}${isRequired(schema, key) ? '' : '?'}: ${typeText(value, root)};`;
  });
  return block('{', lines, '}');
}

function union(parts: readonly string[]): string {
  return parts.length === 0 ? 'never' : [...new Set(parts)].join(' | ');
}

function inParentheses(text: string): string {
  return /^[\w.]+$|^\{|^Record<[^|&]*>$/u.test(text) ? text : `(${text})`;
}
