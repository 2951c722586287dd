import type { JsonSchema } from './json-schema.ts';

/** The type of a field as the editor of schemas knows it. */
export type DraftType =
  | {
      readonly kind:
        | 'string'
        | 'integer'
        | 'number'
        | 'boolean'
        | 'date'
        | 'bigint'
        | 'null'
        | 'object'
        | 'any';
    }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'array' | 'record'; readonly of: DraftType }
  | { readonly kind: 'union'; readonly of: readonly DraftType[] }
  /** Anything else that a schema says: it is kept word for word. */
  | { readonly kind: 'stored'; readonly schema: JsonSchema | boolean; readonly label: string };

/** A type in words, such as `array of string` or `number or null`. */
export function typeLabel(type: DraftType): string {
  switch (type.kind) {
    case 'enum':
      return `enum (${type.values.length})`;
    case 'array':
    case 'record': {
      const inner = typeLabel(type.of);
      return `${type.kind} of ${type.of.kind === 'union' ? `(${inner})` : inner}`;
    }
    case 'union':
      return type.of.map(typeLabel).join(' or ');
    case 'stored':
      return type.label;
    default:
      return type.kind;
  }
}

/** The type of which the fields below a field are: itself, or what its list holds. Null where it has none. */
export function holdsFields(type: DraftType): boolean {
  if (type.kind === 'object') return true;
  if (type.kind === 'array') return type.of.kind === 'object';
  if (type.kind !== 'union') return false;
  const [only, ...others] = type.of.filter(({ kind }) => kind !== 'null');
  return only !== undefined && others.length === 0 && holdsFields(only);
}

/** Whether both are the same type, values of enums included. */
export function isSameType(one: DraftType, other: DraftType): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The type with or without null. */
export function withNull(type: DraftType, takesNull: boolean): DraftType {
  const parts = type.kind === 'union' ? type.of.filter(({ kind }) => kind !== 'null') : [type];
  const all: readonly DraftType[] = takesNull && type.kind !== 'any' ? [...parts, { kind: 'null' }] : parts;
  const [only, ...others] = all;
  return only !== undefined && others.length === 0 ? only : { kind: 'union', of: all };
}
