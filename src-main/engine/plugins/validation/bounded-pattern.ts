import { createContext, Script } from 'node:vm';

/** Milliseconds that a pattern may take for one text. */
export const PATTERN_TIME = 250;

const isMatch = new Script('pattern.test(text)');
const sandbox: { pattern: RegExp | undefined; text: string } = { pattern: undefined, text: '' };
let context: ReturnType<typeof createContext> | undefined;

/**
 * Whether a text matches; undefined: the pattern does not come to an end in its time, as `^(a+)+$` does not for many
 * texts. Nothing else in the process runs meanwhile, so the time is short.
 *
 * Only code that `vm` runs can be stopped in the middle of a pattern.
 * Source: https://nodejs.org/api/vm.html#scriptrunincontextcontextifiedobject-options
 */
export function testPattern(pattern: RegExp, text: string): boolean | undefined {
  context ??= createContext(sandbox);
  sandbox.pattern = pattern;
  sandbox.text = text;
  try {
    return isMatch.runInContext(context, { timeout: PATTERN_TIME }) === true;
  } catch (error) {
    // Not `instanceof`: it may be an error of the other context.
    if (Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    sandbox.pattern = undefined;
    sandbox.text = '';
  }
}
