import type { JsonKind } from '../../../../src-preload/contract/json-text/index.ts';
import { children, rootSpan } from '../../../../src-preload/contract/json-text/index.ts';
import type { FieldSchema } from '../../../lib/documents/field-schema.ts';
import { dateJson } from '../../../lib/documents/minimal-json.ts';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** How one value is edited as text. */
export type TextKind = 'string' | 'number' | 'date' | 'bigint';

/** Dates and integers beyond JSON's are `{"__type": "Date", "value": "…"}` in documents, or plain text of others. */
export interface RichValue {
  readonly type: string;
  /** JSON text of what is inside. */
  readonly inner: string;
}

/** The value inside a marker; null: it is none. */
export function richValue(raw: string): RichValue | null {
  if (!raw.startsWith('{') || raw.length > 4096 || !raw.includes('__type')) return null;
  const members = children(raw, rootSpan(raw));
  const type = members.find(({ key }) => key === '__type');
  const value = members.find(({ key }) => key === 'value');
  if (members.length !== 2 || type?.kind !== 'string' || value === undefined) return null;
  return {
    type: JSON.parse(raw.slice(type.from, type.to)) as string,
    inner: raw.slice(value.from, value.to),
  };
}

/** Which text a value is edited as; null: it is no text, number or date. */
export function textKindOf(schema: FieldSchema, raw: string | null, kind: JsonKind | null): TextKind | null {
  if (schema.kind === 'date' || schema.kind === 'bigint') {
    return kind === 'array' || (kind === 'object' && richValue(raw ?? '') === null) ? null : schema.kind;
  }
  if (kind === 'object') {
    const type = richValue(raw ?? '')?.type;
    return type === 'Date' ? 'date' : type === 'BigInt' ? 'bigint' : null;
  }
  if (kind === 'array') return null;
  if (schema.kind === 'number' || schema.kind === 'integer') return 'number';
  if (schema.kind === 'string') return 'string';
  if (kind === 'boolean') return null;
  return kind === 'number' ? 'number' : 'string';
}

/** A value as it stands in its field. */
export function fieldText(raw: string | null): string {
  if (raw === null || raw === 'null') return '';
  const inner = richValue(raw)?.inner ?? raw;
  return inner.startsWith('"') ? (JSON.parse(inner) as string) : inner;
}

/**
 * The JSON text of what is typed. What is no number in a field of numbers is text, as it was typed: the schema says what
 * is wrong, and nothing is lost.
 */
export function rawOf(text: string, kind: TextKind, before: string | null): string {
  switch (kind) {
    case 'string':
      return JSON.stringify(text);
    case 'number':
      return NUMBER.test(text.trim()) ? text.trim() : JSON.stringify(text);
    case 'bigint':
      return /^-?\d+$/.test(text.trim())
        ? `{"__type":"BigInt","value":${JSON.stringify(text.trim())}}`
        : JSON.stringify(text);
    case 'date':
      return before !== null && before !== 'null' && richValue(before) === null
        ? JSON.stringify(text)
        : dateJson(text);
  }
}

/** A value like another one of the same array: the same keys with empty values. */
export function blankLike(raw: string): string {
  const root = rootSpan(raw);
  const members = children(raw, root);
  switch (raw[root.from]) {
    case '{':
      return `{${members
        .map(
          (member) =>
            `${raw.slice(member.keyFrom, member.keyTo)}:${blankOf(raw, member.kind, member.from, member.to)}`,
        )
        .join(',')}}`;
    case '[':
      return '[]';
    case '"':
      return '""';
    case 't':
    case 'f':
      return 'false';
    case 'n':
      return 'null';
    default:
      return '0';
  }
}

function blankOf(raw: string, kind: JsonKind, from: number, to: number): string {
  return kind === 'object'
    ? blankLike(raw.slice(from, to))
    : blankLike(raw.slice(from, Math.min(to, from + 1)));
}
