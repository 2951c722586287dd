import { DatabaseError, type DatabaseErrorOptions } from '../errors.ts';

/** Why a query was refused; nothing was read. */
export type QueryErrorCode = 'QUERY_INVALID' | 'PATH_UNKNOWN' | 'OPERATOR_UNKNOWN';

/** A query that cannot be meant: a path that the schema does not have, an operator or value that does not exist. */
export class QueryError extends DatabaseError {
  override readonly name: string = 'QueryError';
  /** The path at fault, where it is one. */
  readonly path: string | undefined;

  constructor(
    code: QueryErrorCode,
    message: string,
    options: DatabaseErrorOptions & { readonly path?: string | undefined } = {},
  ) {
    super(code, message, options);
    this.path = options.path;
  }
}

/** QUERY_INVALID. */
export function invalidQuery(message: string, path?: string): QueryError {
  return new QueryError('QUERY_INVALID', `${message} Nothing was read.`, { path });
}
