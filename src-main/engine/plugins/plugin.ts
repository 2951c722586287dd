import type { z } from 'zod';
import type { CollectionSpec } from '../collections/collection-spec.ts';
import type { QuerySpec } from '../queries/filter.ts';
import type { GuardedStatement } from '../types.ts';

/** What a hook is told. Which parts are there depends on the hook; see `Plugin`. */
export interface HookContext {
  /** Empty where no collection is concerned. */
  readonly collectionName: string;
  /** The collection, or an empty object where none is concerned (as the seed has it). */
  readonly schema: CollectionSpec | Record<string, never>;
  /** What is done: `insert`, `insertBulk`, `put`, `delete`, `find`, `count`, `query`, `exec`, `transaction`, ... */
  readonly operation: string;
  /** Documents that are about to be written. A before-hook may change them, or put others in their place. */
  data?: unknown;
  /** Ids that are read, changed or deleted. */
  readonly ids?: readonly string[] | undefined;
  /** `onBeforeQuery` of a collection's query: a hook may put another query in its place (say, with one condition more). */
  query?: QuerySpec | undefined;
  /**
   * `onBeforeQuery`: set by a hook that knows the answer already (a cache). The query is then not run; the operation
   * gives `value` as it is, so it must be the caller's own to change.
   */
  answer?: { readonly value: unknown } | undefined;
  /**
   * `onBeforeDelete`: fields that a hook wants to be set in the documents instead of deleting them. Before-hooks of
   * updates are not asked for it.
   */
  insteadOfDelete?: Readonly<Record<string, unknown>> | undefined;
  /** SQL of raw statements; of queries of collections in `onAfterQuery`, where it is made. */
  readonly sql?: string | undefined;
  readonly params?: readonly unknown[] | undefined;
  /** After-hooks: what the operation gave. */
  readonly result?: unknown;
  /** `onError`, `onTransactionError`. */
  readonly error?: unknown;
  /** When the operation began, of `performance.now()`. */
  readonly startedAt?: number | undefined;
  /** Whether the operation belongs to a transaction that is open. Set for every hook. */
  isInTransaction?: boolean | undefined;
  /** Aborted when the hook has had its time. Set for every hook. */
  signal?: AbortSignal | undefined;
  /** `onBeforeCommit`: statements that are to be run in the same transaction as the write. */
  readonly statements?: GuardedStatement[] | undefined;
}

export type Hook = (context: HookContext) => unknown;

/**
 * A plugin: a name, and any of the hooks. Before-hooks may change `context.data` or veto by throwing; what after-hooks
 * and lifecycle hooks throw never undoes what was stored (unless the plugin is `strict`, where it is thrown again).
 * Hooks run in the order of registration, one after the other.
 */
export interface Plugin {
  readonly name: string;
  readonly version?: string | undefined;
  /** Names of plugins that must run before this one. */
  readonly dependencies?: readonly string[] | undefined;
  /** Its hooks run after those of all others: for those that must see a query as it will be run. Default false. */
  readonly runsLast?: boolean | undefined;
  /** Milliseconds that a hook may take. Default 5,000. */
  readonly timeout?: number | undefined;
  /** What its after-hooks and lifecycle hooks throw is thrown again by the operation. Default false. */
  readonly strict?: boolean | undefined;
  /** What the plugin can be told, for a form. */
  readonly settings?: z.ZodObject | undefined;
  onDatabaseInit?(context: HookContext): unknown;
  onDatabaseClose?(context: HookContext): unknown;
  onCollectionCreate?(context: HookContext): unknown;
  onCollectionDrop?(context: HookContext): unknown;
  onBeforeTransaction?(context: HookContext): unknown;
  onAfterTransaction?(context: HookContext): unknown;
  onTransactionError?(context: HookContext): unknown;
  onBeforeInsert?(context: HookContext): unknown;
  onAfterInsert?(context: HookContext): unknown;
  onBeforeUpdate?(context: HookContext): unknown;
  onAfterUpdate?(context: HookContext): unknown;
  onBeforeDelete?(context: HookContext): unknown;
  onAfterDelete?(context: HookContext): unknown;
  onBeforeQuery?(context: HookContext): unknown;
  onAfterQuery?(context: HookContext): unknown;
  /** After validation and before the write's COMMIT: may add statements to the same transaction. */
  onBeforeCommit?(context: HookContext): unknown;
  onError?(context: HookContext): unknown;
}

/** Hooks that may change or veto: what they throw stops the operation. */
export const vetoHooks = [
  'onBeforeInsert',
  'onBeforeUpdate',
  'onBeforeDelete',
  'onBeforeQuery',
  'onBeforeCommit',
] as const;

/** All others: what they throw is told, and undoes nothing. */
export const tellHooks = [
  'onDatabaseInit',
  'onDatabaseClose',
  'onCollectionCreate',
  'onCollectionDrop',
  'onBeforeTransaction',
  'onAfterTransaction',
  'onTransactionError',
  'onAfterInsert',
  'onAfterUpdate',
  'onAfterDelete',
  'onAfterQuery',
  'onError',
] as const;

export type VetoHook = (typeof vetoHooks)[number];
export type TellHook = (typeof tellHooks)[number];
export type HookName = VetoHook | TellHook;
