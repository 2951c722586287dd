import type { HookContext } from '../../engine/index.ts';
import type { FilePlugins } from './file-plugins.ts';

/** What is read or run, as hooks are told of it. */
export interface HookedQuery {
  /** Such as "orders.find", or "raw". */
  readonly name: string;
  readonly context: Pick<HookContext, 'collectionName' | 'schema' | 'operation' | 'sql' | 'params'>;
}

/** Whether any plugin wants to know of queries. */
export function hasQueryHooks({ manager }: FilePlugins): boolean {
  return manager.hasHook('onBeforeQuery') || manager.hasHook('onAfterQuery') || manager.hasHook('onError');
}

/**
 * Does some work between the hooks of queries. A hook that refuses keeps the work from being done; what comes after it is
 * told without waiting. Rejects with what the hook threw, or what the work did.
 */
export async function aroundQuery<T>(
  plugins: FilePlugins,
  { name, context: about }: HookedQuery,
  work: () => Promise<T>,
): Promise<T> {
  const { manager, recorder } = plugins;
  const operation = recorder.begin({ name, about: about.sql ?? '', sql: about.sql, keepsData: false });
  const context: HookContext = { ...about, startedAt: performance.now() };
  operation.add(context);
  try {
    await manager.executeHook('onBeforeQuery', context);
  } catch (error) {
    tellError(plugins, context, error, operation);
    operation.end('vetoed', error instanceof Error ? error.message : String(error));
    throw error;
  }
  operation.run();
  try {
    const result = await work();
    if (manager.hasHook('onAfterQuery')) {
      // A cache keeps results: what the app shows is not one that it could give again.
      const after = { ...context, result: undefined };
      operation.add(after);
      plugins.tellLater(() => manager.executeHookSafe('onAfterQuery', after));
    }
    operation.end('done');
    return result;
  } catch (error) {
    tellError(plugins, context, error, operation);
    operation.end('failed', error instanceof Error ? error.message : String(error));
    throw error;
  }
}

function tellError(
  plugins: FilePlugins,
  context: HookContext,
  error: unknown,
  operation: { add(context: HookContext): void },
): void {
  const { manager } = plugins;
  if (!manager.hasHook('onError')) return;
  const told = { ...context, error };
  operation.add(told);
  plugins.tellLater(() => manager.executeHookSafe('onError', told));
}
