import type { HookName } from '../engine/plugins/plugin.ts';

/*
 * What goes between the engine and the process of one plugin of the user's own. Structured clones over a `Port`. What
 * comes from the plugin's process is the user's code and is checked.
 */

/** Milliseconds that a plugin may give its hooks at most. */
export const LONGEST_TIMEOUT = 600_000;

/** What a hook is told: as `HookContext`, without what cannot be copied. */
export interface CopiedContext {
  readonly collectionName: string;
  readonly schema: { readonly name?: string; readonly primaryKey?: string; readonly version?: number };
  readonly operation: string;
  readonly data?: unknown;
  readonly ids?: readonly string[] | undefined;
  readonly sql?: string | undefined;
  readonly params?: readonly unknown[] | undefined;
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string; readonly code: string | undefined };
  readonly isInTransaction: boolean;
}

/** What the engine asks. Each is answered once, with its id. */
export type PluginRequest =
  /** First and once. Answered with a description of the plugin. */
  | { readonly type: 'load'; readonly path: string }
  /** What is wrong with settings: answered with a list of problems. */
  | { readonly type: 'check'; readonly settings: unknown }
  | {
      readonly type: 'call';
      readonly hook: HookName;
      readonly context: CopiedContext;
      readonly settings: unknown;
    };

export type ToPlugin = PluginRequest & { readonly id: number };

/** Why a request failed: what the plugin threw. */
export interface PluginFailure {
  readonly message: string;
  /** `PLUGIN_INVALID` where the module is no plugin. */
  readonly code?: string | undefined;
  /** Places in the document that a hook refuses, as zod and `ValidationError` have them. */
  readonly issues?: unknown;
}

export type FromPlugin =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: PluginFailure };
