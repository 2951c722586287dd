import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { PluginError } from '../engine/errors/plugin-error.ts';
import { type Hook, type HookName, type Plugin, tellHooks, vetoHooks } from '../engine/plugins/plugin.ts';
import { assertPlugin } from '../engine/plugins/plugin-checks.ts';
import { LONGEST_TIMEOUT } from './plugin-messages.ts';

const hookNames: readonly HookName[] = [...vetoHooks, ...tellHooks];

/** A plugin whose module was loaded. */
export interface LoadedPlugin {
  /** To be told to the engine. */
  readonly description: {
    readonly name: string;
    readonly version: string;
    readonly hooks: readonly HookName[];
    readonly timeout: number | null;
    readonly strict: boolean;
    readonly runsLast: boolean;
    /** JSON Schema. */
    readonly settings: unknown;
  };
  hook(name: HookName): Hook | undefined;
  /** Completes settings by their defaults. */
  parseSettings(settings: unknown): z.ZodSafeParseResult<unknown>;
}

/**
 * Loads a module whose default export is a plugin; its `settings` are JSON Schema. Rejects with PLUGIN_INVALID, and with
 * whatever the module throws.
 */
export async function loadPlugin(path: string): Promise<LoadedPlugin> {
  const module = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as {
    readonly default?: unknown;
  };
  if (module.default === undefined) throw invalid(path, 'its module has no default export');
  const plugin: unknown = module.default;
  assertPlugin(plugin);
  if (plugin.dependencies !== undefined && plugin.dependencies.length > 0) {
    throw invalid(
      plugin.name,
      'it has dependencies, but plugins of your own run after those of Cairn anyway',
    );
  }
  if (plugin.timeout !== undefined && plugin.timeout > LONGEST_TIMEOUT) {
    throw invalid(plugin.name, 'its timeout is longer than 10 minutes');
  }
  const schema = settingsSchemaOf(plugin);
  const { name, version = '', timeout = null, strict = false, runsLast = false } = plugin;
  const hooks = hookNames.filter((hook) => plugin[hook] !== undefined);
  const settings = schema === null ? { type: 'object', properties: {} } : plugin.settings;
  return {
    description: { name, version, hooks, timeout, strict, runsLast, settings },
    hook: (hook) => plugin[hook]?.bind(plugin),
    parseSettings: (given) => (schema ?? z.strictObject({})).safeParse(given),
  };
}

function settingsSchemaOf({ name, settings }: Plugin): z.ZodType | null {
  if (settings === undefined) return null;
  const given: unknown = settings;
  if (typeof given !== 'object' || given === null || Reflect.get(given, 'type') !== 'object') {
    throw invalid(name, 'its settings are no JSON Schema with the type “object”');
  }
  try {
    return z.fromJSONSchema(given as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (error) {
    throw invalid(name, `its settings are no JSON Schema: ${error instanceof Error ? error.message : error}`);
  }
}

function invalid(plugin: string, reason: string): PluginError {
  return new PluginError('PLUGIN_INVALID', `“${plugin}” is not a plugin: ${reason}.`, { plugin });
}
