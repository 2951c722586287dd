import { meaningfulTokens, sqlScope, wordOf } from '../../../src-preload/contract/sql-text/index.ts';
import type { Operation } from '../../engine/types.ts';
import { type IndexTrial, tryIndexes } from './plan-indexes.ts';
import { type PlanStep, stepsOf } from './plan-steps.ts';
import { assertOneStatement } from './prepare-statement.ts';
import { statementError } from './statement-error.ts';
import { kindOf } from './statement-kind.ts';

/** What the operation `planStatement` gives. */
export interface PlannedStatement {
  readonly steps: readonly PlanStep[];
  /** Indexes that turn a scan into a search, each tried. */
  readonly trials: readonly IndexTrial[];
}

/** The operation `planStatement`: how SQLite would run a statement, and what would make it quicker. Nothing is run. */
export const planStatement: Operation = ({ driver }, input): PlannedStatement => {
  const { sql: written } = input as { readonly sql: string };
  assertOneStatement(written);
  const from = behindExplain(written);
  const sql = written.slice(from);
  // It has none, and many act as soon as they are compiled, behind EXPLAIN too.
  if (kindOf(sql).kind === 'pragma') return { steps: [], trials: [] };
  try {
    // An EXPLAIN reads nothing, so it would not notice that somebody has changed the schema.
    driver.rowsSync('SELECT count(*) FROM main.sqlite_schema');
    const scope = sqlScope(sql);
    const steps = stepsOf(driver, sql, scope);
    return { steps, trials: tryIndexes(driver, sql, scope, steps) };
  } catch (error) {
    throw statementError(driver, written, error);
  }
};

/** Where the statement begins that an EXPLAIN is about. */
function behindExplain(sql: string): number {
  for (const token of meaningfulTokens(sql)) {
    if (!['EXPLAIN', 'QUERY', 'PLAN'].includes(wordOf(sql, token))) return token.from;
  }
  return 0;
}
