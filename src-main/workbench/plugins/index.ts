import { createDamageReports } from '../files/damage-reports.ts';
import type { Handlers } from '../handlers.ts';
import type { PluginServices, PluginSet } from './plugin-set.ts';
import type { PluginState } from './plugin-states.ts';

export type { FilePlugins } from './file-plugins.ts';
export type { HookRecorder, RunningOperation } from './hook-recorder.ts';
export { PluginSet } from './plugin-set.ts';
export { withStatementHooks, withTransactionHooks } from './statement-hooks.ts';
export { withDocumentHooks, withReadHooks } from './view-reads.ts';

/** The `plugins` slice: which plugins are on for a file, their settings, and what their hooks do. */
export function createPlugins({ openFiles, emit }: PluginServices, set: PluginSet): Handlers<'plugins'> {
  const pluginsOf = (file: string) => set.of(openFiles.get(file));
  const reportDamage = createDamageReports([set.states], emit);
  const keep = async (file: string, state: PluginState) => {
    await set.states.set(openFiles.get(file).info.path, state);
    emit('plugins.changed', { file });
  };
  const listOf = async (file: string) => ({ ...(await pluginsOf(file)).list(), folder: set.folder });
  return {
    async list({ file }, { client }) {
      const list = await listOf(file);
      reportDamage(client);
      return list;
    },
    async rescan({ file }) {
      await set.rescan();
      return listOf(file);
    },
    details: async ({ file, plugin }) => (await pluginsOf(file)).details(plugin),
    async turn({ file, plugin, isOn }) {
      const own = await pluginsOf(file);
      await keep(file, await own.turn(plugin, isOn));
      return listOf(file);
    },
    async configure({ file, plugin, settings }) {
      const own = await pluginsOf(file);
      const configured = await own.configure(plugin, settings);
      if (!('plugin' in configured)) return { kind: 'refused', problems: [...configured] };
      await keep(file, configured);
      return { kind: 'kept', details: own.details(plugin) };
    },
    events: async ({ file }) => ({ events: (await pluginsOf(file)).recorder.events() }),
    operations: async ({ file }) => ({ operations: (await pluginsOf(file)).recorder.operations() }),
    trace: async ({ file, operation }) => (await pluginsOf(file)).trace(operation),
    async reset({ file }) {
      const own = await pluginsOf(file);
      own.recorder.reset();
      emit('plugins.changed', { file });
      return listOf(file);
    },
  };
}
