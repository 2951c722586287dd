import { z } from 'zod';
import { ValidationError, type ValidationIssue } from '../errors/validation-error.ts';
import { DatabaseError } from '../errors.ts';
import { isRecord } from '../is-record.ts';
import { type Steps, wait } from '../steps/steps.ts';
import type { CollectionSpec } from './collection-spec.ts';
import { canHavePrototypeFields, keepPrototypeFields } from './prototype-fields.ts';
import { schemaNodeOf } from './schema-node.ts';

type Parsed = z.ZodSafeParseResult<unknown>;

/** What the schema makes of a document, or VALIDATION with all that is wrong. The document is without foreign ids. */
export function validateDocument(
  spec: CollectionSpec,
  document: unknown,
  schema: z.ZodType = spec.schema,
): Record<string, unknown> {
  return resultOf(spec, document, parse(spec, document, schema));
}

/** The same; undefined where the schema has rules that answer later: then `validateLater`. */
export function validateNow(
  spec: CollectionSpec,
  document: unknown,
  schema: z.ZodType = spec.schema,
): Record<string, unknown> | undefined {
  let parsed: Parsed;
  try {
    parsed = schema.safeParse(document);
  } catch (error) {
    if (error instanceof z.core.$ZodAsyncError) return undefined;
    throw error;
  }
  return resultOf(spec, document, parsed);
}

/** The same, for schemas with rules that answer later. */
export function* validateLater(
  spec: CollectionSpec,
  document: unknown,
  schema: z.ZodType = spec.schema,
): Steps<Record<string, unknown>> {
  return resultOf(spec, document, yield* wait(() => schema.safeParseAsync(document)));
}

function parse(spec: CollectionSpec, document: unknown, schema: z.ZodType): Parsed {
  try {
    return schema.safeParse(document);
  } catch (error) {
    if (!(error instanceof z.core.$ZodAsyncError)) throw error;
    throw new DatabaseError(
      'SYNC_HOOK_ASYNC',
      `The schema of “${spec.name}” has a rule that answers later, for which this call cannot wait. Nothing was written.`,
      { cause: error },
    );
  }
}

function resultOf(
  spec: CollectionSpec,
  document: unknown,
  { success, data, error }: Parsed,
): Record<string, unknown> {
  if (!success) throw new ValidationError(spec.name, error.issues.map(toIssue), { cause: error });
  if (!isRecord(data)) {
    throw new ValidationError(spec.name, [
      { path: [], message: 'the schema made something of it that is no object' },
    ]);
  }
  if (!hasPrototypeFields(spec)) return data;
  const issues = keepPrototypeFields(schemaNodeOf(spec.schema), document, data);
  if (issues.length > 0) throw new ValidationError(spec.name, issues);
  return data;
}

/** The issue of a document in a list: its path begins with the place. */
export function inList(error: unknown, index: number): unknown {
  if (!(error instanceof ValidationError)) return error;
  const issues = error.issues.map(({ path, message }) => ({ path: [index, ...path], message }));
  return new ValidationError(error.collection, issues, { cause: error.cause });
}

function toIssue({ path, message }: z.core.$ZodIssue): ValidationIssue {
  return { path: path.map((key) => (typeof key === 'symbol' ? String(key) : key)), message };
}

const prototypeFields = new WeakMap<CollectionSpec, boolean>();

function hasPrototypeFields(spec: CollectionSpec): boolean {
  const known = prototypeFields.get(spec);
  if (known !== undefined) return known;
  const found = canHavePrototypeFields(schemaNodeOf(spec.schema));
  prototypeFields.set(spec, found);
  return found;
}
