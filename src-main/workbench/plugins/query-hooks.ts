import type { HookContext } from '../../engine/index.ts';
import type { FilePlugins } from './file-plugins.ts';
import type { RunningOperation } from './hook-recorder.ts';

/** What is read or run, as hooks are told of it. */
export interface HookedQuery {
  /** Such as "orders.find", or "raw". */
  readonly name: string;
  readonly context: Pick<HookContext, 'collectionName' | 'schema' | 'operation' | 'sql' | 'params'>;
}

/** Whether any plugin wants to know of queries. */
export function hasQueryHooks({ isAnyOn, manager }: FilePlugins): boolean {
  if (!isAnyOn) return false;
  return manager.hasHook('onBeforeQuery') || manager.hasHook('onAfterQuery') || manager.hasHook('onError');
}

/**
 * Does some work between the hooks of queries. A hook that refuses keeps the work from being done; what comes after it is
 * told without waiting. Rejects with what the hook threw, or what the work did.
 */
export async function aroundQuery<T>(
  plugins: FilePlugins,
  query: HookedQuery,
  work: () => Promise<T>,
): Promise<T> {
  const running = new RunningQuery(plugins, query);
  await running.before();
  try {
    const result = await work();
    running.done();
    return result;
  } catch (error) {
    running.failed(error);
    throw error;
  }
}

/** The same for work that gives its answer in pieces; who asks for no more has had its answer. */
export async function* aroundStream<T>(
  plugins: FilePlugins,
  query: HookedQuery,
  work: () => AsyncIterable<T>,
): AsyncGenerator<T, void, void> {
  const running = new RunningQuery(plugins, query);
  await running.before();
  let failure: { readonly error: unknown } | undefined;
  try {
    yield* work();
  } catch (error) {
    failure = { error };
    throw error;
  } finally {
    if (failure === undefined) running.done();
    else running.failed(failure.error);
  }
}

class RunningQuery {
  readonly #plugins: FilePlugins;
  readonly #context: HookContext;
  readonly #operation: RunningOperation;

  constructor(plugins: FilePlugins, { name, context }: HookedQuery) {
    const { sql } = context;
    this.#plugins = plugins;
    this.#context = { ...context, startedAt: performance.now() };
    this.#operation = plugins.recorder.begin({
      ...{ name, about: sql ?? '', keepsData: false },
      ...(sql !== undefined && { sql: () => sql }),
    });
    this.#operation.add(this.#context);
  }

  async before(): Promise<void> {
    try {
      await this.#plugins.manager.executeHook('onBeforeQuery', this.#context);
    } catch (error) {
      this.#tell('onError', { error });
      this.#operation.end('vetoed', wordsOf(error));
      throw error;
    }
    this.#operation.run();
  }

  done(): void {
    // A cache keeps results: what the app shows is not one that it could give again.
    this.#tell('onAfterQuery', { result: undefined });
    this.#operation.end('done');
  }

  failed(error: unknown): void {
    this.#tell('onError', { error });
    this.#operation.end('failed', wordsOf(error));
  }

  #tell(hook: 'onAfterQuery' | 'onError', outcome: Pick<HookContext, 'error' | 'result'>): void {
    const { manager } = this.#plugins;
    if (!manager.hasHook(hook)) return;
    const context = { ...this.#context, ...outcome };
    this.#operation.add(context);
    this.#plugins.tellLater(() => manager.executeHookSafe(hook, context));
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
