import { z } from 'zod';
import type { Damageable } from '../files/damage-reports.ts';
import { createJsonStore } from '../files/json-store.ts';

/** States kept in all; those changed longest ago go first. */
const MOST_STATES = 2000;

const pluginState = z.object({
  file: z.string(),
  plugin: z.string(),
  isOn: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
});

/** What is kept of one plugin for one file. */
export type PluginState = Omit<z.infer<typeof pluginState>, 'file'>;

/** Which plugins are on for which files, and their settings there. */
export interface PluginStates extends Damageable {
  /** Of the file at a path; nothing of plugins that were never touched. */
  of(file: string): Promise<readonly PluginState[]>;
  /** A plugin that is off and has no settings is forgotten. */
  set(file: string, state: PluginState): Promise<void>;
}

/** Makes the store of states over one file. */
export function createPluginStates(path: string): PluginStates {
  const store = createJsonStore({ path, schema: z.array(pluginState), empty: [] });
  return {
    damage: () => store.damage(),
    async of(file) {
      return (await store.read()).filter((state) => state.file === file);
    },
    async set(file, state) {
      await store.update((all) => {
        const others = all.filter((each) => each.file !== file || each.plugin !== state.plugin);
        const isPlain = !state.isOn && Object.keys(state.settings).length === 0;
        return (isPlain ? others : [...others, { file, ...state }]).slice(-MOST_STATES);
      });
    },
  };
}
