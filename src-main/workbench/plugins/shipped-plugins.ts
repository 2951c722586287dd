import { z } from 'zod';
import {
  auditLogPlugin,
  cachePlugin,
  metricsPlugin,
  type Plugin,
  softDeletePlugin,
  timestampsPlugin,
  validationPlugin,
} from '../../engine/index.ts';

/** A plugin that can be turned on for a file. */
export interface PluginKind {
  readonly name: string;
  /** What it does, in a sentence. */
  readonly about: string;
  /** Throws PLUGIN_INVALID for settings that are not right; `settingsProblems` says so before. */
  readonly make: (settings: Readonly<Record<string, unknown>>) => Plugin;
}

/** The plugins that Cairn brings, in the order in which their hooks are asked. */
export const shippedPlugins: readonly PluginKind[] = [
  {
    name: 'timestamps',
    about: 'Fills the times of making and of the last change of documents whose schema has the fields.',
    make: (settings) => timestampsPlugin(settings),
  },
  {
    name: 'audit-log',
    about: 'Keeps a log of every document that is written, in a table of the same file.',
    make: (settings) => auditLogPlugin(settings),
  },
  {
    name: 'validation',
    about: 'Refuses documents that break rules beyond those of their schema.',
    make: (settings) => validationPlugin(settings),
  },
  {
    name: 'cache',
    about: 'Gives the answers of queries of collections again, until they are written.',
    make: (settings) => cachePlugin(settings),
  },
  {
    name: 'metrics',
    about: 'Counts and times every operation.',
    make: (settings) => metricsPlugin(settings),
  },
  {
    name: 'soft-delete',
    about: 'Marks documents as deleted instead of deleting them, where their schema has the field.',
    make: (settings) => softDeletePlugin(settings),
  },
];

/** What is wrong with settings; nothing where they can be kept. */
export function settingsProblems(
  { settings: schema }: Plugin,
  settings: unknown,
): readonly { readonly path: (string | number)[]; readonly message: string }[] {
  const parsed = (schema ?? z.strictObject({})).safeParse(settings);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({
    path: path.map((step) => (typeof step === 'number' ? step : String(step))),
    message,
  }));
}

type Json = Readonly<Record<string, unknown>>;

/** JSON Schema of a plugin's settings, as far as a form can ask for them: functions are for code alone. */
export function settingsSchema({ settings }: Plugin): Record<string, unknown> {
  if (settings === undefined) return { type: 'object', properties: {} };
  return withoutFunctions(z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }) as Json);
}

function withoutFunctions(schema: Json): Record<string, unknown> {
  const inner = Object.entries(schema).map(([key, value]): [string, unknown] => {
    if (key === 'properties' && isJson(value)) {
      const known = Object.entries(value).filter(([, each]) => isJson(each) && Object.keys(each).length > 0);
      return [key, Object.fromEntries(known.map(([name, each]) => [name, withoutFunctions(each as Json)]))];
    }
    const isSchema = (key === 'items' || key === 'additionalProperties') && isJson(value);
    return [key, isSchema ? withoutFunctions(value) : value];
  });
  return Object.fromEntries(inner.filter(([key]) => key !== '$schema'));
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
