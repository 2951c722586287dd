import type {
  HookEvent,
  OwnPluginInfo,
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
import { OwnPlugin } from './own/own-plugin.ts';
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
  /** By whom one of the user's own is used while it is on. */
  user: object | null;
}

/** The plugins of one open file. */
export class FilePlugins {
  readonly manager: PluginManager;
  readonly recorder: HookRecorder;
  /** In the order in which their hooks are asked. */
  #known: ReadonlyMap<string, Known>;
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
    for (const known of this.#known.values()) if (known.isOn) this.#begin(known);
  }

  /** Where it is false nothing need be done for plugins. */
  get isAnyOn(): boolean {
    return this.#isAnyOn;
  }

  /** Takes over which plugins there are now; what is on stays on. */
  setKinds(kinds: readonly PluginKind[], states: readonly PluginState[]): void {
    const before = this.#known;
    this.#known = new Map(kinds.map((kind) => [kind.name, before.get(kind.name) ?? knownOf(kind, states)]));
    this.#register();
  }

  /** The module of one of the user's own plugins was loaded, anew perhaps. */
  renewed(name: string): void {
    const known = this.#known.get(name);
    if (known === undefined) return;
    known.plugin = known.kind.make(known.settings);
    if (known.isOn) this.#register();
  }

  list(): Omit<PluginList, 'folder'> {
    const plugins = [...this.#known.values()].map((known) => this.#infoOf(known));
    const calls = plugins.reduce((sum, plugin) => sum + plugin.calls, 0);
    return { plugins, since: this.recorder.since, calls };
  }

  /** Throws PLUGIN_UNKNOWN. */
  details(name: string): PluginDetails {
    const known = this.#get(name);
    const all = this.recorder.figures(name);
    const hooks = knownHooksOf(known).map((hook) => {
      const { calls, mean, p95, errors, total } = this.recorder.figures(name, hook);
      return { hook, share: all.total === 0 ? 0 : total / all.total, calls, mean, p95, errors };
    });
    return {
      plugin: this.#infoOf(known),
      hooks,
      lastErrors: this.recorder.lastErrors(name),
      settings: { ...known.settings },
      schema: schemaOf(known),
    };
  }

  /** Throws PLUGIN_UNKNOWN; PLUGIN_INVALID or PLUGIN_FAILED where one of the user's own cannot be loaded. Gives what is to be kept. */
  async turn(name: string, isOn: boolean): Promise<PluginState> {
    const known = this.#get(name);
    const { kind } = known;
    if (known.isOn !== isOn) {
      if (isOn && kind instanceof OwnPlugin) {
        await kind.renew();
        await kind.load();
      }
      if (!isOn) this.#end(known);
      known.isOn = isOn;
      this.#register();
      if (isOn) this.#begin(known);
    }
    return { plugin: name, isOn, settings: known.settings };
  }

  /** What is wrong with settings, or what is to be kept. Throws PLUGIN_UNKNOWN; rejects with PLUGIN_FAILED. */
  async configure(
    name: string,
    settings: Readonly<Record<string, unknown>>,
  ): Promise<ReturnType<typeof settingsProblems> | PluginState> {
    const known = this.#get(name);
    const problems = await problemsOf(known, settings);
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

  /** The file is closed. Resolves when its last hooks were told. */
  close(): Promise<void> {
    if (this.manager.hasHook('onDatabaseClose')) {
      this.tellLater(() => this.manager.executeHookSafe('onDatabaseClose', lifeContext('close')));
    }
    this.tellLater(() => {
      for (const { kind, user } of this.#known.values()) if (kind instanceof OwnPlugin) kind.release(user);
    });
    return this.settled();
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

  #begin(known: Known): void {
    const { kind } = known;
    if (kind instanceof OwnPlugin) {
      known.user = {};
      kind.use(known.user);
      // A failure is told by its state, and by the hooks that need it.
      void kind.load().catch(() => undefined);
    }
    this.#tellInit(kind.name);
  }

  /** Nobody waits for the last hook of a plugin that is turned off; its process ends after it. */
  #end({ kind, user }: Known): void {
    // Called at once, while it is registered.
    const tell = async () => this.manager.tellPlugin(kind.name, 'onDatabaseClose', lifeContext('close'));
    const told = tell().catch(() => undefined);
    if (kind instanceof OwnPlugin) void told.then(() => kind.release(user));
  }

  #tellInit(name: string): void {
    this.tellLater(() => this.manager.tellPlugin(name, 'onDatabaseInit', lifeContext('open')));
  }

  #infoOf(known: Known): PluginInfo {
    const { kind, plugin, isOn } = known;
    const { name, about } = kind;
    const { calls, mean, p95, errors } = this.recorder.figures(name);
    const { version = '' } = plugin;
    const own = kind instanceof OwnPlugin ? ownInfo(kind) : null;
    return { name, version, about, isOn, hooks: [...knownHooksOf(known)], own, calls, mean, p95, errors };
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
  // Its own process looks at the settings of one of the user's own.
  if (kind instanceof OwnPlugin)
    return { kind, plugin: kind.make(settings), isOn: state?.isOn ?? false, settings, user: null };
  const plain = kind.make({});
  // Settings of another version of Cairn may not be valid any more: then its defaults hold.
  if (settingsProblems(plain, settings).length > 0)
    return { kind, plugin: plain, isOn: state?.isOn ?? false, settings: {}, user: null };
  return { kind, plugin: kind.make(settings), isOn: state?.isOn ?? false, settings, user: null };
}

function hooksOf(plugin: Plugin): HookName[] {
  return hookNames.filter((hook) => plugin[hook] !== undefined);
}

/** None before the module of one of the user's own was loaded. */
function knownHooksOf({ kind, plugin }: Known): readonly HookName[] {
  return kind instanceof OwnPlugin && kind.description === null ? [] : hooksOf(plugin);
}

function schemaOf({ kind, plugin }: Known): Record<string, unknown> {
  if (!(kind instanceof OwnPlugin)) return settingsSchema(plugin);
  return kind.description?.settings ?? { type: 'object', properties: {} };
}

/** The user's own look at their settings themselves, which runs them: not before they are on. */
async function problemsOf(
  { kind, plugin, isOn }: Known,
  settings: Readonly<Record<string, unknown>>,
): Promise<ReturnType<typeof settingsProblems>> {
  if (!(kind instanceof OwnPlugin)) return settingsProblems(plugin, settings);
  if (isOn) return kind.check(settings);
  return [{ path: [], message: `${kind.name} looks at its settings itself: turn it on first.` }];
}

function ownInfo({ runner: { pid, failure } }: OwnPlugin): OwnPluginInfo {
  const state = failure !== null ? 'failed' : pid === null ? 'idle' : 'running';
  return { state, pid, failure };
}

function lifeContext(operation: 'open' | 'close'): HookContext {
  return { collectionName: '', schema: {}, operation };
}
