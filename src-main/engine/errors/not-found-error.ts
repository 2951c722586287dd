import { DatabaseError, type DatabaseErrorOptions } from '../errors.ts';

/** NOT_FOUND: there is no document with this id. Nothing was written. */
export class NotFoundError extends DatabaseError {
  override readonly name = 'NotFoundError';
  readonly collection: string;
  readonly id: string;

  constructor(collection: string, id: string, options: DatabaseErrorOptions = {}) {
    super(
      'NOT_FOUND',
      `“${collection}” has no document with the id “${id}”. Nothing was written: use upsert to make it if it is missing.`,
      options,
    );
    this.collection = collection;
    this.id = id;
  }
}
