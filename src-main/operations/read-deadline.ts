import { OperationError } from '../engine/index.ts';
import type { Driver } from '../engine/types.ts';
import type { RowsPlan } from './plan.ts';

const NAME = 'cairn_in_time';
/** Calls between two looks at the clock, which costs more than a row. */
const LOOK_EVERY = 256;

interface Deadline {
  until: number;
  calls: number;
  isOver: boolean;
}

const deadlines = new WeakMap<Driver, Deadline>();

/**
 * Reads by a plan for so many milliseconds at most, where the driver can. Throws TRANSACTION_OPEN when they are over; the
 * transaction of the connection goes on then.
 */
export function readWithin<T>(
  driver: Driver,
  plan: RowsPlan,
  milliseconds: number,
  read: (plan: RowsPlan) => T,
): T {
  const deadline = deadlineOf(driver);
  if (deadline === null) return read(plan);
  Object.assign(deadline, { until: performance.now() + milliseconds, calls: 0, isOver: false });
  // Asked for each row, before any condition that may be false for all of them.
  const sql = plan.where === null ? `${NAME}()` : `${NAME}() AND (${plan.where.sql})`;
  try {
    return read({ ...plan, where: { sql, params: plan.where?.params ?? [] } });
  } catch (error) {
    throw deadline.isOver ? tooLong(milliseconds) : error;
  }
}

function deadlineOf(driver: Driver): Deadline | null {
  const known = deadlines.get(driver);
  if (known !== undefined) return known;
  const deadline: Deadline = { until: 0, calls: 0, isOver: false };
  const isDefined = driver.defineFunction(NAME, () => {
    deadline.calls += 1;
    if (deadline.calls % LOOK_EVERY === 0 && performance.now() > deadline.until) {
      deadline.isOver = true;
      throw new Error('The time of this read is over.');
    }
    return 1;
  });
  if (!isDefined) return null;
  deadlines.set(driver, deadline);
  return deadline;
}

function tooLong(milliseconds: number): OperationError {
  return new OperationError(
    'TRANSACTION_OPEN',
    `Finding these rows takes more than ${(milliseconds / 1000).toLocaleString('en')} s in the open transaction, whose statements would wait meanwhile. Show the table without its sort or filter, or commit or roll back first.`,
  );
}
