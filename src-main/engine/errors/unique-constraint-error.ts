import { DatabaseError, type DatabaseErrorOptions } from '../errors.ts';

/** CONSTRAINT_UNIQUE: another document has this value in a field that must be unique. Nothing was written. */
export class UniqueConstraintError extends DatabaseError {
  override readonly name = 'UniqueConstraintError';
  readonly collection: string;
  /** The field as it was named when the collection was defined; the fields of a compound constraint with commas. */
  readonly field: string;

  constructor(collection: string, field: string, options: DatabaseErrorOptions = {}) {
    super(
      'CONSTRAINT_UNIQUE',
      `Another document of “${collection}” has this value in “${field}”, which must be unique. Nothing was written: change the value, or the document that has it.`,
      options,
    );
    this.collection = collection;
    this.field = field;
  }
}
