import { join } from 'node:path';
import type { OpenFile } from '../open-file.ts';
import type { Services } from '../services.ts';
import { EventBatches } from './event-batches.ts';
import { FilePlugins } from './file-plugins.ts';
import { createPluginStates, type PluginStates } from './plugin-states.ts';
import { type PluginKind, shippedPlugins } from './shipped-plugins.ts';

/** What the plugins need of the services. */
export type PluginServices = Pick<Services, 'openFiles' | 'dataFolder' | 'emit'>;

/** The plugins of all open files. */
export class PluginSet {
  readonly states: PluginStates;
  readonly #emit: PluginServices['emit'];
  readonly #kinds: readonly PluginKind[];
  readonly #files = new Map<string, Promise<FilePlugins>>();

  constructor({ openFiles, dataFolder, emit }: PluginServices, kinds = shippedPlugins) {
    this.#emit = emit;
    this.#kinds = kinds;
    this.states = createPluginStates(join(dataFolder, 'plugins.json'));
    openFiles.onClose((file) => {
      const own = this.#files.get(file);
      this.#files.delete(file);
      void own?.then((plugins) => plugins.close());
    });
  }

  /** The plugins of a file, with what is kept of them; the same ones as long as the file is open. */
  of({ info: { id, path } }: OpenFile): Promise<FilePlugins> {
    let own = this.#files.get(id);
    if (own === undefined) {
      own = this.#load(id, path);
      this.#files.set(id, own);
    }
    return own;
  }

  async #load(file: string, path: string): Promise<FilePlugins> {
    const states = await this.states.of(path);
    const batches = new EventBatches((events, skipped) =>
      this.#emit('plugins.events', { file, events, skipped }),
    );
    return new FilePlugins(this.#kinds, states, (event) => batches.add(event));
  }
}
