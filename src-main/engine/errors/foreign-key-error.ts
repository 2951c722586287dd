import { DatabaseError, type DatabaseErrorOptions } from '../errors.ts';

/**
 * CONSTRAINT_FOREIGN_KEY: a field points to a row that is not there, or the document is still pointed to by others.
 * Nothing was written.
 */
export class ForeignKeyError extends DatabaseError {
  override readonly name = 'ForeignKeyError';
  readonly collection: string;
  /** The field that points nowhere, where that is known: SQLite does not tell it. */
  readonly field: string | undefined;

  constructor(collection: string, field: string | undefined, options: DatabaseErrorOptions = {}) {
    super('CONSTRAINT_FOREIGN_KEY', messageFor(collection, field), options);
    this.collection = collection;
    this.field = field;
  }
}

function messageFor(collection: string, field: string | undefined): string {
  if (field !== undefined) {
    return `“${field}” of a document of “${collection}” points to a row that does not exist. Nothing was written: store that row first.`;
  }
  return `A document of “${collection}” points to a row that does not exist, or others still point to it. Nothing was written.`;
}
