import { z } from 'zod';
import type { HookName } from '../../../engine/index.ts';
import { tellHooks, vetoHooks } from '../../../engine/index.ts';
import { LONGEST_TIMEOUT } from '../../../plugin-host/plugin-messages.ts';

/*
 * What comes from the process of a plugin of the user's own. It is the user's code, so nothing about it is taken for
 * granted.
 */

const hookNames: readonly HookName[] = [...vetoHooks, ...tellHooks];

export const reply = z.union([
  z.strictObject({ id: z.int(), value: z.unknown() }),
  z.strictObject({
    id: z.int(),
    failure: z.strictObject({
      message: z.string(),
      code: z.string().optional(),
      issues: z.unknown().optional(),
    }),
  }),
]);

/** What a module says of its plugin. */
export const pluginDescription = z.strictObject({
  name: z.string().min(1).max(200),
  version: z.string().max(100),
  hooks: z.array(z.enum(hookNames)),
  timeout: z.number().positive().max(LONGEST_TIMEOUT).nullable(),
  strict: z.boolean(),
  runsLast: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
});

const parameter = z.union([z.null(), z.number(), z.bigint(), z.string(), z.instanceof(Uint8Array)]);
const statement = z.strictObject({
  sql: z.string().min(1).max(1_000_000),
  params: z.array(parameter).optional(),
  each: z.array(z.array(parameter)).optional(),
  changes: z.int().min(0).optional(),
});

/** What a hook left in its context. */
export const hookAnswer = z.strictObject({
  data: z.unknown().optional(),
  insteadOfDelete: z.record(z.string(), z.unknown()).optional(),
  statements: z.array(statement).max(1000).optional(),
});

export const settingsProblemList = z.array(
  z.strictObject({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }),
);

/** Places that a hook refuses. */
export const refusedPlaces = z
  .array(z.looseObject({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }))
  .min(1)
  .max(1000);

export type PluginDescription = z.infer<typeof pluginDescription>;
export type HookAnswer = z.infer<typeof hookAnswer>;
