import { DatabaseError, type DatabaseErrorOptions } from '../errors.ts';

/** VERSION_MISMATCH: the document was changed since its expected version was read. Nothing was written. */
export class VersionMismatchError extends DatabaseError {
  override readonly name = 'VersionMismatchError';
  readonly collection: string;
  readonly id: string;
  readonly expected: number;
  readonly actual: number;

  constructor(
    collection: string,
    id: string,
    { expected, actual }: { readonly expected: number; readonly actual: number },
    options: DatabaseErrorOptions = {},
  ) {
    super(
      'VERSION_MISMATCH',
      `The document “${id}” of “${collection}” has version ${actual}, not ${expected}: somebody changed it. Nothing was written: read it again and decide anew.`,
      options,
    );
    this.collection = collection;
    this.id = id;
    this.expected = expected;
    this.actual = actual;
  }
}
