import type { HookContext } from './plugins/plugin.ts';
import type { PluginManager } from './plugins/plugin-manager.ts';
import { type Steps, wait } from './steps/steps.ts';
import type { SqlValue } from './types.ts';

/** A statement as the caller wrote it. */
export interface RawStatement {
  readonly operation: 'exec' | 'query';
  readonly sql: string;
  readonly params: readonly SqlValue[] | undefined;
}

export function rawContext(statement: RawStatement): HookContext {
  return { collectionName: '', schema: {}, startedAt: performance.now(), ...statement };
}

/** Runs a raw statement between its hooks, the first of which may veto it or know its answer. */
export function* withRawHooks<T>(
  plugins: PluginManager,
  context: HookContext,
  ask: () => T | PromiseLike<T>,
): Steps<T> {
  let result: T;
  try {
    yield* wait(() => plugins.executeHook('onBeforeQuery', context));
    // Whoever sets an answer knows what the statement gives.
    result = context.answer === undefined ? yield* wait(ask) : (context.answer.value as T);
  } catch (error) {
    yield* wait(() => plugins.executeHookSafe('onError', { ...context, error }));
    throw error;
  }
  yield* wait(() => plugins.executeHookSafe('onAfterQuery', { ...context, result }));
  return result;
}
