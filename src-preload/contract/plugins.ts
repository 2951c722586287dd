import { z } from 'zod';
import { method } from './method.ts';
import { fileId, filePath } from './names.ts';

/** Hook calls and operations that are kept of a file at most; the oldest go first. */
export const MOST_KEPT_HOOKS = 500;

const pluginName = z.string().min(1).max(200);
const milliseconds = z.number().describe('Milliseconds.');
const at = z.number().describe('Milliseconds since 1970.');

/** How a call of a hook ended. */
export const hookOutcome = z
  .enum(['done', 'changed', 'vetoed', 'failed', 'late'])
  .describe(
    '"changed": it gave back other data. "vetoed": a before-hook refused. "failed": another hook threw, which undoes nothing. "late": it was stopped after its time.',
  );

const figures = {
  calls: z.int(),
  mean: milliseconds,
  p95: milliseconds.describe('Milliseconds; of the last 1,000 calls.'),
  errors: z.int(),
};

/** A plugin of the user's own: a module file, run in a process of its own. */
export const ownPlugin = z.strictObject({
  state: z
    .enum(['idle', 'running', 'failed'])
    .describe('"idle": its process begins with its next hook. "failed": it ended, or did not answer.'),
  pid: z.int().nullable(),
  failure: z.string().nullable().describe('Why it failed last; null once a hook was answered again.'),
});

export const pluginInfo = z.strictObject({
  name: pluginName.describe('Of one of the user’s own: the name of its file.'),
  version: z.string(),
  about: z.string(),
  isOn: z.boolean().describe('For this file.'),
  hooks: z.array(z.string()).describe('Of one of the user’s own: empty before its module was loaded.'),
  own: ownPlugin.nullable().describe('null: Cairn brings it.'),
  ...figures,
});

export const pluginList = z.strictObject({
  plugins: z.array(pluginInfo),
  since: at.describe('When counting began.'),
  calls: z.int(),
  folder: filePath.describe('Where the user puts plugins of his own.'),
});

export const pluginDetails = z.strictObject({
  plugin: pluginInfo,
  hooks: z.array(
    z.strictObject({
      hook: z.string(),
      share: z.number().describe('Of the time of the plugin, 0 to 1.'),
      ...figures,
    }),
  ),
  lastErrors: z.array(z.strictObject({ at, hook: z.string(), message: z.string() })),
  settings: z.record(z.string(), z.unknown()).describe('As they are kept; what is left out has its default.'),
  schema: z.record(z.string(), z.unknown()).describe('JSON Schema of the settings.'),
});

export const hookEvent = z.strictObject({
  id: z.int(),
  at,
  plugin: z.string(),
  hook: z.string(),
  operation: z.string().describe('Such as "orders.update"; empty where no operation is concerned.'),
  trace: z.int().nullable().describe('For `trace`.'),
  time: milliseconds,
  outcome: hookOutcome,
  message: z.string().nullable(),
});

export const tracedOperation = z.strictObject({
  id: z.int(),
  at,
  name: z.string(),
  about: z.string().describe('Key of the row, or the beginning of the statement.'),
  time: milliseconds.describe('Milliseconds of all its hooks.'),
  outcome: z.enum(['running', 'done', 'vetoed', 'failed']),
  isSlow: z.boolean(),
});

export const traceLine = z.strictObject({ sign: z.enum(['-', '+']), text: z.string() });

export const traceStep = z.strictObject({
  hook: z.string(),
  plugin: z.string(),
  start: milliseconds.describe('Milliseconds of hooks before it.'),
  time: milliseconds,
  outcome: hookOutcome,
  lines: z.array(traceLine).describe('What it changed of what it was given.'),
  note: z.string().nullable(),
});

export const trace = z.strictObject({
  operation: tracedOperation,
  given: z.string().nullable().describe('What the first hook was given, as JSON; cut where it is long.'),
  steps: z.array(traceStep),
  sql: z.strictObject({ text: z.string(), isRun: z.boolean() }).nullable(),
  sqlAt: z.int().describe('Number of the steps before the SQL.'),
  notCalled: z.array(z.strictObject({ hook: z.string(), plugins: z.array(z.string()) })),
  message: z.string().nullable(),
});

const ofPlugin = z.strictObject({ file: fileId, plugin: pluginName });

export const plugins = {
  list: method(
    'The plugins that there are, with what they did for a file since counting began.',
    z.strictObject({ file: fileId }),
    pluginList,
  ),
  details: method(
    'One plugin: its hooks with their share of its time, its last errors, its settings. PLUGIN_UNKNOWN.',
    ofPlugin,
    pluginDetails,
  ),
  rescan: method(
    'Looks for the user’s own plugins in their folder, which is made where it is not there. Those whose file has changed begin anew.',
    z.strictObject({ file: fileId }),
    pluginList,
  ),
  turn: method(
    'Turns a plugin on or off for a file; remembered with the data of Cairn. Writes nothing into the file. The module of one of the user’s own is loaded first: PLUGIN_INVALID, PLUGIN_FAILED.',
    z.strictObject({ file: fileId, plugin: pluginName, isOn: z.boolean() }),
    pluginList,
  ),
  configure: method(
    'Keeps the settings of a plugin for a file, if they are valid.',
    z.strictObject({ file: fileId, plugin: pluginName, settings: z.record(z.string(), z.unknown()) }),
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('kept'), details: pluginDetails }),
      z.strictObject({
        kind: z.literal('refused'),
        problems: z.array(
          z.strictObject({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }),
        ),
      }),
    ]),
  ),
  events: method(
    'The last calls of hooks, the oldest first; new ones come as the event plugins.events.',
    z.strictObject({ file: fileId }),
    z.strictObject({ events: z.array(hookEvent) }),
  ),
  operations: method(
    'The last operations that had hooks, the newest first.',
    z.strictObject({ file: fileId }),
    z.strictObject({ operations: z.array(tracedOperation) }),
  ),
  trace: method(
    'One operation, hook by hook, in the order in which they were asked. TRACE_GONE.',
    z.strictObject({ file: fileId, operation: z.int() }),
    trace,
  ),
  reset: method(
    'Begins counting anew; events and operations stay.',
    z.strictObject({ file: fileId }),
    pluginList,
  ),
} as const;

/** What is told of calls of hooks, at most four times a second. */
export const pluginEvents = z.strictObject({
  file: fileId,
  events: z.array(hookEvent).max(MOST_KEPT_HOOKS),
  skipped: z.int().describe('Calls before these that are not told.'),
});

export type HookOutcome = z.infer<typeof hookOutcome>;
export type OwnPluginInfo = z.infer<typeof ownPlugin>;
export type PluginInfo = z.infer<typeof pluginInfo>;
export type PluginList = z.infer<typeof pluginList>;
export type PluginDetails = z.infer<typeof pluginDetails>;
export type HookEvent = z.infer<typeof hookEvent>;
export type TracedOperation = z.infer<typeof tracedOperation>;
export type TraceLine = z.infer<typeof traceLine>;
export type TraceStep = z.infer<typeof traceStep>;
export type Trace = z.infer<typeof trace>;
