import type { HookName } from '../../../engine/index.ts';
import { PluginError, PluginTimeoutError, ValidationError } from '../../../engine/index.ts';
import type { CopiedContext } from '../../../plugin-host/plugin-messages.ts';
import type { ChildProcess } from '../../../ports/port.ts';
import {
  type HookAnswer,
  hookAnswer,
  type PluginDescription,
  pluginDescription,
  refusedPlaces,
  settingsProblemList,
} from './plugin-answers.ts';
import { PluginConnection, PluginRequestError } from './plugin-connection.ts';

/** Milliseconds for a process to begin and its module to be loaded. */
export const LONGEST_START = 5_000;
/** Milliseconds that a hook has, unless its plugin says otherwise. */
export const DEFAULT_TIMEOUT = 5_000;
const CHECK_TIME = 2_000;
/** Milliseconds between the last failures of a plugin and its next start: none after the first one. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

export interface PluginRunnerOptions {
  /** Name of the file. */
  readonly name: string;
  readonly path: string;
  readonly spawn: () => Promise<ChildProcess>;
  /** Told of each change of `pid`, `failure` and `description`. */
  readonly onChange: () => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: (() => number) | undefined;
}

interface Running {
  readonly connection: PluginConnection;
  readonly description: PluginDescription;
}

/**
 * Runs one plugin of the user's own in a process that begins with its first request. A process that ended, or was ended,
 * begins again with the next request, later and later while it keeps failing.
 */
export class PluginRunner {
  readonly #options: PluginRunnerOptions;
  readonly #now: () => number;
  #starting: Promise<Running> | null = null;
  #connection: PluginConnection | null = null;
  #description: PluginDescription | null = null;
  #failures = 0;
  #failedAt = 0;
  #failure: string | null = null;
  #stops = 0;

  constructor(options: PluginRunnerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Of its process; null: none runs. */
  get pid(): number | null {
    return this.#connection?.pid ?? null;
  }

  /** Why it failed last; null once it has answered again. */
  get failure(): string | null {
    return this.#failure;
  }

  /** What its module said of it when it was loaded last. */
  get description(): PluginDescription | null {
    return this.#description;
  }

  /** Loads the module, unless that was done. Rejects with PLUGIN_INVALID or PLUGIN_FAILED. */
  async load(): Promise<PluginDescription> {
    return (await this.#running()).description;
  }

  /**
   * Calls a hook. Rejects with what it threw, PLUGIN_FAILED where it cannot be started, PLUGIN_TIMEOUT, and VALIDATION for
   * a veto that names places.
   */
  async call(hook: HookName, context: CopiedContext, settings: unknown): Promise<HookAnswer> {
    const { connection, description } = await this.#running();
    const timeout = description.timeout ?? DEFAULT_TIMEOUT;
    let value: unknown;
    try {
      value = await connection.ask({ type: 'call', hook, context, settings }, timeout);
    } catch (error) {
      throw this.#hookError(error, hook, context, timeout);
    }
    this.#answered();
    const parsed = hookAnswer.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new Error(`it gave back rubbish, ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }

  /** What is wrong with settings. Rejects with PLUGIN_FAILED. */
  async check(settings: unknown) {
    const { connection } = await this.#running();
    try {
      return settingsProblemList.parse(await connection.ask({ type: 'check', settings }, CHECK_TIME));
    } catch (error) {
      throw this.#error(`The settings of ${this.#options.name} could not be checked: ${messageOf(error)}`);
    }
  }

  /** Ends the process; failures of before are forgotten. The next request begins a new one. */
  stop(): void {
    const connection = this.#connection;
    this.#stops += 1;
    this.#failures = 0;
    this.#failure = null;
    this.#connection = null;
    this.#starting = null;
    connection?.end('It was turned off.');
    this.#options.onChange();
  }

  #running(): Promise<Running> {
    if (this.#starting !== null) return this.#starting;
    const left = this.#failedAt + pauseAfter(this.#failures) - this.#now();
    if (left > 0) {
      const seconds = Math.ceil(left / 1000);
      const { name } = this.#options;
      const message = `The plugin ${name} keeps failing and is started again in ${seconds} s at the earliest: ${this.#failure}`;
      return Promise.reject(this.#error(message));
    }
    const starting = this.#begin();
    this.#starting = starting;
    starting.catch(() => {
      if (this.#starting === starting) this.#starting = null;
    });
    return starting;
  }

  async #begin(): Promise<Running> {
    const { path, spawn, name } = this.#options;
    const stops = this.#stops;
    const child = await spawn();
    const connection: PluginConnection = new PluginConnection(child, (why) => this.#gone(connection, why));
    if (stops === this.#stops) this.#connection = connection;
    else connection.end('It was turned off.');
    try {
      const value = await connection.ask({ type: 'load', path }, LONGEST_START);
      const description = pluginDescription.parse(value);
      this.#description = description;
      this.#options.onChange();
      return { connection, description };
    } catch (error) {
      const message = messageOf(error);
      connection.end(message);
      const isThrown = error instanceof PluginRequestError && error.reason === 'threw';
      throw new PluginError(
        isThrown ? 'PLUGIN_INVALID' : 'PLUGIN_FAILED',
        `The plugin ${name} could not be started: ${message}`,
        { plugin: name, cause: error },
      );
    }
  }

  #gone(connection: PluginConnection, why: string): void {
    if (this.#connection !== connection) return;
    this.#connection = null;
    this.#starting = null;
    this.#failures += 1;
    this.#failedAt = this.#now();
    this.#failure = why;
    this.#options.onChange();
  }

  #answered(): void {
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.#failure = null;
    this.#options.onChange();
  }

  #hookError(error: unknown, hook: HookName, { collectionName }: CopiedContext, timeout: number): Error {
    if (!(error instanceof PluginRequestError)) return new Error(messageOf(error));
    if (error.reason === 'late') return new PluginTimeoutError(this.#options.name, hook, timeout);
    if (error.reason === 'gone') return new Error(error.message);
    this.#answered();
    const places = refusedPlaces.safeParse(error.failure.issues);
    if (!places.success) return new Error(error.message);
    const issues = places.data.map(({ path, message }) => ({ path, message }));
    return new ValidationError(collectionName, issues);
  }

  #error(message: string): PluginError {
    return new PluginError('PLUGIN_FAILED', message, { plugin: this.#options.name });
  }
}

function pauseAfter(failures: number): number {
  return failures < 2 ? 0 : Math.min(FIRST_PAUSE * 2 ** (failures - 2), LONGEST_PAUSE);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
