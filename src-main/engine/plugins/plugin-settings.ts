import type { z } from 'zod';
import { PluginError } from '../errors/plugin-error.ts';

/** The settings of a plugin, completed. Throws PLUGIN_INVALID, naming every key that is unknown or wrong. */
export function parseSettings<S extends z.ZodObject>(plugin: string, schema: S, given: unknown): z.output<S> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') return `unknown key ${issue.keys.join(', ')}`;
    return `${issue.path.join('.') || 'the settings'}: ${issue.message}`;
  });
  throw new PluginError(
    'PLUGIN_INVALID',
    `The settings of the plugin “${plugin}” are not valid: ${reasons.join('; ')}. It was not made.`,
    { plugin },
  );
}
