import type { GuardedStatement } from '../types.ts';

/** Statements, and values of all of them, that go to a connection in one message. */
const MOST_STATEMENTS = 200;
const MOST_VALUES = 50_000;

/** Statements in lists that one message can carry; what they are made of need not be in memory at once. */
export function* batchesOf(
  statements: Iterable<GuardedStatement>,
): Generator<readonly GuardedStatement[], undefined, void> {
  let batch: GuardedStatement[] = [];
  let values = 0;
  for (const statement of statements) {
    const more = valuesOf(statement);
    if (batch.length === MOST_STATEMENTS || (batch.length > 0 && values + more > MOST_VALUES)) {
      yield batch;
      batch = [];
      values = 0;
    }
    batch.push(statement);
    values += more;
  }
  if (batch.length > 0) yield batch;
}

function valuesOf({ params = [], each }: GuardedStatement): number {
  return each === undefined ? params.length : each.reduce((sum, { length }) => sum + length, 0);
}
