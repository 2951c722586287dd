import { DatabaseError } from '../errors.ts';

/** COLLECTION_NOT_FOUND: no collection of this name was registered. */
export class CollectionNotFoundError extends DatabaseError {
  override readonly name = 'CollectionNotFoundError';
  readonly collection: string;

  constructor(collection: string) {
    super(
      'COLLECTION_NOT_FOUND',
      `Collection '${collection}' not found: register it with a schema first, as in collection('${collection}', schema).`,
    );
    this.collection = collection;
  }
}
