/** What `x-zod` adds to JSON Schema (see `engine/collections/stored-schemas`). */
export interface SchemaAnnotation {
  readonly kind?: string;
  readonly onlyInCode?: readonly string[];
  readonly [key: string]: unknown;
}

/** A stored schema as far as it is looked at. It comes from a file: every part may be missing or of another kind. */
export interface JsonSchema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema | boolean;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly anyOf?: readonly (JsonSchema | boolean)[];
  readonly oneOf?: readonly (JsonSchema | boolean)[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly 'x-zod'?: SchemaAnnotation;
  readonly [keyword: string]: unknown;
}

/** Whether the value is an object with keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema in a text; null where there is none. */
export function parseSchema(text: string): JsonSchema | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? (value as JsonSchema) : null;
  } catch {
    return null;
  }
}

/** The fields that a schema names, in its order. */
export function propertiesOf(schema: JsonSchema): readonly (readonly [string, JsonSchema | boolean])[] {
  return isRecord(schema.properties)
    ? (Object.entries(schema.properties) as (readonly [string, JsonSchema | boolean])[])
    : [];
}

/** Whether documents must have the field. */
export function isRequired(schema: JsonSchema, key: string): boolean {
  return Array.isArray(schema.required) && schema.required.includes(key);
}

/** An object of entries, also where a key is `__proto__`. */
export function fromEntries<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const made: Record<string, T> = {};
  for (const [key, value] of entries) {
    Object.defineProperty(made, key, { value, enumerable: true, writable: true, configurable: true });
  }
  return made;
}
