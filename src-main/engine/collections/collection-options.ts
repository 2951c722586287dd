import { z } from 'zod';
import { invalidCollection } from './collection-names.ts';
import type { CollectionOptions } from './collection-spec.ts';

const action = z.enum(['CASCADE', 'SET NULL', 'SET DEFAULT', 'RESTRICT', 'NO ACTION']);
const text = z.string().min(1);
const fields = z.array(z.string()).min(1);
const callable = z.custom<(...values: never[]) => unknown>(
  (value) => typeof value === 'function',
  'a function',
);

const definition = z.strictObject({
  type: z.enum(['TEXT', 'INTEGER', 'REAL', 'BLOB', 'unique']).optional(),
  unique: z.boolean().optional(),
  index: z.boolean().optional(),
  foreignKey: text.optional(),
  onDelete: action.optional(),
  onUpdate: action.optional(),
  nullable: z.boolean().optional(),
  check: text.optional(),
});

const constraint = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['unique', 'index']), fields, name: text.optional() }),
  z.strictObject({ kind: z.literal('check'), sql: text, name: text.optional() }),
  z.strictObject({
    kind: z.literal('foreignKey'),
    fields,
    table: text,
    columns: z.array(text).min(1),
    onDelete: action.optional(),
    onUpdate: action.optional(),
  }),
]);

const options = z.strictObject({
  primaryKey: text.optional(),
  indexes: z.array(z.string()).optional(),
  constraints: z.array(constraint).optional(),
  // Looked at one by one: a record of zod would leave out a field named `__proto__`.
  constrainedFields: z.custom((value) => typeof value === 'object' && value !== null, 'an object').optional(),
  version: z.int().min(1).optional(),
  upgrades: z.record(z.string().regex(/^\d+$/), callable).optional(),
  validateReads: z.boolean().optional(),
  generateId: callable.optional(),
  attach: z.boolean().optional(),
});

/** The third argument of `db.collection`, or COLLECTION_INVALID that names what is wrong with it. */
export function checkOptions(name: string, given: CollectionOptions): CollectionOptions {
  check(name, options, given, []);
  for (const [field, value] of Object.entries(given.constrainedFields ?? {})) {
    check(name, definition, value, ['constrainedFields', field]);
  }
  const version = given.version ?? 1;
  for (const step of Object.keys(given.upgrades ?? {})) {
    if (Number(step) >= 2 && Number(step) <= version) continue;
    throw invalidCollection(name, `upgrades.${step} leads to no version from 2 to ${version}`);
  }
  return given;
}

function check(name: string, schema: z.ZodType, value: unknown, path: readonly string[]): void {
  const { success, error } = schema.safeParse(value);
  if (success) return;
  const flaws = error.issues.map((issue) => {
    const place = ['options', ...path, ...issue.path].join('.');
    return `${place}: ${issue.message}`;
  });
  throw invalidCollection(name, flaws.join('; '), error);
}
