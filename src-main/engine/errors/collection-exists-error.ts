import { DatabaseError } from '../errors.ts';

/** COLLECTION_EXISTS: a collection of this name was registered before. */
export class CollectionExistsError extends DatabaseError {
  override readonly name = 'CollectionExistsError';
  readonly collection: string;

  constructor(collection: string) {
    super(
      'COLLECTION_EXISTS',
      `Collection '${collection}' already exists: call collection('${collection}') without a schema to get it.`,
    );
    this.collection = collection;
  }
}
