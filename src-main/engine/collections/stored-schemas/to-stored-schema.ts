import { z } from 'zod';
import { toStorable } from '../rich-values.ts';
import { builtSchemas, type StoredSchema, type ZodAnnotation } from './stored-schema.ts';

/**
 * The form in which a file keeps a schema. Whoever reads it needs no program of ours: it is JSON Schema, with `x-zod`
 * for what that cannot say. Rules that only code can check are named in `x-zod.onlyInCode`.
 */
export function toStoredSchema(schema: z.core.$ZodType): StoredSchema {
  const built = builtSchemas.get(schema);
  if (built !== undefined) return built;
  try {
    return convert(schema, new Set());
  } catch {
    // Say, two parts that were given the same id: what documents are is no less known to the program.
    return { 'x-zod': { onlyInCode: ['schema'] } };
  }
}

/** Maps and sets hold schemas that are converted by themselves; `around` are those that are being converted. */
function convert(schema: z.core.$ZodType, around: ReadonlySet<z.core.$ZodType>): StoredSchema {
  const { $schema: _dialect, ...stored } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => annotate(zodSchema, jsonSchema as StoredSchema, around),
  });
  return stored as StoredSchema;
}

function annotate(
  schema: z.core.$ZodTypes,
  target: StoredSchema,
  around: ReadonlySet<z.core.$ZodType>,
): void {
  const onlyInCode = [...new Set(rulesOnlyInCode(schema))];
  const annotation: ZodAnnotation = {
    ...kindOf(schema, around),
    ...('coerce' in schema._zod.def && schema._zod.def.coerce === true ? { coerce: true } : {}),
    ...(onlyInCode.length > 0 ? { onlyInCode } : {}),
  };
  if (Object.keys(annotation).length === 0) return;
  // Wrappers are converted into the same object as what they wrap.
  target['x-zod'] = merged(target['x-zod'], annotation);
}

function merged(inner: ZodAnnotation | undefined, outer: ZodAnnotation): ZodAnnotation {
  const onlyInCode = [...new Set([...(inner?.onlyInCode ?? []), ...(outer.onlyInCode ?? [])])];
  return { ...inner, ...outer, ...(onlyInCode.length > 0 ? { onlyInCode } : {}) };
}

function kindOf(schema: z.core.$ZodTypes, around: ReadonlySet<z.core.$ZodType>): ZodAnnotation {
  const { def } = schema._zod;
  switch (def.type) {
    case 'date':
      return { kind: 'date', ...bounds(schema, (value) => (value as Date).toISOString()) };
    case 'bigint':
      return { kind: 'bigint', ...bounds(schema, String) };
    case 'map':
      return {
        kind: 'map',
        key: inside(def.keyType, schema, around),
        value: inside(def.valueType, schema, around),
        ...sizes(schema),
      };
    case 'set':
      return { kind: 'set', value: inside(def.valueType, schema, around), ...sizes(schema) };
    case 'undefined':
    case 'void':
    case 'nan':
    case 'symbol':
      return { kind: def.type };
    case 'prefault':
      return { prefault: true, ...richDefault(def.defaultValue) };
    case 'default':
      return richDefault(def.defaultValue);
    case 'catch':
      return catchValue(def);
    case 'union':
      return 'discriminator' in def ? { discriminator: String(def.discriminator) } : {};
    case 'string':
      return flagsOf(schema);
    case 'literal':
      return def.values.every((value) => isJson(value))
        ? {}
        : { kind: 'literal', values: def.values.map(marked) };
    default:
      return {};
  }
}

/** JSON Schema has a default of its own, but only for what JSON can hold. */
function richDefault(value: unknown): ZodAnnotation {
  return isJson(value) ? {} : { default: marked(value) };
}

function isJson(value: unknown): boolean {
  return value !== undefined && JSON.stringify(marked(value)) === plainText(value);
}

function plainText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function marked(value: unknown): unknown {
  return toStorable(value, []);
}

function inside(
  schema: z.core.$ZodType,
  parent: z.core.$ZodType,
  around: ReadonlySet<z.core.$ZodType>,
): StoredSchema {
  const now = new Set([...around, parent]);
  // A map in a map of its own kind: only code can say so.
  return now.has(schema) ? { 'x-zod': { onlyInCode: ['recursion'] } } : convert(schema, now);
}

function catchValue(def: z.core.$ZodCatchDef): ZodAnnotation {
  try {
    const value = def.catchValue({ value: undefined, issues: [], error: { issues: [] }, input: undefined });
    return { catch: { value: marked(value) } };
  } catch {
    return { onlyInCode: ['catch'] };
  }
}

type Check = z.core.$ZodChecks['_zod']['def'];

function checksOf(schema: z.core.$ZodTypes): Check[] {
  // The checks that zod has; a custom one is told by its name.
  const checks = (schema._zod.def.checks ?? []) as unknown as readonly z.core.$ZodChecks[];
  return checks.map((check) => check._zod.def);
}

function bounds(schema: z.core.$ZodTypes, text: (value: unknown) => string): ZodAnnotation {
  const found: { min?: string; max?: string } = {};
  for (const check of checksOf(schema)) {
    if (check.check === 'greater_than' && check.inclusive) found.min = text(check.value);
    if (check.check === 'less_than' && check.inclusive) found.max = text(check.value);
  }
  return found;
}

function sizes(schema: z.core.$ZodTypes): ZodAnnotation {
  const found: { min?: number; max?: number } = {};
  for (const check of checksOf(schema)) {
    if (check.check === 'min_size') found.min = check.minimum;
    if (check.check === 'max_size') found.max = check.maximum;
    if (check.check === 'size_equals') Object.assign(found, { min: check.size, max: check.size });
  }
  return found;
}

function flagsOf(schema: z.core.$ZodTypes): ZodAnnotation {
  const flags = checksOf(schema).flatMap((check) =>
    check.check === 'string_format' && check.format === 'regex' && check.pattern ? [check.pattern.flags] : [],
  );
  return flags.some((flag) => flag !== '') ? { flags } : {};
}

function* rulesOnlyInCode(schema: z.core.$ZodTypes): Generator<string, void, void> {
  const { def } = schema._zod;
  if (def.type === 'custom') yield 'custom';
  if (def.type === 'transform') yield 'transform';
  if (def.type === 'file' || def.type === 'promise' || def.type === 'function') yield def.type;
  if (def.type === 'pipe') yield isTransform(def.in) ? 'preprocess' : 'transform';
  if (def.error !== undefined) yield 'message';
  for (const check of checksOf(schema)) {
    if (check.error !== undefined) yield 'message';
    if (check.check === 'overwrite') yield 'transform';
    if (check.check === ('custom' as string)) yield 'refine';
    if (isStrictBound(check) && (def.type === 'date' || def.type === 'bigint')) yield 'refine';
    if (check.check === 'multiple_of' && def.type === 'bigint') yield 'refine';
  }
}

function isStrictBound(check: Check): boolean {
  return (check.check === 'greater_than' || check.check === 'less_than') && !check.inclusive;
}

function isTransform(schema: z.core.$ZodType): boolean {
  return (schema as z.core.$ZodTypes)._zod.def.type === 'transform';
}
