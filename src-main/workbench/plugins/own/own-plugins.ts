import { join } from 'node:path';
import type { ChildProcess } from '../../../ports/port.ts';
import { OwnPlugin } from './own-plugin.ts';
import { isPluginName, makePluginFolder, readPluginFolder } from './plugin-folder.ts';

export interface OwnPluginsOptions {
  readonly folder: string;
  readonly spawn: () => Promise<ChildProcess>;
  /** What is known of a plugin has changed. */
  readonly onChange: (plugin: string) => void;
}

/** The plugins of the user's own: the modules of one folder. */
export class OwnPlugins {
  readonly folder: string;
  readonly #options: OwnPluginsOptions;
  readonly #plugins = new Map<string, OwnPlugin>();
  #found: readonly string[] | null = null;
  #isOver = false;

  constructor(options: OwnPluginsOptions) {
    this.#options = options;
    this.folder = options.folder;
  }

  /** Those in the folder, and those of the given names, which are still turned on somewhere. */
  async list(turnedOn: readonly string[]): Promise<readonly OwnPlugin[]> {
    this.#found ??= await readPluginFolder(this.folder);
    const names = new Set([...this.#found, ...turnedOn.filter(isPluginName)]);
    return [...names].sort().map((name) => this.#named(name));
  }

  /** Looks into the folder again. Plugins whose file has changed begin anew. Rejects where it cannot be made. */
  async rescan(): Promise<void> {
    await makePluginFolder(this.folder);
    this.#found = await readPluginFolder(this.folder);
    await Promise.all([...this.#plugins.values()].map((plugin) => plugin.renew()));
  }

  /** Ends all processes; none begins any more. */
  stop(): void {
    this.#isOver = true;
    for (const plugin of this.#plugins.values()) plugin.stop();
  }

  #named(name: string): OwnPlugin {
    let plugin = this.#plugins.get(name);
    if (plugin === undefined) {
      const { onChange } = this.#options;
      plugin = new OwnPlugin({
        ...{ name, path: join(this.folder, name), spawn: () => this.#spawn() },
        onChange: () => onChange(name),
      });
      this.#plugins.set(name, plugin);
    }
    return plugin;
  }

  #spawn(): Promise<ChildProcess> {
    return this.#isOver ? Promise.reject(new Error('Cairn ends.')) : this.#options.spawn();
  }
}
