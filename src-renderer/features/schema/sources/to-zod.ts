import {
  isRecord,
  isRequired,
  type JsonSchema,
  propertiesOf,
} from '../../../../src-preload/contract/schema-draft/index.ts';
import { block, definitionsOf, keyText, literalText, referenceName, valueName } from './names.ts';

/** The schema as source of zod. Rules that stand in the program only are named in comments. */
export function toZod(schema: JsonSchema, name: string): string {
  const parts = [...definitionsOf(schema), [name, schema] as const];
  const lines = parts.map(([part, of]) => `export const ${valueName(part)} = ${zodText(of, name)};`);
  return `import { z } from 'zod';\n\n${lines.join('\n\n')}\n`;
}

function zodText(schema: JsonSchema | boolean | undefined, root: string): string {
  if (schema === false) return 'z.never()';
  if (!isRecord(schema)) return 'z.unknown()';
  const node: JsonSchema = schema;
  const { onlyInCode, catch: caught } = node['x-zod'] ?? {};
  const readonly = node.readOnly === true ? '.readonly()' : '';
  const other = isRecord(caught) ? `.catch(${valueText(caught.value)})` : defaultText(node);
  const about = typeof node.description === 'string' ? `.describe(${literalText(node.description)})` : '';
  const code = Array.isArray(onlyInCode) ? ` /* only in code: ${onlyInCode.join(', ')} */` : '';
  return `${kindText(node, root)}${readonly}${other}${about}${code}`;
}

function kindText(node: JsonSchema, root: string): string {
  const { kind } = node['x-zod'] ?? {};
  if (kind !== undefined) return richText(node, root);
  if (typeof node.$ref === 'string') return `z.lazy(() => ${valueName(referenceName(node.$ref) ?? root)})`;
  if (node.const !== undefined) return `z.literal(${literalText(node.const)})`;
  if (Array.isArray(node.enum)) {
    const list = `[${node.enum.map(literalText).join(', ')}]`;
    return node.enum.every((value) => typeof value === 'string') ? `z.enum(${list})` : `z.literal(${list})`;
  }
  if (node.not !== undefined) return 'z.never()';
  const options = node.oneOf ?? node.anyOf;
  if (Array.isArray(options)) return unionText(node, options, root);
  if (Array.isArray(node.allOf) && node.type !== 'string') {
    const [first = 'z.unknown()', ...others] = node.allOf.map((part: JsonSchema) => zodText(part, root));
    return others.reduce((left: string, right: string) => `z.intersection(${left}, ${right})`, first);
  }
  if (Array.isArray(node.type)) {
    const { default: _default, ...inner } = node;
    return `z.union([${node.type.map((type) => zodText({ ...inner, type }, root)).join(', ')}])`;
  }
  return plainText(node, root);
}

function unionText(node: JsonSchema, options: readonly (JsonSchema | boolean)[], root: string): string {
  const isNull = (option: JsonSchema | boolean) => isRecord(option) && option.type === 'null';
  const [first, second] = options;
  if (options.length === 2 && first !== undefined && second !== undefined && isNull(second)) {
    return `${zodText(first, root)}.nullable()`;
  }
  const list = options.map((option) => zodText(option, root)).join(', ');
  const { discriminator } = node['x-zod'] ?? {};
  return typeof discriminator === 'string'
    ? `z.discriminatedUnion(${literalText(discriminator)}, [${list}])`
    : `z.union([${list}])`;
}

function richText(node: JsonSchema, root: string): string {
  const { kind, coerce, min, max, key, value, values } = node['x-zod'] ?? {};
  const start = coerce === true ? 'z.coerce.' : 'z.';
  const bound = (name: string, of: unknown, text: (of: unknown) => string) =>
    of === undefined ? '' : `.${name}(${text(of)})`;
  switch (kind) {
    case 'date': {
      const date = (of: unknown) => `new Date(${literalText(of)})`;
      return `${start}date()${bound('min', min, date)}${bound('max', max, date)}`;
    }
    case 'bigint': {
      const big = (of: unknown) => `${String(of)}n`;
      return `${start}bigint()${bound('min', min, big)}${bound('max', max, big)}`;
    }
    case 'map':
    case 'set': {
      const inner = kind === 'map' ? [zodText(key as JsonSchema, root)] : [];
      const list = [...inner, zodText(value as JsonSchema, root)].join(', ');
      return `z.${kind}(${list})${bound('min', min, String)}${bound('max', max, String)}`;
    }
    case 'literal':
      return `z.literal([${(Array.isArray(values) ? values : []).map(valueText).join(', ')}])`;
    default:
      return `z.${String(kind)}()`;
  }
}

const formats: Readonly<Record<string, string>> = {
  email: 'z.email()',
  uuid: 'z.uuid()',
  uri: 'z.url()',
  ipv4: 'z.ipv4()',
  ipv6: 'z.ipv6()',
  cidrv6: 'z.cidrv6()',
  base64: 'z.base64()',
  base64url: 'z.base64url()',
  jwt: 'z.jwt()',
  emoji: 'z.emoji()',
  'date-time': 'z.iso.datetime()',
  date: 'z.iso.date()',
  time: 'z.iso.time()',
  duration: 'z.iso.duration()',
};

function plainText(node: JsonSchema, root: string): string {
  const isCoerced = node['x-zod']?.coerce === true;
  switch (node.type) {
    case 'string':
      return stringText(node, isCoerced);
    case 'integer':
    case 'number':
      return numberText(node, isCoerced);
    case 'boolean':
      return isCoerced ? 'z.coerce.boolean()' : 'z.boolean()';
    case 'null':
      return 'z.null()';
    case 'array':
      return listText(node, root);
    case 'object':
      return objectText(node, root);
    default:
      return 'z.unknown()';
  }
}

function stringText(node: JsonSchema, isCoerced: boolean): string {
  const { format, pattern, minLength, maxLength } = node;
  const known = typeof format === 'string' ? formats[format] : undefined;
  const flags = node['x-zod']?.flags;
  const flag = Array.isArray(flags) ? String(flags[0] ?? '') : '';
  const regex =
    typeof pattern === 'string' && known === undefined
      ? `.regex(new RegExp(${literalText(pattern)}${flag === '' ? '' : `, ${literalText(flag)}`}))`
      : '';
  const least = typeof minLength === 'number' ? `.min(${minLength})` : '';
  const most = typeof maxLength === 'number' ? `.max(${maxLength})` : '';
  return `${known ?? (isCoerced ? 'z.coerce.string()' : 'z.string()')}${least}${most}${regex}`;
}

const numberRules = [
  ['minimum', 'min'],
  ['maximum', 'max'],
  ['exclusiveMinimum', 'gt'],
  ['exclusiveMaximum', 'lt'],
  ['multipleOf', 'multipleOf'],
] as const;

function numberText(node: JsonSchema, isCoerced: boolean): string {
  const rules = numberRules.map(([keyword, name]) => {
    const value = node[keyword];
    // `z.int()` has the range of safe integers by itself.
    const isTold = typeof value === 'number' && Math.abs(value) !== Number.MAX_SAFE_INTEGER;
    return isTold ? `.${name}(${value})` : '';
  });
  const start = isCoerced ? 'z.coerce.number()' : node.type === 'integer' ? 'z.int()' : 'z.number()';
  return `${start}${rules.join('')}`;
}

function listText({ prefixItems, items, minItems, maxItems }: JsonSchema, root: string): string {
  if (Array.isArray(prefixItems)) {
    const rest = isRecord(items) ? `, ${zodText(items as JsonSchema, root)}` : '';
    return `z.tuple([${prefixItems.map((item: JsonSchema) => zodText(item, root)).join(', ')}]${rest})`;
  }
  const least = typeof minItems === 'number' ? `.min(${minItems})` : '';
  const most = typeof maxItems === 'number' ? `.max(${maxItems})` : '';
  return `z.array(${zodText(items, root)})${least}${most}`;
}

function objectText(node: JsonSchema, root: string): string {
  const { additionalProperties: others, propertyNames } = node;
  if (propertyNames !== undefined && node.properties === undefined) {
    return `z.record(${zodText(propertyNames, root)}, ${zodText(others ?? true, root)})`;
  }
  const lines = propertiesOf(node).map(([key, value]) => {
    const isOptional = !isRequired(node, key) && !(isRecord(value) && hasDefault(value as JsonSchema));
    return `${keyText(key)}: ${zodText(value, root)}${isOptional ? '.optional()' : ''},`;
  });
  const object = `z.${others === false ? 'strictObject' : 'object'}(${block('{', lines, '}')})`;
  return isRecord(others) ? `${object}.catchall(${zodText(others as JsonSchema, root)})` : object;
}

function hasDefault(node: JsonSchema): boolean {
  return node.default !== undefined || 'default' in (node['x-zod'] ?? {}) || 'catch' in (node['x-zod'] ?? {});
}

function defaultText(node: JsonSchema): string {
  const annotation = node['x-zod'] ?? {};
  const name = annotation.prefault === true ? 'prefault' : 'default';
  if ('default' in annotation) return `.${name}(${valueText(annotation.default)})`;
  return node.default === undefined ? '' : `.${name}(${literalText(node.default)})`;
}

/** A value that may be stored as a marker, since JSON has no form for it. */
function valueText(value: unknown): string {
  if (!isRecord(value)) return literalText(value);
  if (value.__type === 'Date') return `new Date(${literalText(value.value)})`;
  return value.__type === 'BigInt' ? `${String(value.value)}n` : literalText(value);
}
