import { z } from 'zod';

/**
 * The fields at the root of an object whose schemas make something else of what they take: what is stored is not what
 * they would take again.
 */
export function transformingFields(schema: z.core.$ZodType): ReadonlySet<string> {
  const known = cache.get(schema);
  if (known !== undefined) return known;
  const shape = schema instanceof z.ZodObject ? schema.shape : {};
  const fields = Object.keys(shape).filter((key) => key !== '__proto__' && transforms(shape[key], new Set()));
  const found: ReadonlySet<string> = new Set(fields);
  cache.set(schema, found);
  return found;
}

/** The same schema, with its rules over the whole, where these fields are taken as they are. */
export function withFieldsAsTheyAre(schema: z.ZodType, fields: readonly string[]): z.ZodType {
  if (fields.length === 0 || !(schema instanceof z.ZodObject)) return schema;
  const key = JSON.stringify(fields);
  const variants = variantsBySchema.get(schema) ?? new Map<string, z.ZodType>();
  variantsBySchema.set(schema, variants);
  const known = variants.get(key);
  if (known !== undefined) return known;
  const variant = schema.safeExtend(Object.fromEntries(fields.map((field) => [field, z.any().optional()])));
  variants.set(key, variant);
  return variant;
}

const cache = new WeakMap<z.core.$ZodType, ReadonlySet<string>>();
const variantsBySchema = new WeakMap<z.core.$ZodType, Map<string, z.ZodType>>();

function transforms(schema: z.core.$ZodType | undefined, seen: Set<z.core.$ZodType>): boolean {
  if (schema === undefined || seen.has(schema)) return false;
  seen.add(schema);
  return innerSchemas(schema).some((inner) => inner === 'transform' || transforms(inner, seen));
}

/** The schemas that a schema is made of; `transform` where it changes values by code. */
function innerSchemas(schema: z.core.$ZodType): readonly (z.core.$ZodType | 'transform')[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'pipe':
    case 'transform':
      return ['transform'];
    case 'object':
      return [...Object.values(def.shape), ...(def.catchall === undefined ? [] : [def.catchall])];
    case 'record':
    case 'map':
      return [def.keyType, def.valueType];
    case 'set':
      return [def.valueType];
    case 'array':
      return [def.element];
    case 'tuple':
      return [...def.items, ...(def.rest === null ? [] : [def.rest])];
    case 'union':
      return def.options;
    case 'intersection':
      return [def.left, def.right];
    case 'lazy':
      return [def.getter()];
    default:
      return 'innerType' in def ? [def.innerType] : [];
  }
}
