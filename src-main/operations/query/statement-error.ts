import { DatabaseError, OperationError } from '../../engine/errors.ts';
import type { Driver } from '../../engine/types.ts';
import { errorPlace } from './error-place.ts';
import { nearestName } from './nearest-name.ts';

/** What is told beside the message of a statement that cannot be run. */
export interface StatementErrorDetails {
  /** UTF-16 units from the start of the statement; null: SQLite names no place. */
  readonly offset: number | null;
  /** Of what stands at that place. */
  readonly length: number;
  /** What was most likely meant. */
  readonly nearest: string | null;
}

/**
 * What SQLite says against a statement, with its place. Errors that are not about the text stay as they are: who waits
 * for a lock knows them by their code.
 */
export function statementError(driver: Driver, sql: string, error: unknown): unknown {
  if (!(error instanceof DatabaseError) || error.code !== 'SQL_ERROR') return error;
  const place = errorPlace(sql, error.message, (start) => messageOf(driver, start));
  const nearest = nearestName(driver, sql, error.message);
  return new OperationError('SQL_ERROR', error.message, {
    cause: error,
    details: {
      offset: place?.offset ?? null,
      length: place?.length ?? 0,
      nearest,
    } satisfies StatementErrorDetails,
  });
}

function messageOf(driver: Driver, start: string): string | null {
  try {
    driver.prepareSync(start, []);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
