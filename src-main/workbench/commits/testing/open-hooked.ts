import { onTestFinished } from 'vitest';
import { commits as commitsContract } from '../../../../src-preload/contract/commits.ts';
import type {
  CommitResult,
  PluginInfo,
  Trace,
  TracedOperation,
} from '../../../../src-preload/contract/index.ts';
import { plugins as pluginsContract } from '../../../../src-preload/contract/plugins.ts';
import { context, type EditsUnderTest, openEdits } from '../../edits/testing/open-edits.ts';
import type { Handlers } from '../../handlers.ts';
import { createPlugins, type FilePlugins, PluginSet } from '../../plugins/index.ts';
import type { PluginKind } from '../../plugins/shipped-plugins.ts';
import type { Services } from '../../services.ts';
import { createCommits } from '../index.ts';
import { KeptWrites } from '../kept-writes.ts';

/** Staged edits of one file, what writes them, and the plugins that are asked. */
export interface HookedUnderTest extends EditsUnderTest {
  readonly commits: Handlers<'commits'>;
  readonly plugins: Handlers<'plugins'>;
  readonly set: PluginSet;
  readonly own: FilePlugins;
  commit(): Promise<CommitResult>;
  turnOn(plugin: string, settings?: Readonly<Record<string, unknown>>): Promise<void>;
  /** When all hooks that nobody waits for were told. */
  operations(): Promise<TracedOperation[]>;
  trace(name: string): Promise<Trace>;
  info(plugin: string): Promise<PluginInfo>;
  rows(sql: string): readonly (readonly unknown[])[];
}

export { context };

/** Opens a new file that `sql` and `fill` fill. */
export async function openHooked(
  sql: string,
  kinds?: readonly PluginKind[],
  fill?: (path: string) => Promise<void>,
  spawnPlugin?: Services['spawnPlugin'],
): Promise<HookedUnderTest> {
  const under = await openEdits(sql);
  await fill?.(under.path);
  const { file } = under;
  const services = { ...under.services, spawnPlugin };
  const set = new PluginSet(services, kinds);
  onTestFinished(() => set.dispose());
  const plugins = createPlugins(services, set);
  const commits = createCommits(services, under.staged, new KeptWrites(services.dataFolder), set);
  const own = await set.of(services.openFiles.get(file));
  const operations = async () => {
    await own.settled();
    const reply = await plugins.operations({ file }, context);
    return pluginsContract.operations.output.parse(reply).operations;
  };
  return {
    ...{ ...under, services, commits, plugins, set, own, operations },
    async commit() {
      const input = commitsContract.write.input.parse({ file, decisions: [] });
      return commitsContract.write.output.parse(await commits.write(input, context));
    },
    async turnOn(plugin, settings = {}) {
      if (Object.keys(settings).length > 0) await plugins.configure({ file, plugin, settings }, context);
      await plugins.turn({ file, plugin, isOn: true }, context);
    },
    async trace(name) {
      const operation = (await operations()).find((each) => each.name === name);
      const reply = await plugins.trace({ file, operation: operation?.id ?? 0 }, context);
      return pluginsContract.trace.output.parse(reply);
    },
    async info(plugin) {
      const { plugins: all } = pluginsContract.list.output.parse(await plugins.list({ file }, context));
      const found = all.find(({ name }) => name === plugin);
      if (found === undefined) throw new Error(`There is no plugin ${plugin}.`);
      return found;
    },
    rows: (query) => under.writer.rowsSync(query),
  };
}
