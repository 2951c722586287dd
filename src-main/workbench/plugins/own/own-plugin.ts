import {
  type Hook,
  type HookContext,
  type HookName,
  type Plugin,
  tellHooks,
  vetoHooks,
} from '../../../engine/index.ts';
import type { ChildProcess } from '../../../ports/port.ts';
import { type FileStamp, readStamp, sameStamp } from '../../files/file-stamp.ts';
import type { PluginKind } from '../shipped-plugins.ts';
import { copiedContext, takeAnswer } from './copied-context.ts';
import type { PluginDescription } from './plugin-answers.ts';
import { DEFAULT_TIMEOUT, LONGEST_START, PluginRunner } from './plugin-runner.ts';

const hookNames: readonly HookName[] = [...vetoHooks, ...tellHooks];
/** Hooks that are asked about what is written. */
const writeHooks: readonly HookName[] = [
  'onBeforeInsert',
  'onBeforeUpdate',
  'onBeforeDelete',
  'onBeforeCommit',
];

export interface OwnPluginOptions {
  readonly name: string;
  readonly path: string;
  readonly spawn: () => Promise<ChildProcess>;
  readonly onChange: () => void;
}

/**
 * A plugin of the user's own: what the engine takes for a plugin asks its process. Before its module was loaded nobody
 * knows its hooks: all are asked. One that cannot be loaded refuses what is written, since it might have; reads go on.
 */
export class OwnPlugin implements PluginKind {
  readonly name: string;
  readonly about = 'A plugin of your own. It runs in a process of its own, and as you.';
  readonly #path: string;
  readonly #runner: PluginRunner;
  readonly #users = new Set<object>();
  #loadedFrom: FileStamp | null = null;

  constructor({ name, path, spawn, onChange }: OwnPluginOptions) {
    this.name = name;
    this.#path = path;
    this.#runner = new PluginRunner({ name, path, spawn, onChange });
  }

  get runner(): PluginRunner {
    return this.#runner;
  }

  /** null: its module was not loaded yet. */
  get description(): PluginDescription | null {
    return this.#runner.description;
  }

  /** Loads the module. Rejects with PLUGIN_INVALID or PLUGIN_FAILED. */
  async load(): Promise<PluginDescription> {
    const stamp = await readStamp(this.#path);
    const description = await this.#runner.load();
    this.#loadedFrom ??= stamp;
    return description;
  }

  /** What is wrong with settings. Rejects with PLUGIN_FAILED. */
  check(settings: unknown): ReturnType<PluginRunner['check']> {
    return this.#runner.check(settings);
  }

  /** Whoever has it turned on; while there is anybody its process may run. */
  use(user: object): void {
    this.#users.add(user);
  }

  /** The process ends with its last user. */
  release(user: object | null): void {
    if (user !== null && this.#users.delete(user) && this.#users.size === 0) this.stop();
  }

  /** Begins anew where nobody uses it, or its file is another one than was loaded. */
  async renew(): Promise<void> {
    const isSame = this.#loadedFrom !== null && sameStamp(this.#loadedFrom, await readStamp(this.#path));
    if (isSame && this.#users.size > 0) return;
    this.stop();
    if (this.#users.size > 0) await this.load().catch(() => undefined);
  }

  stop(): void {
    this.#loadedFrom = null;
    this.#runner.stop();
  }

  make(settings: Readonly<Record<string, unknown>>): Plugin {
    const { name, description } = this;
    const hooks = (description?.hooks ?? hookNames).map((hook): [HookName, Hook] => [
      hook,
      (context) => this.#call(hook, context, settings),
    ]);
    return {
      name,
      version: description?.version ?? '',
      // The runner keeps the time; this is for a start and a hook together.
      timeout: 2 * LONGEST_START + (description?.timeout ?? DEFAULT_TIMEOUT),
      strict: description?.strict ?? false,
      runsLast: description?.runsLast ?? false,
      ...Object.fromEntries(hooks),
    };
  }

  async #call(
    hook: HookName,
    context: HookContext,
    settings: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    if (this.description === null && !(await this.#isLoadedFor(hook, context))) return;
    takeAnswer(context, await this.#runner.call(hook, copiedContext(context), settings));
  }

  /**
   * Whether the hook is to be called. Rejects where the plugin cannot be loaded and might refuse what is written; others
   * wait for the first try alone.
   */
  async #isLoadedFor(hook: HookName, { operation }: HookContext): Promise<boolean> {
    const isWrite = writeHooks.includes(hook) || (hook === 'onBeforeQuery' && operation === 'exec');
    if (!isWrite && this.#runner.failure !== null) return false;
    try {
      return (await this.load()).hooks.includes(hook);
    } catch (error) {
      if (isWrite) throw error;
      return false;
    }
  }
}
