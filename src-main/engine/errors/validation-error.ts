import { DatabaseError, type DatabaseErrorOptions } from '../errors.ts';

/** One thing that is wrong with a document, and where. */
export interface ValidationIssue {
  /** Keys from the root of the document. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** VALIDATION: a document is not what the schema of its collection asks for. Nothing was written. */
export class ValidationError extends DatabaseError {
  override readonly name = 'ValidationError';
  readonly collection: string;
  readonly issues: readonly ValidationIssue[];

  constructor(collection: string, issues: readonly ValidationIssue[], options: DatabaseErrorOptions = {}) {
    super('VALIDATION', `A document of “${collection}” is not valid: ${inWords(issues)}`, options);
    this.collection = collection;
    this.issues = issues;
  }
}

const SHOWN = 5;

function inWords(issues: readonly ValidationIssue[]): string {
  const shown = issues.slice(0, SHOWN).map(({ path, message }) => {
    return path.length === 0 ? message : `${path.join('.')}: ${message}`;
  });
  const rest = issues.length - shown.length;
  return `${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}. Nothing was written.`;
}
