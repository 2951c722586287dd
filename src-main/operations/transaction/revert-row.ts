import { DatabaseError, hasErrorCode, OperationError } from '../../engine/index.ts';
import type { Operation } from '../../engine/types.ts';
import { withoutTriggers } from '../commit/without-triggers.ts';
import { isForeignKeyFailure } from './failed-rows.ts';
import { captureOf } from './operations.ts';
import type { RevertInput } from './transaction-input.ts';

/**
 * Makes one row what it was before the transaction, and gives the statement that did it; null: it was so. Triggers of the
 * file do not run: they would change the row once more, or note it a second time. Rejects with EDIT_REFUSED where
 * another row is in the way; nothing is changed then.
 */
export const revertRow: Operation = ({ driver }, input): string | null => {
  const { object, key } = input as RevertInput;
  const capture = captureOf(driver);
  const sql = capture.inverseOf(object, key);
  if (sql === null) return null;
  capture.prepare(sql);
  driver.execSync('SAVEPOINT cairn_revert');
  try {
    if (withoutTriggers(driver, [object], () => driver.runSync(sql)) !== 1)
      throw new OperationError(
        'EDIT_REFUSED',
        `The row of ${object} was not reverted: it is not there to be written.`,
      );
    driver.execSync('RELEASE cairn_revert');
    return sql;
  } catch (error) {
    driver.execSync('ROLLBACK TO cairn_revert; RELEASE cairn_revert');
    throw refusal(object, error);
  }
};

function refusal(object: string, error: unknown): unknown {
  const why =
    error instanceof DatabaseError && isForeignKeyFailure(error)
      ? 'it points to a row, or another one to it, that is not as it was'
      : hasErrorCode(error, 'CONSTRAINT_UNIQUE') || hasErrorCode(error, 'CONSTRAINT_PRIMARY_KEY')
        ? 'another row has now what only one can have'
        : null;
  if (why === null || !(error instanceof Error)) return error;
  return new OperationError(
    'EDIT_REFUSED',
    `The row of ${object} was not reverted: ${why} (${error.message}). Revert that row first, or roll back to a savepoint before both.`,
    { cause: error },
  );
}
