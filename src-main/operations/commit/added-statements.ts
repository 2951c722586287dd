import type { Driver } from '../../engine/types.ts';
import type { AddedStatement, ChangeProblem } from './commit-input.ts';

/** Runs what plugins add to a commit, in its transaction. Gives why it must be rolled back; null: it went well. */
export function runAdded(driver: Driver, added: readonly AddedStatement[]): ChangeProblem | null {
  for (const { change, sql, params, changes } of added) {
    try {
      const changed = driver.runSync(sql, params);
      if (changes === null || changed === changes) continue;
      return problem(change, `it changed ${changed} rows, not ${changes}`);
    } catch (error) {
      return problem(change, error instanceof Error ? error.message : String(error));
    }
  }
  return null;
}

function problem(change: number, reason: string): ChangeProblem {
  const message = `A statement that a plugin adds to the commit failed, so nothing was written: ${reason}`;
  return { change, problem: { code: 'PLUGIN_FAILED', message, column: null, path: null } };
}
