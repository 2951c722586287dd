import type { EditProblem } from '../../../src-preload/contract/edits.ts';
import { pathText } from '../../../src-preload/contract/json-text/index.ts';
import { DatabaseError, PluginError, PluginTimeoutError, ValidationError } from '../../engine/index.ts';

/** Why plugins refused a row, as it is shown at the row: one, or those of which one did it. */
export function hookProblem(error: unknown, column: string | null, plugins: readonly string[]): EditProblem {
  const who = `${plugins.length === 1 ? 'The plugin' : 'One of the plugins'} ${plugins.join(', ')} refused it`;
  if (error instanceof ValidationError) {
    const [issue] = error.issues;
    if (issue === undefined)
      return { code: 'VALIDATION', message: sentence(`${who}: ${error.message}`), column, path: null };
    const words = [pathText(issue.path), issue.message].join(' ').trim();
    return { code: 'VALIDATION', message: sentence(`${who}: ${words}`), column, path: [...issue.path] };
  }
  if (error instanceof PluginTimeoutError) {
    // It knows which part of the document it was.
    if (error.cause instanceof ValidationError) return hookProblem(error.cause, column, plugins);
    const seconds = Math.round(error.timeout / 100) / 10;
    const message = `The plugin ${error.plugin} did not answer within ${seconds} s, so nothing was written. Turn it off, or commit again.`;
    return { code: error.code, message, column, path: null };
  }
  const code = error instanceof DatabaseError ? error.code : 'PLUGIN_FAILED';
  const cause = error instanceof PluginError ? (error.cause ?? error) : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  return { code, message: sentence(`${who}: ${text}`), column, path: null };
}

function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}
