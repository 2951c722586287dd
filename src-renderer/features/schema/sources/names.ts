import type { JsonSchema } from '../../../../src-preload/contract/schema-draft/index.ts';
import { isRecord } from '../../../../src-preload/contract/schema-draft/index.ts';

const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** A key of an object literal or a type. */
export function keyText(key: string): string {
  return PLAIN_KEY.test(key) && key !== '__proto__' ? key : literalText(key);
}

/** A value of JSON as source. */
export function literalText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'undefined';
  const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}

/** A name with capitals, such as `OrderItems`. */
export function typeName(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const joined = words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
  return /^\p{L}/u.test(joined) ? joined : `Type${joined}`;
}

/** A name that begins small, such as `orderItems`. */
export function valueName(name: string): string {
  const type = typeName(name);
  return `${type[0]?.toLowerCase()}${type.slice(1)}`;
}

/** Schemas that others point to, by name. */
export function definitionsOf(schema: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  return isRecord(schema.$defs)
    ? Object.entries(schema.$defs).filter((entry): entry is [string, JsonSchema] => isRecord(entry[1]))
    : [];
}

/** The name of what a reference points to; null: the document itself. */
export function referenceName(ref: string): string | null {
  return ref === '#' ? null : ref.replace(/^#\/\$defs\//u, '');
}

/** Lines in braces, one step further in. */
export function block(open: string, lines: readonly string[], close: string): string {
  if (lines.length === 0) return `${open}${close}`;
  const inner = lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`).join('\n');
  return `${open}\n${inner}\n${close}`;
}
