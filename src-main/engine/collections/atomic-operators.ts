import { ValidationError } from '../errors/validation-error.ts';
import { DatabaseError } from '../errors.ts';
import type { CollectionSpec } from './collection-spec.ts';
import type { AnyDocument } from './collection-writer.ts';
import { unknownField } from './constrained-fields.ts';
import { valueAt } from './document-paths.ts';
import type { DocumentChange } from './document-updater.ts';
import { resolveFieldPath } from './field-path.ts';
import { setOwn } from './rich-values.ts';
import { schemaNodeOf } from './schema-node.ts';

/** Changes of parts of a document, by dotted paths. */
export interface AtomicOperators {
  /** Adds to numbers; a missing one counts as 0. */
  readonly $inc?: Readonly<Record<string, number | bigint>> | undefined;
  readonly $set?: Readonly<Record<string, unknown>> | undefined;
  /** Adds one element to the end of lists; a missing one counts as empty. */
  readonly $push?: Readonly<Record<string, unknown>> | undefined;
  /** Takes fields away, whatever their value here. */
  readonly $unset?: Readonly<Record<string, unknown>> | undefined;
}

const operators = ['$set', '$inc', '$push', '$unset'] as const;
type Operator = (typeof operators)[number];

interface Action {
  readonly operator: Operator;
  readonly keys: readonly string[];
  readonly field: string;
  readonly value: unknown;
}

/**
 * The change that operators make. Throws UPDATE_INVALID for an operator that does not exist, and FIELD_UNKNOWN for a
 * path that the schema does not have.
 */
export function atomicChange(
  spec: CollectionSpec,
  given: AtomicOperators,
): (stored: AnyDocument) => DocumentChange {
  const actions = actionsOf(spec, given);
  return (stored) => {
    const document = stored;
    for (const action of actions) apply(spec, document, action);
    return { document, stored, changed: new Set(actions.map(({ keys }) => keys[0] ?? '')) };
  };
}

function actionsOf(spec: CollectionSpec, given: AtomicOperators): Action[] {
  if (typeof given !== 'object' || given === null) throw invalid(`${given} is not an object with operators`);
  const unknown = Object.keys(given).find((key) => !operators.some((operator) => operator === key));
  if (unknown !== undefined) throw invalid(`there is no “${unknown}”`);
  const root = schemaNodeOf(spec.schema);
  return operators.flatMap((operator) =>
    Object.entries(given[operator] ?? {}).map(([field, value]): Action => {
      const path = resolveFieldPath(root, field);
      if (path === undefined && field !== spec.primaryKey) throw unknownField(spec.name, field);
      return { operator, keys: path?.keys ?? [field], field, value };
    }),
  );
}

function apply(spec: CollectionSpec, document: AnyDocument, { operator, keys, field, value }: Action): void {
  const parent =
    operator === '$unset' ? valueAt(document, keys.slice(0, -1)) : makeParent(spec, document, keys);
  const last = keys[keys.length - 1] ?? '';
  const target = parent as AnyDocument | undefined;
  if (typeof target !== 'object' || target === null) return;
  const present = Object.hasOwn(target, last) ? target[last] : undefined;
  switch (operator) {
    case '$set':
      return setOwn(target, last, value);
    case '$unset':
      delete target[last];
      return;
    case '$inc':
      return setOwn(target, last, sum(spec, field, present, value));
    case '$push':
      if (present !== undefined && present !== null && !Array.isArray(present)) {
        throw wrongTarget(spec, field, 'is no list, so that nothing can be pushed');
      }
      return setOwn(target, last, [...(present ?? []), value]);
  }
}

function makeParent(spec: CollectionSpec, document: AnyDocument, keys: readonly string[]): unknown {
  let parent: unknown = document;
  for (const key of keys.slice(0, -1)) {
    const container = parent as AnyDocument;
    const inner = Object.hasOwn(container, key) ? container[key] : undefined;
    if (inner === undefined || inner === null) setOwn(container, key, {});
    else if (typeof inner !== 'object')
      throw wrongTarget(spec, keys.join('.'), `leads through “${key}”, which is no object`);
    parent = container[key];
  }
  return parent;
}

function sum(spec: CollectionSpec, field: string, present: unknown, added: unknown): number | bigint {
  if (
    typeof added === 'bigint' &&
    (typeof present === 'bigint' || present === undefined || present === null)
  ) {
    return (present ?? 0n) + added;
  }
  if (
    typeof added === 'number' &&
    (typeof present === 'number' || present === undefined || present === null)
  ) {
    return (present ?? 0) + added;
  }
  if (typeof added === 'number' && typeof present === 'bigint' && Number.isInteger(added)) {
    return present + BigInt(added);
  }
  throw wrongTarget(spec, field, 'is no number, or not one of the same kind, so that nothing can be added');
}

function wrongTarget({ name }: CollectionSpec, field: string, message: string): ValidationError {
  return new ValidationError(name, [{ path: [field], message }]);
}

function invalid(reason: string): DatabaseError {
  return new DatabaseError(
    'UPDATE_INVALID',
    `atomicUpdate takes $inc, $set, $push and $unset: ${reason}. Nothing was written.`,
  );
}
