import { DatabaseError } from './errors.ts';

/**
 * A name as SQL that cannot mean anything else, whatever characters it has. Throws NUL_IN_SQL: SQLite would cut
 * the statement there, and no object that SQLite made has such a name.
 */
export function quoteIdentifier(name: string): string {
  if (name.includes('\0')) {
    throw new DatabaseError('NUL_IN_SQL', 'A name contains a NUL character; SQLite cannot have such a name.');
  }
  return `"${name.replaceAll('"', '""')}"`;
}
