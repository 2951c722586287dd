import { PluginError } from '../errors/plugin-error.ts';
import type { Plugin } from './plugin.ts';

/**
 * The plugins in the order in which their hooks run: those that others need first, else as they were registered;
 * those that want to be last after the others.
 * One that is needed and not there is left out. Throws PLUGIN_DEPENDENCY when they need each other in a circle.
 */
export function inOrder(plugins: ReadonlyMap<string, Plugin>): readonly Plugin[] {
  const ordered = new Set<Plugin>();
  const visit = (plugin: Plugin, path: readonly string[]) => {
    if (ordered.has(plugin)) return;
    const here = [...path, plugin.name];
    if (path.includes(plugin.name)) throw circle(plugin.name, here);
    for (const name of plugin.dependencies ?? []) {
      const needed = plugins.get(name);
      if (needed !== undefined) visit(needed, here);
    }
    ordered.add(plugin);
  };
  const isLast = (plugin: Plugin) => plugin.runsLast === true;
  for (const plugin of plugins.values()) if (!isLast(plugin)) visit(plugin, []);
  for (const plugin of plugins.values()) visit(plugin, []);
  return [...ordered];
}

/** The first plugin that needs one which is not there. */
export function findMissing(
  plugins: ReadonlyMap<string, Plugin>,
): { readonly plugin: string; readonly needs: string } | undefined {
  for (const { name, dependencies = [] } of plugins.values()) {
    const needs = dependencies.find((dependency) => !plugins.has(dependency));
    if (needs !== undefined) return { plugin: name, needs };
  }
  return undefined;
}

function circle(plugin: string, path: readonly string[]): PluginError {
  return new PluginError(
    'PLUGIN_DEPENDENCY',
    `Plugins need each other in a circle: ${path.join(' needs ')}. “${plugin}” was not registered.`,
    { plugin },
  );
}
