import { CheckConstraintError } from '../errors/check-constraint-error.ts';
import { ForeignKeyError } from '../errors/foreign-key-error.ts';
import { UniqueConstraintError } from '../errors/unique-constraint-error.ts';
import { ValidationError } from '../errors/validation-error.ts';
import { DatabaseError } from '../errors.ts';
import type { Steps } from '../steps/steps.ts';
import type { SqlValue } from '../types.ts';
import type { CollectionSpec, ConstrainedField } from './collection-spec.ts';
import { indexDefinitions } from './index-definitions.ts';
import { findMissingParent } from './missing-parent.ts';
import type { CollectionTable } from './table-layout.ts';
import { checkName, tableCheckName } from './table-sql.ts';

/** What is known about the rows that were being written. */
export interface WrittenRows {
  readonly kind: 'delete' | 'write';
  /** Values of the one row, in the order of `writtenFields`. */
  readonly columns?: readonly SqlValue[] | undefined;
}

/** Does a body of work; what a constraint of the collection's table refuses is told in the collection's words. */
export function* withConstraintErrors<T>(
  spec: CollectionSpec,
  table: CollectionTable | undefined,
  body: () => Steps<T>,
  written: WrittenRows = { kind: 'write' },
): Steps<T> {
  try {
    return yield* body();
  } catch (error) {
    throw yield* constraintErrorOf(error, spec, table, written);
  }
}

/** What a constraint of the collection's table refuses, in the collection's words; any other error as it is. */
export function* constraintErrorOf(
  error: unknown,
  spec: CollectionSpec,
  table: CollectionTable | undefined,
  written: WrittenRows,
): Steps<unknown> {
  if (!isConstraint(error)) return error;
  const fields = table?.fields ?? spec.constrainedFields;
  if (error.code !== 'CONSTRAINT_FOREIGN_KEY') return toConstraintError(error, spec, fields);
  const field = yield* foreignKeyField(table, fields, written);
  return new ForeignKeyError(spec.name, field, detailsOf(error));
}

function isConstraint(error: unknown): error is DatabaseError {
  return (
    error instanceof DatabaseError &&
    error.code.startsWith('CONSTRAINT') &&
    error.constructor === DatabaseError
  );
}

function* foreignKeyField(
  table: CollectionTable | undefined,
  fields: readonly ConstrainedField[],
  { kind, columns }: WrittenRows,
): Steps<string | undefined> {
  if (kind === 'delete') return undefined;
  if (table !== undefined && columns !== undefined) return yield* findMissingParent(table, columns);
  const [field, ...others] = fields.filter(({ foreignKey }) => foreignKey !== undefined);
  return others.length === 0 ? field?.field : undefined;
}

/**
 * The collection's error for a failure of SQLite. What it is, SQLite's code says; which field it was, only its
 * message, which is compared with what it says for each constraint that the collection has.
 */
function toConstraintError(
  error: DatabaseError,
  spec: CollectionSpec,
  fields: readonly ConstrainedField[],
): DatabaseError {
  const { name } = spec;
  switch (error.code) {
    case 'CONSTRAINT_PRIMARY_KEY':
      return new UniqueConstraintError(name, spec.primaryKey, detailsOf(error));
    case 'CONSTRAINT_UNIQUE':
      // A trigger may have met a table of somebody else.
      if (!error.message.includes(`: ${name}.`) && !error.message.includes(': index ')) return error;
      return new UniqueConstraintError(name, uniqueField(error, spec, fields), detailsOf(error));
    case 'CONSTRAINT_CHECK':
      return checkError(error, spec, fields);
    case 'CONSTRAINT_NOT_NULL': {
      // A foreign key's action may have met a table of somebody else.
      if (!error.message.includes(`: ${name}.`)) return error;
      const field = fields.find(({ column }) => error.message.endsWith(`: ${name}.${column}`));
      const issue = { path: field?.path ?? [], message: 'must not be missing: its column takes no NULL' };
      return new ValidationError(name, [issue], detailsOf(error));
    }
    default:
      return error;
  }
}

function detailsOf(error: DatabaseError) {
  return { cause: error.cause ?? error, sqliteCode: error.sqliteCode };
}

function uniqueField(
  error: DatabaseError,
  spec: CollectionSpec,
  fields: readonly ConstrainedField[],
): string {
  const wanted = indexDefinitions(spec, fields)
    .filter(({ isUnique }) => isUnique)
    .find(({ columns }) => {
      return error.message.endsWith(`: ${columns.map((column) => `${spec.name}.${column}`).join(', ')}`);
    });
  if (wanted !== undefined) return wanted.fields.join(', ');
  const columns = error.message.slice(error.message.indexOf(': ') + 2);
  return columns.replaceAll(`${spec.name}.`, '');
}

function checkError(
  error: DatabaseError,
  spec: CollectionSpec,
  fields: readonly ConstrainedField[],
): DatabaseError {
  const isNamed = (name: string) => error.message.endsWith(`: ${name}`);
  const field = fields.find(({ check, column }) => check !== undefined && isNamed(checkName(column)));
  const constraint = spec.constraints.find((one) => one.kind === 'check' && isNamed(tableCheckName(one)));
  const sql = constraint?.kind === 'check' ? constraint.sql : undefined;
  const condition = field?.check ?? sql ?? error.message.slice(error.message.indexOf(': ') + 2);
  return new CheckConstraintError(spec.name, field?.field, condition, detailsOf(error));
}
