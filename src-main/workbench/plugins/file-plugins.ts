import type {
  HookEvent,
  PluginDetails,
  PluginInfo,
  PluginList,
  Trace,
} from '../../../src-preload/contract/plugins.ts';
import {
  type HookContext,
  type HookName,
  type Plugin,
  PluginManager,
  tellHooks,
  vetoHooks,
} from '../../engine/index.ts';
import { BridgeError } from '../bridge-error.ts';
import { HookRecorder } from './hook-recorder.ts';
import type { PluginState } from './plugin-states.ts';
import { type PluginKind, settingsProblems, settingsSchema } from './shipped-plugins.ts';

const hookNames: readonly HookName[] = [...vetoHooks, ...tellHooks];
/** Hooks that follow a write, by its verb. */
const afterHooks: Readonly<Record<string, readonly HookName[]>> = {
  insert: ['onAfterInsert'],
  update: ['onAfterUpdate'],
  delete: ['onAfterDelete'],
};

interface Known {
  readonly kind: PluginKind;
  plugin: Plugin;
  isOn: boolean;
  settings: Readonly<Record<string, unknown>>;
}

/** The plugins of one open file. */
export class FilePlugins {
  readonly manager: PluginManager;
  readonly recorder: HookRecorder;
  readonly #known: ReadonlyMap<string, Known>;
  #isAnyOn = false;
  #background: Promise<void> = Promise.resolve();

  constructor(
    kinds: readonly PluginKind[],
    states: readonly PluginState[],
    onEvent: (event: HookEvent) => void,
  ) {
    this.recorder = new HookRecorder(onEvent);
    // What is not thrown is told as an event.
    this.manager = new PluginManager({ observe: this.recorder.observe, onFailure: () => undefined });
    this.#known = new Map(kinds.map((kind) => [kind.name, knownOf(kind, states)]));
    this.#register();
    for (const { kind, isOn } of this.#known.values()) if (isOn) this.#tellInit(kind.name);
  }

  /** Where it is false nothing need be done for plugins. */
  get isAnyOn(): boolean {
    return this.#isAnyOn;
  }

  list(): PluginList {
    const plugins = [...this.#known.values()].map((known) => this.#infoOf(known));
    const calls = plugins.reduce((sum, plugin) => sum + plugin.calls, 0);
    return { plugins, since: this.recorder.since, calls };
  }

  /** Throws PLUGIN_UNKNOWN. */
  details(name: string): PluginDetails {
    const known = this.#get(name);
    const all = this.recorder.figures(name);
    const hooks = hooksOf(known.plugin).map((hook) => {
      const { calls, mean, p95, errors, total } = this.recorder.figures(name, hook);
      return { hook, share: all.total === 0 ? 0 : total / all.total, calls, mean, p95, errors };
    });
    return {
      plugin: this.#infoOf(known),
      hooks,
      lastErrors: this.recorder.lastErrors(name),
      settings: { ...known.settings },
      schema: settingsSchema(known.plugin),
    };
  }

  /** Throws PLUGIN_UNKNOWN. Gives what is to be kept. */
  turn(name: string, isOn: boolean): PluginState {
    const known = this.#get(name);
    if (known.isOn !== isOn) {
      if (!isOn) this.tellLater(() => this.manager.tellPlugin(name, 'onDatabaseClose', lifeContext('close')));
      known.isOn = isOn;
      this.#register();
      if (isOn) this.#tellInit(name);
    }
    return { plugin: name, isOn, settings: known.settings };
  }

  /** What is wrong with settings, or what is to be kept. Throws PLUGIN_UNKNOWN. */
  configure(
    name: string,
    settings: Readonly<Record<string, unknown>>,
  ): ReturnType<typeof settingsProblems> | PluginState {
    const known = this.#get(name);
    const problems = settingsProblems(known.plugin, settings);
    if (problems.length > 0) return problems;
    known.plugin = known.kind.make(settings);
    known.settings = settings;
    this.#register();
    if (known.isOn) this.#tellInit(name);
    return { plugin: name, isOn: known.isOn, settings };
  }

  /** Throws TRACE_GONE. */
  trace(operation: number): Trace {
    const found = this.recorder.trace(operation);
    if (found === undefined) {
      throw new BridgeError('TRACE_GONE', 'This operation is not among the last 500 any more.', {
        hint: 'Choose one of the list.',
      });
    }
    return { ...found, notCalled: this.#notCalled(found) };
  }

  /** Tells hooks when all that was to be told before is told: nobody waits for them, and what they throw is an event. */
  tellLater(tell: () => void | Promise<void>): void {
    this.#background = this.#background.then(tell).catch(() => undefined);
  }

  /** Resolves when all hooks that nobody waits for were told. */
  settled(): Promise<void> {
    return this.#background;
  }

  /** The file is closed. */
  close(): void {
    if (this.manager.hasHook('onDatabaseClose')) {
      this.tellLater(() => this.manager.executeHookSafe('onDatabaseClose', lifeContext('close')));
    }
  }

  #get(name: string): Known {
    const known = this.#known.get(name);
    if (known === undefined)
      throw new BridgeError('PLUGIN_UNKNOWN', `There is no plugin ${name}. Nothing was changed.`);
    return known;
  }

  /** In the order of the list, whatever was turned on first. */
  #register(): void {
    for (const { name } of this.manager.listPlugins()) this.manager.unregister(name);
    for (const { plugin, isOn } of this.#known.values()) if (isOn) this.manager.register(plugin);
    this.#isAnyOn = this.manager.listPlugins().length > 0;
  }

  #tellInit(name: string): void {
    this.tellLater(() => this.manager.tellPlugin(name, 'onDatabaseInit', lifeContext('open')));
  }

  #infoOf({ kind: { name, about }, plugin, isOn }: Known): PluginInfo {
    const { calls, mean, p95, errors } = this.recorder.figures(name);
    const { version = '' } = plugin;
    return { name, version, about, isOn, hooks: hooksOf(plugin), calls, mean, p95, errors };
  }

  /** Hooks that would have followed, had nothing gone wrong. */
  #notCalled({ operation, steps }: Omit<Trace, 'notCalled'>): Trace['notCalled'] {
    if (operation.outcome !== 'vetoed' && operation.outcome !== 'failed') return [];
    const verb = operation.name.split('.').at(-1) ?? '';
    const hooks: readonly HookName[] = ['onBeforeCommit', ...(afterHooks[verb] ?? [])];
    return hooks.flatMap((hook) => {
      if (steps.some((step) => step.hook === hook)) return [];
      const names = this.manager.listPlugins().filter((plugin) => plugin[hook] !== undefined);
      return names.length === 0 ? [] : [{ hook, plugins: names.map(({ name }) => name) }];
    });
  }
}

function knownOf(kind: PluginKind, states: readonly PluginState[]): Known {
  const state = states.find(({ plugin }) => plugin === kind.name);
  const settings = state?.settings ?? {};
  const plain = kind.make({});
  // Settings of another version of Cairn may not be valid any more: then its defaults hold.
  if (settingsProblems(plain, settings).length > 0)
    return { kind, plugin: plain, isOn: state?.isOn ?? false, settings: {} };
  return { kind, plugin: kind.make(settings), isOn: state?.isOn ?? false, settings };
}

function hooksOf(plugin: Plugin): HookName[] {
  return hookNames.filter((hook) => plugin[hook] !== undefined);
}

function lifeContext(operation: 'open' | 'close'): HookContext {
  return { collectionName: '', schema: {}, operation };
}
