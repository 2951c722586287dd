import { DatabaseError, type DatabaseErrorOptions } from '../errors.ts';

/** CONSTRAINT_CHECK: a CHECK of the table refused a document. Nothing was written. */
export class CheckConstraintError extends DatabaseError {
  override readonly name = 'CheckConstraintError';
  readonly collection: string;
  /** The field whose check it was; undefined for a check over the table. */
  readonly field: string | undefined;

  constructor(
    collection: string,
    field: string | undefined,
    condition: string,
    options: DatabaseErrorOptions = {},
  ) {
    const where = field === undefined ? '' : ` in “${field}”`;
    super(
      'CONSTRAINT_CHECK',
      `A document of “${collection}” has a value${where} that the check “${condition}” refuses. Nothing was written.`,
      options,
    );
    this.collection = collection;
    this.field = field;
  }
}
