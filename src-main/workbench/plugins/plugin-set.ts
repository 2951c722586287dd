import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { OpenFile } from '../open-file.ts';
import type { Services } from '../services.ts';
import { EventBatches } from './event-batches.ts';
import { FilePlugins } from './file-plugins.ts';
import { OwnPlugins } from './own/own-plugins.ts';
import { createPluginStates, type PluginState, type PluginStates } from './plugin-states.ts';
import { type PluginKind, shippedPlugins } from './shipped-plugins.ts';

/** Milliseconds that the last hooks have when Cairn ends. */
const LAST_HOOKS = 1_000;

/** What the plugins need of the services. */
export type PluginServices = Pick<Services, 'openFiles' | 'dataFolder' | 'emit' | 'spawnPlugin'>;

/** The plugins of all open files. */
export class PluginSet {
  readonly states: PluginStates;
  /** Where the user puts plugins of his own. */
  readonly folder: string;
  readonly #emit: PluginServices['emit'];
  readonly #shipped: readonly PluginKind[];
  /** null: there is no way to start processes for them. */
  readonly #own: OwnPlugins | null;
  /** Files that were closed, until their last hooks were told. */
  readonly #closing = new Set<Promise<void>>();
  readonly #files = new Map<string, { readonly path: string; readonly plugins: Promise<FilePlugins> }>();

  constructor(
    { openFiles, dataFolder, emit, spawnPlugin: spawn }: PluginServices,
    shipped: readonly PluginKind[] = shippedPlugins,
  ) {
    this.#emit = emit;
    this.#shipped = shipped;
    this.states = createPluginStates(join(dataFolder, 'plugins.json'));
    this.folder = join(dataFolder, 'plugins');
    const onChange = (plugin: string) => void this.#renewed(plugin);
    this.#own = spawn === undefined ? null : new OwnPlugins({ folder: this.folder, spawn, onChange });
    openFiles.onClose((file) => this.#close(file));
  }

  /** The plugins of a file, with what is kept of them; the same ones as long as the file is open. */
  of({ info: { id, path } }: OpenFile): Promise<FilePlugins> {
    let own = this.#files.get(id);
    if (own === undefined) {
      own = { path, plugins: this.#load(id, path) };
      this.#files.set(id, own);
    }
    return own.plugins;
  }

  /** Looks for the user's own plugins again. */
  async rescan(): Promise<void> {
    await this.#own?.rescan();
    for (const [file, { path, plugins }] of this.#files) {
      const states = await this.states.of(path);
      (await plugins).setKinds(await this.#kinds(states), states);
      this.#emit('plugins.changed', { file });
    }
  }

  /** Tells the last hooks, where those are soon over, and ends the processes of the user's own plugins. */
  async dispose(): Promise<void> {
    for (const file of [...this.#files.keys()]) this.#close(file);
    const over = new AbortController();
    const late = delay(LAST_HOOKS, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.#closing), late]);
    over.abort();
    this.#own?.stop();
  }

  #close(file: string): void {
    const own = this.#files.get(file);
    if (own === undefined) return;
    this.#files.delete(file);
    const closing = own.plugins.then((plugins) => plugins.close());
    this.#closing.add(closing);
    void closing.then(() => this.#closing.delete(closing));
  }

  async #load(file: string, path: string): Promise<FilePlugins> {
    const states = await this.states.of(path);
    const batches = new EventBatches((events, skipped) =>
      this.#emit('plugins.events', { file, events, skipped }),
    );
    return new FilePlugins(await this.#kinds(states), states, (event) => batches.add(event));
  }

  async #kinds(states: readonly PluginState[]): Promise<readonly PluginKind[]> {
    const shipped = new Set(this.#shipped.map(({ name }) => name));
    const turnedOn = states.filter(({ plugin, isOn }) => isOn && !shipped.has(plugin));
    const own = await this.#own?.list(turnedOn.map(({ plugin }) => plugin));
    return [...this.#shipped, ...(own ?? [])];
  }

  async #renewed(plugin: string): Promise<void> {
    for (const [file, { plugins }] of this.#files) {
      (await plugins).renewed(plugin);
      this.#emit('plugins.changed', { file });
    }
  }
}
