import type { QueryParameter } from '../../../src-preload/contract/queries.ts';
import { hasStatement, parametersOf, splitStatements } from '../../../src-preload/contract/sql-text/index.ts';
import { OperationError } from '../../engine/errors.ts';
import type { Driver, SqlValue, StatementParameter, UserStatement } from '../../engine/types.ts';
import { boundValues } from './bound-values.ts';

/** A statement of a user with the values of its parameters. */
export interface PreparedStatement {
  readonly statement: UserStatement;
  readonly parameters: readonly StatementParameter[];
  readonly values: readonly SqlValue[];
}

/** Compiles a statement. Throws BIND_COUNT and BIND_INVALID for its parameters, and what SQLite says of its text. */
export function prepareStatement(
  driver: Driver,
  sql: string,
  given: readonly QueryParameter[],
): PreparedStatement {
  const parameters = parametersOf(sql);
  const values = boundValues(parameters, given);
  const written = parameters.map(({ name, number, isBare }) => ({ name: isBare ? '?' : name, number }));
  return { statement: driver.prepareSync(sql, written), parameters: written, values };
}

/** Throws QUERY_INVALID for a text that is not exactly one statement. */
export function assertOneStatement(sql: string): void {
  if (!hasStatement(sql)) {
    throw new OperationError('QUERY_INVALID', 'There is no statement in the text, so nothing was run.', {
      details: { offset: null, length: 0, nearest: null },
    });
  }
  const nul = sql.indexOf('\0');
  if (nul >= 0) {
    throw new OperationError(
      'QUERY_INVALID',
      'The statement has a NUL character in it, at which SQLite would cut it. Nothing was run: remove it, or write char(0).',
      { details: { offset: nul, length: 1, nearest: null } },
    );
  }
  const second = splitStatements(sql)[1];
  if (second === undefined) return;
  throw new OperationError('QUERY_INVALID', 'The text has several statements; one at a time is run.', {
    details: { offset: second.from, length: second.to - second.from, nearest: null },
  });
}
