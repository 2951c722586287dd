import { PluginError } from '../errors/plugin-error.ts';
import { PluginTimeoutError } from '../errors/plugin-timeout-error.ts';
import { DatabaseError } from '../errors.ts';
import { inTime } from '../in-time.ts';
import { isPromise } from '../is-promise.ts';
import { HookCounter, type HookFigures } from './hook-figures.ts';
import type { Hook, HookContext, HookName, Plugin, TellHook, VetoHook } from './plugin.ts';
import { assertPlugin } from './plugin-checks.ts';
import { findMissing, inOrder } from './plugin-order.ts';

const DEFAULT_TIMEOUT = 5_000;

export interface PluginManagerOptions {
  /** Whether the running code belongs to a transaction: hooks are told. */
  readonly isInTransaction?: (() => boolean) | undefined;
  /** Told what a hook failed with where nothing is thrown. Default: a warning of the process. */
  readonly onFailure?: ((error: DatabaseError) => void) | undefined;
  /** Looks on at every call of a hook. */
  readonly observe?: HookObserver | undefined;
}

/**
 * Is asked before a hook is, with what it is given; what it gives is told afterwards how long that took, and what the hook
 * failed with. Must not throw.
 */
export type HookObserver = (
  plugin: Plugin,
  hook: HookName,
  context: HookContext,
) => (milliseconds: number, failure: DatabaseError | undefined) => void;

/**
 * The plugins of one database. Hooks run one after the other, those of plugins that others need first; a hook that
 * answers with a promise is awaited, for as long as its plugin may take.
 */
export class PluginManager {
  readonly #plugins = new Map<string, Plugin>();
  readonly #byHook = new Map<HookName, readonly Plugin[]>();
  readonly #counter = new HookCounter();
  readonly #isInTransaction: () => boolean;
  readonly #onFailure: (error: DatabaseError) => void;
  readonly #observe: HookObserver | undefined;

  constructor(options: PluginManagerOptions = {}) {
    this.#isInTransaction = options.isInTransaction ?? (() => false);
    this.#onFailure = options.onFailure ?? warnOfPlugin;
    this.#observe = options.observe;
  }

  /** Throws PLUGIN_INVALID, PLUGIN_EXISTS, PLUGIN_DEPENDENCY (a circle); then nothing was registered. */
  register(plugin: Plugin): void {
    assertPlugin(plugin);
    if (this.#plugins.has(plugin.name)) {
      throw new PluginError(
        'PLUGIN_EXISTS',
        `A plugin “${plugin.name}” is registered already: unuse it first, or give this one another name.`,
        { plugin: plugin.name },
      );
    }
    inOrder(new Map(this.#plugins).set(plugin.name, plugin));
    this.#plugins.set(plugin.name, plugin);
    this.#byHook.clear();
  }

  /** Does nothing for a name that is not registered. Throws PLUGIN_DEPENDENCY when another plugin needs this one. */
  unregister(name: string): void {
    const user = [...this.#plugins.values()].find(({ dependencies = [] }) => dependencies.includes(name));
    if (this.#plugins.has(name) && user !== undefined) {
      throw new PluginError(
        'PLUGIN_DEPENDENCY',
        `The plugin “${user.name}” needs “${name}”: unuse that one first.`,
        { plugin: name },
      );
    }
    this.#plugins.delete(name);
    this.#counter.forget(name);
    this.#byHook.clear();
  }

  /** Undefined for a name that is not registered. */
  getPlugin(name: string): Plugin | undefined {
    return this.#plugins.get(name);
  }

  /** In the order of registration. */
  listPlugins(): Plugin[] {
    return [...this.#plugins.values()];
  }

  /** Whether any plugin has this hook: where none has, no context need be made. */
  hasHook(hook: HookName): boolean {
    return this.#withHook(hook).length > 0;
  }

  /** How often each hook was asked, and how it went. */
  getFigures(): readonly HookFigures[] {
    return this.#counter.list();
  }

  /**
   * Throws SYNC_HOOK_ASYNC when one of these hooks is an async function: to be called by Sync methods before they do
   * anything, after-hooks included.
   */
  assertSync(hooks: readonly HookName[]): void {
    for (const hook of hooks) {
      for (const plugin of this.#withHook(hook)) {
        if (plugin[hook]?.constructor.name !== 'AsyncFunction') continue;
        throw new DatabaseError(
          'SYNC_HOOK_ASYNC',
          `The hook ${hook} of the plugin “${plugin.name}” is async, for which a Sync method cannot wait. Nothing was run: use the async method, or a hook that is not async.`,
        );
      }
    }
  }

  /**
   * Asks the hooks that may change or veto. What one throws stops the rest and the operation: an error of the engine as
   * it is, anything else as the cause of a `PluginError`. Gives a promise only where a hook did.
   */
  executeHook(hook: VetoHook, context: HookContext): void | Promise<void> {
    const plugins = this.#withHook(hook);
    if (plugins.length === 0) return;
    this.#assertComplete();
    return this.#inTurn(plugins, (plugin) => this.#ask(plugin, hook, context));
  }

  /**
   * Tells the hooks. What they throw is counted and warned of, and undoes nothing; what plugins that are `strict` throw
   * is thrown again when all were told. Gives a promise only where a hook did.
   */
  executeHookSafe(hook: TellHook, context: HookContext): void | Promise<void> {
    return this.#tell(this.#withHook(hook), hook, context);
  }

  /** Tells one plugin alone. */
  tellPlugin(name: string, hook: TellHook, context: HookContext): void | Promise<void> {
    const plugins = this.#withHook(hook).filter((plugin) => plugin.name === name);
    return this.#tell(plugins, hook, context);
  }

  #tell(plugins: readonly Plugin[], hook: TellHook, context: HookContext): void | Promise<void> {
    if (plugins.length === 0) return;
    const strict: DatabaseError[] = [];
    const failed = (plugin: Plugin, error: unknown) => {
      const failure = pluginErrorOf(error, plugin, hook);
      if (plugin.strict === true) strict.push(failure);
      else this.#onFailure(failure);
    };
    const told = this.#inTurn(plugins, (plugin) => {
      try {
        return this.#ask(plugin, hook, context)?.catch((error: unknown) => failed(plugin, error));
      } catch (error) {
        failed(plugin, error);
        return undefined;
      }
    });
    const end = () => {
      if (strict[0] !== undefined) throw strict[0];
    };
    return told === undefined ? end() : told.then(end);
  }

  /** One after the other; sync as long as none answers with a promise. */
  #inTurn(
    plugins: readonly Plugin[],
    ask: (plugin: Plugin) => Promise<void> | undefined,
  ): Promise<void> | undefined {
    for (const [index, plugin] of plugins.entries()) {
      const answer = ask(plugin);
      if (answer !== undefined) return answer.then(() => this.#inTurn(plugins.slice(index + 1), ask));
    }
    return undefined;
  }

  #ask(plugin: Plugin, hook: HookName, context: HookContext): Promise<void> | undefined {
    const abort = new AbortController();
    context.signal = abort.signal;
    context.isInTransaction = this.#isInTransaction();
    const observed = this.#observe?.(plugin, hook, context);
    const begun = performance.now();
    const end = (failure?: DatabaseError) => {
      const time = performance.now() - begun;
      this.#counter.count(plugin.name, hook, time);
      observed?.(time, failure);
    };
    const fail = (error: unknown): never => {
      const failure = pluginErrorOf(error, plugin, hook);
      end(failure);
      this.#counter.fail(plugin.name, hook, failure, error instanceof PluginTimeoutError);
      throw failure;
    };
    let answer: unknown;
    try {
      answer = (plugin[hook] as Hook).call(plugin, context);
    } catch (error) {
      return fail(error);
    }
    if (!isPromise(answer)) {
      end();
      return undefined;
    }
    const timeout = plugin.timeout ?? DEFAULT_TIMEOUT;
    const onTimeout = () => {
      const error = new PluginTimeoutError(plugin.name, hook, timeout);
      abort.abort(error);
      return error;
    };
    return inTime(Promise.resolve(answer), { timeout, onTimeout }).then(() => end(), fail);
  }

  #withHook(hook: HookName): readonly Plugin[] {
    let plugins = this.#byHook.get(hook);
    if (plugins === undefined) {
      plugins = inOrder(this.#plugins).filter((plugin) => plugin[hook] !== undefined);
      this.#byHook.set(hook, plugins);
    }
    return plugins;
  }

  #assertComplete(): void {
    const missing = findMissing(this.#plugins);
    if (missing === undefined) return;
    throw new PluginError(
      'PLUGIN_DEPENDENCY',
      `The plugin “${missing.plugin}” needs “${missing.needs}”, which is not registered: use it too. Nothing was run.`,
      { plugin: missing.plugin },
    );
  }
}

function pluginErrorOf(error: unknown, { name }: Plugin, hook: HookName): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PluginError('PLUGIN_FAILED', `The hook ${hook} of the plugin “${name}” failed: ${message}`, {
    ...{ plugin: name, hook, cause: error },
  });
}

/** A warning of the process for what a plugin failed with where nothing is thrown. */
export function warnOfPlugin(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.emitWarning(message, { code: 'CAIRN_PLUGIN' });
}
