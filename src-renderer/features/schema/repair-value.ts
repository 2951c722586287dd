import { anyValue, type FieldSchema } from '../../lib/documents/field-schema.ts';
import { dateJson } from '../../lib/documents/minimal-json.ts';

/** What a new value is typed as. */
export type ValueKind = 'choice' | 'text' | 'number' | 'boolean' | 'date' | 'bigint' | 'null' | 'json';

/** A value as it is typed; of a choice, `text` is the JSON text of what was chosen. */
export interface TypedValue {
  readonly kind: ValueKind;
  readonly text: string;
}

/** What a typed value means: JSON text, nothing yet, or why it is none. */
export interface ReadValue {
  readonly raw: string | null;
  readonly problem: string | null;
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const nothing: ReadValue = { raw: null, problem: null };

/** The JSON text of a typed value. Digits stay as they were typed. */
export function readTyped({ kind, text }: TypedValue): ReadValue {
  const trimmed = text.trim();
  if (kind === 'null') return { raw: 'null', problem: null };
  if (kind === 'text') return text === '' ? nothing : { raw: JSON.stringify(text), problem: null };
  if (trimmed === '') return nothing;
  switch (kind) {
    case 'choice':
    case 'boolean':
      return { raw: trimmed, problem: null };
    case 'number':
      return NUMBER.test(trimmed)
        ? { raw: trimmed, problem: null }
        : { raw: null, problem: 'This is not a number.' };
    case 'bigint':
      return /^-?\d+$/u.test(trimmed)
        ? { raw: `{"__type":"BigInt","value":${JSON.stringify(trimmed)}}`, problem: null }
        : { raw: null, problem: 'This is not a whole number.' };
    case 'date':
      return Number.isNaN(Date.parse(trimmed))
        ? { raw: null, problem: 'This is not a date, such as 2026-11-27T08:00:00Z.' }
        : { raw: dateJson(trimmed), problem: null };
    case 'json':
      return isJson(trimmed)
        ? { raw: trimmed, problem: null }
        : { raw: null, problem: 'This is not JSON. A text needs quotes.' };
  }
}

/** The kinds that a value can be typed as, the one that the schema asks for first. */
export function kindsFor(schema: FieldSchema): readonly ValueKind[] {
  const first = kindOf(schema);
  const rest: readonly ValueKind[] = ['text', 'number', 'boolean', 'null', 'json'];
  return [first, ...rest.filter((kind) => kind !== first)];
}

/** An empty value of the kind that the schema asks for. */
export function emptyValue(schema: FieldSchema): TypedValue {
  return { kind: kindOf(schema), text: '' };
}

/** What a wrong value was probably meant to be: the same text in another case, a number in quotes. Empty where nobody can tell. */
export function suggestedValue(schema: FieldSchema, json: string): TypedValue {
  const empty = emptyValue(schema);
  const wrong = parsed(json);
  if (typeof wrong !== 'string' && typeof wrong !== 'number' && typeof wrong !== 'boolean') return empty;
  const text = String(wrong).trim();
  switch (empty.kind) {
    case 'choice': {
      const meant = schema.options.filter((option) => sameWord(String(parsed(option)), text));
      return { ...empty, text: meant.length === 1 ? (meant[0] ?? '') : '' };
    }
    case 'number':
      return { ...empty, text: typeof wrong === 'string' && NUMBER.test(text) ? text : '' };
    case 'boolean':
      return { ...empty, text: ['true', 'false'].find((word) => sameWord(word, text)) ?? '' };
    case 'text':
      return { ...empty, text: typeof wrong === 'string' ? '' : json };
    default:
      return empty;
  }
}

/** What the schema says about the value at a path, as a group of problems names it; any value where it cannot be told. */
export function schemaAt(root: FieldSchema | null, path: readonly (string | number)[]): FieldSchema {
  let schema = root ?? anyValue;
  for (const step of path) {
    schema =
      typeof step === 'number'
        ? schema.item(step)
        : (schema.properties().get(step)?.schema ?? schema.rest() ?? anyValue);
  }
  return schema;
}

function kindOf({ kind }: FieldSchema): ValueKind {
  switch (kind) {
    case 'enum':
      return 'choice';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
    case 'date':
    case 'bigint':
    case 'null':
      return kind;
    case 'string':
    case 'any':
      return 'text';
    default:
      return 'json';
  }
}

function sameWord(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
