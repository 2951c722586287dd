import type { EditProblem } from '../../../src-preload/contract/edits.ts';
import { DatabaseError, PluginError, PluginTimeoutError, ValidationError } from '../../engine/index.ts';

/** Why a hook refused a row, as it is shown at the row. `plugin`: the one that was asked last. */
export function hookProblem(error: unknown, column: string | null, plugin = 'of this file'): EditProblem {
  const who = `The plugin ${plugin} refused it`;
  if (error instanceof ValidationError) {
    const [issue] = error.issues;
    const path = issue === undefined ? null : [...issue.path];
    return { code: 'VALIDATION', message: `${who}: ${issue?.message ?? error.message}`, column, path };
  }
  if (error instanceof PluginTimeoutError) {
    const seconds = Math.round(error.timeout / 100) / 10;
    const message = `The plugin ${error.plugin} did not answer within ${seconds} s, so nothing was written. Turn it off, or commit again.`;
    return { code: error.code, message, column, path: null };
  }
  const code = error instanceof DatabaseError ? error.code : 'PLUGIN_FAILED';
  const cause = error instanceof PluginError ? (error.cause ?? error) : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  return { code, message: `${who}: ${text}`, column, path: null };
}
