import { z } from 'zod';
import { DatabaseError } from '../../errors.ts';
import { reviveMarkers } from '../rich-values.ts';
import { buildString } from './build-string.ts';
import { builtSchemas, type StoredSchema, type ZodAnnotation } from './stored-schema.ts';

/**
 * The schema that a file keeps, as one of zod. Rules that stand in the program only (`x-zod.onlyInCode`) are not in it.
 * Patterns of a file that is not trusted can take for ever: validate by such a schema where it can be stopped.
 *
 * Throws SCHEMA_INVALID for what is no schema.
 */
export function buildSchema(stored: StoredSchema): z.ZodType {
  try {
    const schema = new SchemaBuilder(stored).build(stored);
    builtSchemas.set(schema, stored);
    return schema;
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(
      'SCHEMA_INVALID',
      `The schema that the file keeps cannot be used: ${reason}. Nothing was changed: register the collection with a schema of the program.`,
      { cause: error },
    );
  }
}

/** Deeper ones are not schemas that somebody wrote. */
const MAX_DEPTH = 200;

class SchemaBuilder {
  readonly #root: StoredSchema;
  readonly #referenced = new Map<string, z.ZodType>();
  #depth = 0;

  constructor(root: StoredSchema) {
    this.#root = root;
  }

  build(stored: StoredSchema | boolean): z.ZodType {
    if (stored === true) return z.unknown();
    if (stored === false) return z.never();
    if (typeof stored !== 'object' || stored === null) throw new TypeError(`${stored} is no schema`);
    if (this.#depth > MAX_DEPTH) throw new RangeError('it is nested too deeply');
    this.#depth += 1;
    const schema = this.#wrap(this.#kind(stored), stored);
    this.#depth -= 1;
    return schema;
  }

  /** Default, catch, readonly and description around what a schema is. */
  #wrap(inner: z.ZodType, stored: StoredSchema): z.ZodType {
    const annotation = stored['x-zod'] ?? {};
    let schema = inner;
    if (stored.readOnly === true) schema = schema.readonly();
    if (annotation.catch !== undefined) schema = schema.catch(copyOf(annotation.catch.value));
    else if ('default' in annotation) schema = withDefault(schema, annotation.default, annotation);
    else if (stored.default !== undefined) schema = withDefault(schema, stored.default, annotation);
    return typeof stored.description === 'string' ? schema.describe(stored.description) : schema;
  }

  #kind(stored: StoredSchema): z.ZodType {
    const annotation = stored['x-zod'] ?? {};
    if (annotation.kind !== undefined) return this.#richKind(annotation);
    if (typeof stored.$ref === 'string') return this.#reference(stored.$ref);
    if (stored.const !== undefined) return z.literal(stored.const as z.core.util.Literal);
    if (Array.isArray(stored.enum)) return z.literal(stored.enum as z.core.util.Literal[]);
    if (stored.not !== undefined) return z.never();
    const options = stored.oneOf ?? stored.anyOf;
    if (Array.isArray(options)) return this.#union(options, annotation);
    if (Array.isArray(stored.allOf) && stored.type !== 'string') return this.#intersection(stored.allOf);
    return this.#type(stored);
  }

  #type(stored: StoredSchema): z.ZodType {
    const { type } = stored;
    if (Array.isArray(type)) {
      const { default: _default, readOnly: _readOnly, description: _description, ...inner } = stored;
      return z.union(type.map((one) => this.#type({ ...inner, type: one } as StoredSchema)));
    }
    const isCoerced = stored['x-zod']?.coerce === true;
    switch (type) {
      case 'string':
        return buildString(stored);
      case 'number':
      case 'integer':
        return numberOf(stored, isCoerced ? z.coerce.number() : z.number());
      case 'boolean':
        return isCoerced ? z.coerce.boolean() : z.boolean();
      case 'null':
        return z.null();
      case 'array':
        return this.#array(stored);
      case 'object':
        return this.#object(stored);
      case undefined:
        return z.unknown();
      default:
        throw new TypeError(`there is no type “${String(type)}”`);
    }
  }

  #richKind(annotation: ZodAnnotation): z.ZodType {
    const { kind, coerce, min, max } = annotation;
    switch (kind) {
      case 'date': {
        const date = coerce === true ? z.coerce.date() : z.date();
        return date.check(
          ...(min === undefined ? [] : [z.gte(new Date(min))]),
          ...(max === undefined ? [] : [z.lte(new Date(max))]),
        );
      }
      case 'bigint': {
        const bigint = coerce === true ? z.coerce.bigint() : z.bigint();
        return bigint.check(
          ...(min === undefined ? [] : [z.gte(BigInt(min))]),
          ...(max === undefined ? [] : [z.lte(BigInt(max))]),
        );
      }
      case 'map':
        return z
          .map(this.build(annotation.key ?? {}), this.build(annotation.value ?? {}))
          .check(...sizes(annotation));
      case 'set':
        return z.set(this.build(annotation.value ?? {})).check(...sizes(annotation));
      case 'literal':
        return z.literal((annotation.values ?? []).map(copyOf) as z.core.util.Literal[]);
      case 'undefined':
        return z.undefined();
      case 'void':
        return z.void();
      case 'nan':
        return z.nan();
      case 'symbol':
        return z.symbol();
      default:
        throw new TypeError(`there is no kind “${kind}”`);
    }
  }

  /** Schemas that are pointed to may contain themselves. */
  #reference(reference: string): z.ZodType {
    const known = this.#referenced.get(reference);
    if (known !== undefined) return known;
    const target = this.#find(reference);
    let made: z.ZodType | undefined;
    const schema = z.lazy(() => {
      made ??= new SchemaBuilder(this.#root).#sharing(this.#referenced).build(target);
      return made;
    });
    this.#referenced.set(reference, schema);
    return schema;
  }

  #sharing(referenced: ReadonlyMap<string, z.ZodType>): this {
    for (const [reference, schema] of referenced) this.#referenced.set(reference, schema);
    return this;
  }

  #find(reference: string): StoredSchema {
    if (reference === '#') return this.#root;
    const name = reference.startsWith('#/$defs/') ? reference.slice('#/$defs/'.length) : undefined;
    const target = name === undefined ? undefined : this.#root.$defs?.[name];
    if (target === undefined) throw new TypeError(`“${reference}” points to nothing`);
    return target as StoredSchema;
  }

  #union(stored: readonly (StoredSchema | boolean)[], { discriminator }: ZodAnnotation): z.ZodType {
    const options = stored.map((option) => this.build(option));
    const [first, ...others] = options;
    if (first === undefined) return z.never();
    if (discriminator !== undefined) {
      // What has no such field is refused by zod, and told as what it is.
      return z.discriminatedUnion(discriminator, options as unknown as [z.ZodObject, ...z.ZodObject[]]);
    }
    return z.union([first, ...others]);
  }

  #intersection(stored: readonly (StoredSchema | boolean)[]): z.ZodType {
    const [first = z.unknown(), ...others] = stored.map((part) => this.build(part));
    return others.reduce<z.ZodType>((left, right) => z.intersection(left, right), first);
  }

  #array(stored: StoredSchema): z.ZodType {
    const { prefixItems, items, minItems, maxItems } = stored;
    if (Array.isArray(prefixItems)) {
      const least = typeof minItems === 'number' ? minItems : 0;
      const parts = prefixItems.map((item, place) => {
        return place < least ? this.build(item) : this.build(item).optional();
      });
      const tuple = z.tuple(parts as [z.ZodType, ...z.ZodType[]]);
      const isOpen = items !== undefined && typeof items !== 'boolean';
      return isOpen ? tuple.rest(this.build(items as StoredSchema)) : tuple;
    }
    const list = z.array(this.build((items as StoredSchema | undefined) ?? {}));
    return list.check(
      ...(typeof minItems === 'number' ? [z.minLength(minItems)] : []),
      ...(typeof maxItems === 'number' ? [z.maxLength(maxItems)] : []),
    );
  }

  #object(stored: StoredSchema): z.ZodType {
    const { properties, propertyNames, additionalProperties, required = [] } = stored;
    if (propertyNames !== undefined && properties === undefined) {
      const key = this.build(propertyNames as StoredSchema) as z.ZodType<string>;
      const value = this.build((additionalProperties as StoredSchema | undefined) ?? {});
      return required.length === 0 ? z.partialRecord(key, value) : z.record(key, value);
    }
    const shape: Record<string, z.ZodType> = {};
    for (const [key, property] of Object.entries(properties ?? {})) {
      const value = this.#property(property as StoredSchema | boolean, required.includes(key));
      Object.defineProperty(shape, key, { value, enumerable: true, configurable: true, writable: true });
    }
    const object = z.object(shape);
    if (additionalProperties === false) return object.strict();
    if (additionalProperties === undefined || additionalProperties === true) return object;
    return object.catchall(this.build(additionalProperties as StoredSchema));
  }

  #property(stored: StoredSchema | boolean, isRequired: boolean): z.ZodType {
    const schema = this.build(stored);
    const hasDefault =
      typeof stored === 'object' && (stored.default !== undefined || 'default' in (stored['x-zod'] ?? {}));
    return isRequired || hasDefault ? schema : schema.optional();
  }
}

function numberOf(stored: StoredSchema, number: z.ZodNumber): z.ZodType {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = stored;
  const checks: z.core.$ZodCheck<number>[] = [];
  if (type === 'integer') checks.push(z.multipleOf(1));
  if (typeof minimum === 'number') checks.push(z.gte(minimum));
  if (typeof maximum === 'number') checks.push(z.lte(maximum));
  if (typeof exclusiveMinimum === 'number') checks.push(z.gt(exclusiveMinimum));
  if (typeof exclusiveMaximum === 'number') checks.push(z.lt(exclusiveMaximum));
  if (typeof multipleOf === 'number') checks.push(z.multipleOf(multipleOf));
  return number.check(...checks);
}

function sizes({ min, max }: ZodAnnotation): z.core.$ZodCheck<{ size: number }>[] {
  return [
    ...(typeof min === 'number' ? [z.minSize(min)] : []),
    ...(typeof max === 'number' ? [z.maxSize(max)] : []),
  ] as z.core.$ZodCheck<{ size: number }>[];
}

function withDefault(schema: z.ZodType, value: unknown, { prefault }: ZodAnnotation): z.ZodType {
  return prefault === true ? schema.prefault(() => copyOf(value)) : schema.default(() => copyOf(value));
}

/** Each document gets a value of its own. */
function copyOf(value: unknown): unknown {
  return reviveMarkers(structuredClone(value));
}
