import { z } from 'zod';
import { PluginError } from '../errors/plugin-error.ts';
import { type Plugin, tellHooks, vetoHooks } from './plugin.ts';

const hookNames: readonly string[] = [...vetoHooks, ...tellHooks];

const pluginShape = z.looseObject({
  name: z.string().trim().min(1),
  version: z.string().optional(),
  dependencies: z.array(z.string()).optional(),
  timeout: z
    .number()
    .positive()
    .max(2 ** 31 - 1)
    .optional(),
  strict: z.boolean().optional(),
  runsLast: z.boolean().optional(),
});

/** Throws PLUGIN_INVALID for what is not a plugin: no name, a hook that is no function, or one that does not exist. */
export function assertPlugin(plugin: unknown): asserts plugin is Plugin {
  const parsed = pluginShape.safeParse(plugin);
  if (!parsed.success) {
    const reasons = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
    throw invalid(nameOf(plugin), `${reasons.join('; ')}. Every plugin needs a name of its own`);
  }
  const { name } = parsed.data;
  for (const key of keysOf(plugin as object)) {
    if (!/^on[A-Z]/.test(key)) continue;
    if (!hookNames.includes(key))
      throw invalid(name, `there is no hook ${key}; hooks are ${hookNames.join(', ')}`);
    const hook = Reflect.get(plugin as object, key);
    if (hook !== undefined && typeof hook !== 'function') throw invalid(name, `its ${key} is not a function`);
  }
}

function invalid(name: string, reason: string): PluginError {
  const which = name === '' ? 'This' : `“${name}”`;
  return new PluginError('PLUGIN_INVALID', `${which} is not a plugin: ${reason}. It was not registered.`, {
    plugin: name,
  });
}

function nameOf(plugin: unknown): string {
  if (typeof plugin !== 'object' || plugin === null || !('name' in plugin)) return '';
  return typeof plugin.name === 'string' ? plugin.name : '';
}

/** Names of all properties, methods of classes included. */
function keysOf(plugin: object): readonly string[] {
  const keys = new Set<string>();
  for (let each: object | null = plugin; each !== null && each !== Object.prototype; ) {
    for (const key of Object.getOwnPropertyNames(each)) keys.add(key);
    each = Object.getPrototypeOf(each);
  }
  return [...keys];
}
