import type { CollectionSpec, DocumentSchema } from '../collections/collection-spec.ts';
import type { DocumentCodec } from '../collections/document-codec.ts';
import type { TableLayout } from '../collections/table-layout.ts';
import type { HookContext, HookName, TellHook, VetoHook } from '../plugins/plugin.ts';
import type { Steps } from '../steps/steps.ts';
import type { CallOptions, ResultRows, SqlValue } from '../types.ts';

/** What queries ask of the plugins. A `PluginManager` is one. */
export interface QueryHooks {
  /** Whether any plugin has this hook: where none has, no context is made. */
  hasHook(hook: HookName): boolean;
  /** What a hook throws stops the query. May give a promise. */
  executeHook(hook: VetoHook, context: HookContext): unknown;
  /** What a hook throws is told only (thrown again where its plugin is strict). May give a promise. */
  executeHookSafe(hook: TellHook, context: HookContext): unknown;
}

/** The hooks around a query, and around a raw statement. */
export const queryHooks = ['onBeforeQuery', 'onAfterQuery', 'onError'] as const satisfies readonly HookName[];

/** Whether any of them is there. */
export function hasQueryHooks(plugins: Pick<QueryHooks, 'hasHook'>): boolean {
  return queryHooks.some((hook) => plugins.hasHook(hook));
}

/** All that a query needs of the collection that it reads. Made once per collection, shared by its builders. */
export interface QuerySource<S extends DocumentSchema = DocumentSchema> {
  readonly spec: CollectionSpec<S>;
  readonly codec: DocumentCodec;
  readonly plugins: QueryHooks;
  /** How the table lies in the file, once it is there: lazily registered collections make it now. Cached. */
  layout(): Steps<TableLayout>;
  /** The same, once it is known: the shortest way for queries that nobody is to be asked about. */
  readonly table?: TableLayout | undefined;
  /** A new document of a row: decoded, with its id, and validated where the collection has `validateReads`. */
  readDocument(json: string, id: string): Record<string, unknown>;
  /** Runs a body of work on the connection of the caller's async context. Throws DB_CLOSED. */
  run<T>(steps: Steps<T>, options?: CallOptions): Promise<T>;
  /** The same at once. Throws SYNC_WITH_SHARED_CONNECTION, DB_CLOSED. */
  runSync<T>(steps: Steps<T>): T;
  /** Rows of one statement over tables that are known, without hooks: the shortest way. Throws what `run` throws. */
  rows(sql: string, params: readonly SqlValue[], options?: CallOptions): Promise<ResultRows>;
  /** The same at once. Throws what `runSync` throws. */
  rowsSync(sql: string, params: readonly SqlValue[]): ResultRows;
  /** The collection that a join names. Throws what `db.collection(name)` throws when there is none. */
  sourceOf(collection: string): QuerySource;
}

/** What a typed `join` takes: a collection, or anything else that has its query source. */
export interface Queryable<S extends DocumentSchema = DocumentSchema> {
  readonly source: QuerySource<S>;
}
