import {
  isRecord,
  isRequired,
  type JsonSchema,
  propertiesOf,
  schemaLabel,
} from '../../../src-preload/contract/schema-draft/index.ts';
import type { ConstrainedFieldWish } from '../../../src-preload/contract/schemas.ts';

/** A field of a schema as one line of the table. */
export interface SchemaRow {
  readonly id: string;
  readonly key: string;
  readonly depth: number;
  readonly type: string;
  readonly isRequired: boolean;
  /** JSON text. */
  readonly default: string | null;
  readonly isKey: boolean;
  readonly isUnique: boolean;
  readonly isIndexed: boolean;
  readonly foreignKey: string | null;
  /** Such as `at least 1`. */
  readonly rules: readonly string[];
  readonly onlyInCode: readonly string[];
  readonly children: number;
}

/** A rule that stands in the program only. */
export interface CodeRule {
  readonly path: string;
  readonly rule: string;
  readonly words: string;
}

/** What is needed of a stored collection. */
export interface ShownSchema {
  readonly name: string;
  readonly primaryKey: string;
  readonly schema: JsonSchema;
  readonly fields: readonly ConstrainedFieldWish[];
}

const MOST_DEPTH = 20;
const MOST_ROWS = 5000;

/** All fields, those inside of others below them. */
export function schemaRows({ schema, primaryKey, fields }: ShownSchema): SchemaRow[] {
  const columns = new Map(fields.map((field) => [JSON.stringify(field.path), field]));
  const rows: SchemaRow[] = [];
  const collect = (object: JsonSchema, above: readonly string[], depth: number, inList: boolean): void => {
    for (const [key, value] of propertiesOf(object)) {
      if (rows.length >= MOST_ROWS) return;
      const path = [...above, key];
      const inner = fieldsBelow(value);
      const column = inList ? undefined : columns.get(JSON.stringify(path));
      const isKey = depth === 0 && key === primaryKey;
      const node: JsonSchema = isRecord(value) ? value : {};
      rows.push({
        id: JSON.stringify([path, depth]),
        key,
        depth,
        type: schemaLabel(value),
        isRequired: isRequired(object, key),
        default: defaultOf(node),
        isKey,
        isUnique: isKey || column?.unique === true,
        isIndexed: column?.index === true,
        foreignKey: column?.foreignKey ?? null,
        rules: rulesOf(node),
        onlyInCode: codeRulesOf(node),
        children: inner === null ? 0 : propertiesOf(inner.schema).length,
      });
      if (inner !== null && depth < MOST_DEPTH)
        collect(inner.schema, path, depth + 1, inList || inner.isList);
    }
  };
  collect(schema, [], 0, false);
  return rows;
}

/** Rows that are seen while some are folded. */
export function unfoldedRows(rows: readonly SchemaRow[], folded: ReadonlySet<string>): readonly SchemaRow[] {
  const shown: SchemaRow[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.depth > hiddenBelow) continue;
    hiddenBelow = folded.has(row.id) ? row.depth : Number.POSITIVE_INFINITY;
    shown.push(row);
  }
  return shown;
}

const words: Readonly<Record<string, string>> = {
  transform: 'Changed by your program before it is stored',
  preprocess: 'Changed by your program before it is checked',
  refine: 'A check that only your program knows',
  custom: 'A type that only your program knows',
  message: 'A message of your program’s own',
  catch: 'A value that your program takes in the place of a wrong one',
  recursion: 'A type that holds itself',
  schema: 'The schema as a whole cannot be written down',
};

/** The rules that stand in the program only, by path. */
export function codeRules({ name, schema }: Pick<ShownSchema, 'name' | 'schema'>): CodeRule[] {
  const found: CodeRule[] = [];
  const collect = (node: JsonSchema | boolean, path: string, depth: number): void => {
    if (!isRecord(node) || depth > MOST_DEPTH) return;
    for (const rule of codeRulesOf(node)) {
      found.push({
        path: path === '' ? name : path,
        rule,
        words: words[rule] ?? 'Only your program can check it',
      });
    }
    for (const [key, value] of propertiesOf(node)) {
      collect(value, path === '' ? key : `${path}.${key}`, depth + 1);
    }
    if (isRecord(node.items)) collect(node.items as JsonSchema, `${path}[]`, depth + 1);
    for (const part of [...(listOf(node.anyOf) ?? []), ...(listOf(node.oneOf) ?? [])]) {
      collect(part, path, depth + 1);
    }
  };
  collect(schema, '', 0);
  return found.filter((rule, at) => {
    return found.findIndex((one) => one.path === rule.path && one.rule === rule.rule) === at;
  });
}

function listOf(value: unknown): readonly (JsonSchema | boolean)[] | null {
  return Array.isArray(value) ? value : null;
}

/** The object whose fields stand below a field. */
function fieldsBelow(value: JsonSchema | boolean): { schema: JsonSchema; isList: boolean } | null {
  if (!isRecord(value)) return null;
  const schema: JsonSchema = value;
  if (propertiesOf(schema).length > 0) return { schema, isList: false };
  if (isRecord(schema.items)) {
    const inner = fieldsBelow(schema.items as JsonSchema);
    return inner === null ? null : { ...inner, isList: true };
  }
  const parts = (listOf(schema.anyOf) ?? []).flatMap((part) => fieldsBelow(part) ?? []);
  return parts.length === 1 ? (parts[0] ?? null) : null;
}

function defaultOf(schema: JsonSchema): string | null {
  if (schema.default !== undefined) return JSON.stringify(schema.default);
  const annotation = schema['x-zod'];
  return isRecord(annotation) && 'default' in annotation ? JSON.stringify(annotation.default) : null;
}

function codeRulesOf(schema: JsonSchema): readonly string[] {
  const rules = isRecord(schema['x-zod']) ? schema['x-zod'].onlyInCode : undefined;
  return Array.isArray(rules) ? rules.map(String) : [];
}

const bounds: readonly (readonly [keyword: string, words: string])[] = [
  ['minimum', 'at least'],
  ['maximum', 'at most'],
  ['exclusiveMinimum', 'more than'],
  ['exclusiveMaximum', 'less than'],
  ['multipleOf', 'a multiple of'],
];
const lengths: readonly (readonly [keyword: string, words: string, unit: string])[] = [
  ['minLength', 'at least', 'characters'],
  ['maxLength', 'at most', 'characters'],
  ['minItems', 'at least', 'items'],
  ['maxItems', 'at most', 'items'],
];

function rulesOf(schema: JsonSchema): string[] {
  const rules = bounds.flatMap(([keyword, about]) => {
    const value = schema[keyword];
    // The range of integers that a number can hold says nothing.
    const isTold = typeof value === 'number' && Math.abs(value) !== Number.MAX_SAFE_INTEGER;
    return isTold ? [`${about} ${value}`] : [];
  });
  for (const [keyword, about, unit] of lengths) {
    const value = schema[keyword];
    if (typeof value === 'number') rules.push(`${about} ${value} ${unit}`);
  }
  if (typeof schema.pattern === 'string' && schema.format === undefined) rules.push(`like ${schema.pattern}`);
  if (schema.readOnly === true) rules.push('read only');
  if (schema.additionalProperties === false) rules.push('no other fields');
  return rules;
}
