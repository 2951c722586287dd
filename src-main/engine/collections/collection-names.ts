import { DatabaseError } from '../errors.ts';

/** The table in which a file keeps what its collections are. */
export const METADATA_TABLE = '_cairn_collections';
/** The table in which a file keeps the schemas of documents in columns of other tables. */
export const COLUMN_SCHEMAS_TABLE = '_cairn_schemas';
const OWN_TABLES: readonly string[] = [METADATA_TABLE, COLUMN_SCHEMAS_TABLE];

/** Whether a file keeps in it what its documents are. */
export function isMetadataTable(name: string): boolean {
  return OWN_TABLES.includes(name.toLowerCase());
}

/** What a collection is kept under: names of tables have no case. */
export function collectionKey(name: string): string {
  return name.toLowerCase();
}

/** Throws COLLECTION_INVALID unless a new table can have this name and be written about in plain text. */
export function assertCollectionName(name: unknown): asserts name is string {
  assertTableName(name);
  if (name.length > 128) throw invalidCollection(name, 'its name is longer than 128 characters');
  if (!/^[\p{L}\p{N}_$][\p{L}\p{N}_$ .-]*$/u.test(name) || name.endsWith(' ')) {
    throw invalidCollection(
      name,
      'its name may have letters, digits, _, $, -, dots and inner spaces only, and begins with a letter, a digit, _ or $',
    );
  }
}

/** Throws COLLECTION_INVALID unless a table that is there may have this name. */
export function assertTableName(name: unknown): asserts name is string {
  if (typeof name !== 'string' || name === '') {
    throw new DatabaseError(
      'COLLECTION_INVALID',
      'A collection needs a name that is not empty. Nothing was written.',
    );
  }
  if (name.includes('\0') || !name.isWellFormed()) {
    throw invalidCollection(name, 'its name has a NUL character or half of a surrogate pair');
  }
  if (/^sqlite_/i.test(name))
    throw invalidCollection(name, 'SQLite keeps names with sqlite_ for itself: take another');
  if (isMetadataTable(name)) {
    throw invalidCollection(name, 'this table keeps what the documents of the file are: take another name');
  }
}

/** COLLECTION_INVALID with the reason. */
export function invalidCollection(name: string, reason: string, cause?: unknown): DatabaseError {
  return new DatabaseError(
    'COLLECTION_INVALID',
    `The collection “${name}” cannot be defined like this: ${reason}. Nothing was written.`,
    { cause },
  );
}
