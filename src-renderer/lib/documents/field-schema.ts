/** What the schema of a collection says about one value, as forms need it. */
export interface FieldSchema {
  readonly kind: FieldKind;
  readonly isNullable: boolean;
  /** In a few letters, such as "string · email" or "int, min 1". */
  readonly typeText: string;
  /** JSON texts of an enum's or literal's values. */
  readonly options: readonly string[];
  /** Of an object, in the order of the schema. */
  readonly properties: () => ReadonlyMap<string, PropertySchema>;
  /** What an object's other fields, or the values of a record, are; null: it has none. */
  readonly rest: () => FieldSchema | null;
  /** Of an array, by position. */
  readonly item: (index: number) => FieldSchema;
  readonly isTuple: boolean;
  readonly leastItems: number;
  /** Of a union. */
  readonly variants: () => readonly VariantSchema[];
  /** The field by which the variants are told apart. */
  readonly discriminator: string | null;
  /** JSON text. */
  readonly defaultRaw: string | null;
  readonly minimum: number | null;
  readonly description: string | null;
  /** Rules that only the program has, such as "refine". */
  readonly rulesInCode: readonly string[];
}

export type FieldKind =
  | 'string'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'null'
  | 'date'
  | 'bigint'
  | 'enum'
  | 'object'
  | 'record'
  | 'array'
  | 'union'
  | 'any';

export interface PropertySchema {
  readonly schema: FieldSchema;
  readonly isRequired: boolean;
}

export interface VariantSchema {
  readonly label: string;
  readonly schema: FieldSchema;
  /** JSON text of the discriminator in this variant. */
  readonly tag: string | null;
}

type Json = Readonly<Record<string, unknown>>;

const KINDS: readonly string[] = ['string', 'number', 'integer', 'boolean', 'null', 'object', 'array'];
const DEEPEST_REFERENCE = 20;

/**
 * Reads the schema that a file keeps (JSON Schema with `x-zod`). It comes from the file: whatever is not as it should
 * be is read as "any value". It may contain itself, so parts are read when they are asked for. null: not even JSON.
 */
export function readFieldSchema(json: string): FieldSchema | null {
  try {
    const root: unknown = JSON.parse(json);
    return isJson(root) ? new SchemaReader(root).read(root) : null;
  } catch {
    return null;
  }
}

/** Where nothing is said about a value. */
export const anyValue: FieldSchema = fieldSchema({ kind: 'any', typeText: '' });

class SchemaReader {
  readonly #root: Json;
  readonly #known = new Map<unknown, FieldSchema>();

  constructor(root: Json) {
    this.#root = root;
  }

  read(stored: unknown): FieldSchema {
    const known = this.#known.get(stored);
    if (known !== undefined) return known;
    const schema = this.#read(this.#resolve(stored));
    this.#known.set(stored, schema);
    return schema;
  }

  #resolve(stored: unknown): Json {
    let found = stored;
    for (let depth = 0; depth < DEEPEST_REFERENCE && isJson(found); depth += 1) {
      const reference = found.$ref;
      if (typeof reference !== 'string') return found;
      if (reference === '#') return this.#root;
      const definitions = this.#root.$defs;
      const name = reference.startsWith('#/$defs/') ? reference.slice('#/$defs/'.length) : '';
      found = isJson(definitions) && Object.hasOwn(definitions, name) ? definitions[name] : {};
    }
    return isJson(found) ? found : {};
  }

  #read(stored: Json): FieldSchema {
    const annotation = isJson(stored['x-zod']) ? stored['x-zod'] : {};
    const common = {
      defaultRaw: defaultOf(stored, annotation),
      description: typeof stored.description === 'string' ? stored.description : null,
      rulesInCode: list(annotation.onlyInCode).map(String),
    };
    const union = list(stored.oneOf ?? stored.anyOf);
    if (union.length > 0) return this.#union(union, stored, annotation, common);
    if (Array.isArray(stored.type)) {
      const parts = stored.type.map((type) => ({ ...stored, type, default: undefined }));
      return this.#union(parts, stored, annotation, common);
    }
    return fieldSchema({ ...common, ...this.#single(stored, annotation) });
  }

  #single(stored: Json, annotation: Json): Partial<FieldSchema> {
    const options = optionsOf(stored, annotation);
    if (options !== null) {
      const isNullable = options.includes('null');
      const shown = options.filter((option) => option !== 'null');
      return { kind: 'enum', typeText: shown.length === 1 ? 'literal' : 'enum', options: shown, isNullable };
    }
    const { kind: rich } = annotation;
    if (rich === 'date' || rich === 'bigint') return { kind: rich, typeText: rich };
    if (typeof rich === 'string') return { kind: 'any', typeText: rich };
    const type = typeof stored.type === 'string' && KINDS.includes(stored.type) ? stored.type : null;
    if (type === 'array') return this.#array(stored);
    if (type === 'object' || isJson(stored.properties)) return this.#object(stored);
    // One of the kinds above.
    if (type !== null)
      return { kind: type as FieldKind, typeText: typeTextOf(type, stored), minimum: number(stored.minimum) };
    return { kind: 'any', typeText: 'any' };
  }

  #array(stored: Json): Partial<FieldSchema> {
    const prefix = list(stored.prefixItems);
    const rest = stored.items;
    return {
      kind: 'array',
      typeText: 'array',
      isTuple: prefix.length > 0,
      leastItems: Math.min(number(stored.minItems) ?? 0, 1000),
      item: (index) => this.read(index < prefix.length ? prefix[index] : rest),
    };
  }

  #object(stored: Json): Partial<FieldSchema> {
    const rest = () => (isJson(stored.additionalProperties) ? this.read(stored.additionalProperties) : null);
    if (!isJson(stored.properties)) {
      return { kind: 'record', typeText: 'record', rest: () => rest() ?? anyValue };
    }
    const required = new Set(list(stored.required));
    const entries = Object.entries(stored.properties);
    return {
      kind: 'object',
      typeText: 'object',
      rest,
      properties: once(
        () =>
          new Map(
            entries.map(([key, property]) => [
              key,
              { schema: this.read(property), isRequired: required.has(key) },
            ]),
          ),
      ),
    };
  }

  #union(
    parts: readonly unknown[],
    stored: Json,
    annotation: Json,
    common: Pick<FieldSchema, 'defaultRaw' | 'description' | 'rulesInCode'>,
  ): FieldSchema {
    const isNull = (part: unknown) => {
      const found = this.#resolve(part);
      return found.type === 'null' || found.const === null;
    };
    const others = parts.filter((part) => !isNull(part));
    const isNullable = others.length < parts.length;
    const [only] = others;
    if (others.length === 1 && only !== undefined) {
      const inner = this.#read(this.#resolve(only));
      const rulesInCode = [...new Set([...inner.rulesInCode, ...common.rulesInCode])];
      return {
        ...inner,
        ...common,
        defaultRaw: common.defaultRaw ?? inner.defaultRaw,
        description: common.description ?? inner.description,
        rulesInCode,
        isNullable: isNullable || inner.isNullable,
      };
    }
    const discriminator = typeof annotation.discriminator === 'string' ? annotation.discriminator : null;
    return fieldSchema({
      ...common,
      kind: 'union',
      typeText: stored.oneOf === undefined ? 'union' : 'one of',
      isNullable,
      discriminator,
      variants: once(() => others.map((part, index) => this.#variant(part, index, discriminator))),
    });
  }

  #variant(part: unknown, index: number, discriminator: string | null): VariantSchema {
    const schema = this.read(part);
    const tag =
      discriminator === null ? null : (schema.properties().get(discriminator)?.schema.options[0] ?? null);
    const title = this.#resolve(part).title;
    const name = typeof title === 'string' ? title : tag === null ? schema.typeText : optionLabel(tag);
    return { label: name === '' ? `variant ${index + 1}` : name, schema, tag };
  }
}

/** A value of an enum as it is shown: text without its quotes. */
export function optionLabel(raw: string): string {
  return raw.startsWith('"') ? (JSON.parse(raw) as string) : raw; // made by JSON.stringify
}

function fieldSchema(parts: Partial<FieldSchema>): FieldSchema {
  return {
    kind: 'any',
    isNullable: false,
    typeText: '',
    options: [],
    properties: () => new Map(),
    rest: () => null,
    item: () => anyValue,
    isTuple: false,
    leastItems: 0,
    variants: () => [],
    discriminator: null,
    defaultRaw: null,
    minimum: null,
    description: null,
    rulesInCode: [],
    ...parts,
  };
}

function optionsOf(stored: Json, annotation: Json): readonly string[] | null {
  if (stored.const !== undefined) return [JSON.stringify(stored.const)];
  if (Array.isArray(stored.enum)) return stored.enum.map((value) => JSON.stringify(value));
  return annotation.kind === 'literal' ? list(annotation.values).map((value) => JSON.stringify(value)) : null;
}

function defaultOf(stored: Json, annotation: Json): string | null {
  const value = 'default' in annotation ? annotation.default : stored.default;
  return value === undefined ? null : JSON.stringify(value);
}

function typeTextOf(type: string, stored: Json): string {
  if (type === 'string') return typeof stored.format === 'string' ? `string · ${stored.format}` : 'string';
  if (type !== 'integer' && type !== 'number') return type;
  const least = number(stored.minimum);
  const most = number(stored.maximum);
  return [
    type === 'integer' ? 'int' : 'number',
    // Those that every integer of zod has say nothing.
    ...(least !== null && least > Number.MIN_SAFE_INTEGER ? [`min ${least}`] : []),
    ...(most !== null && most < Number.MAX_SAFE_INTEGER ? [`max ${most}`] : []),
  ].join(', ');
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
