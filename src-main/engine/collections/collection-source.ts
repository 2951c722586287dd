import { DatabaseError, hasErrorCode } from '../errors.ts';
import type { HookName } from '../plugins/plugin.ts';
import { type QuerySource, queryHooks } from '../queries/query-source.ts';
import { runSteps, runStepsSync } from '../steps/run-steps.ts';
import { type Steps, wait } from '../steps/steps.ts';
import type { CallOptions, ResultRows, SqlValue } from '../types.ts';
import type { CollectionPlugins, CollectionServices } from './collection-services.ts';
import type { CollectionSpec, DocumentSchema } from './collection-spec.ts';
import { createDocumentCodec, type DocumentCodec } from './document-codec.ts';
import { prepareTable } from './prepare-table.ts';
import type { CollectionTable } from './table-layout.ts';
import { transformingFields, withFieldsAsTheyAre } from './transforming-fields.ts';
import { validateDocument } from './validate-document.ts';

/**
 * What the queries and the writes of one collection stand on: its table, which the first of them makes, and the
 * connection of their async context.
 */
export class CollectionSource<S extends DocumentSchema = DocumentSchema> implements QuerySource<S> {
  readonly spec: CollectionSpec<S>;
  readonly codec: DocumentCodec;
  readonly #services: CollectionServices;
  #table: CollectionTable | undefined;
  #preparing: Promise<void> | undefined;

  constructor(spec: CollectionSpec<S>, services: CollectionServices) {
    this.spec = spec;
    this.codec = createDocumentCodec(spec);
    this.#services = services;
  }

  get plugins(): CollectionPlugins {
    return this.#services.plugins;
  }

  /** The table, once it is known. */
  get table(): CollectionTable | undefined {
    return this.#table;
  }

  get services(): CollectionServices {
    return this.#services;
  }

  /** In a transaction that makes the table it is looked at each time: who knows whether it will be committed. */
  *layout(): Steps<CollectionTable> {
    return this.#table ?? (yield* prepareTable(this.spec, this.codec));
  }

  readDocument(json: string, id: string): Record<string, unknown> {
    const document = this.codec.decode(json, id);
    if (this.spec.options.validateReads === true) this.#validate(document);
    return document;
  }

  async run<T>(steps: Steps<T>, options?: CallOptions): Promise<T> {
    if (this.#table === undefined) await this.prepare();
    try {
      return await runSteps(this.#services.access(), steps, options);
    } catch (error) {
      this.failed(error);
      throw error;
    }
  }

  runSync<T>(steps: Steps<T>, hooks: readonly HookName[] = queryHooks): T {
    const access = this.#services.access();
    if (access.sync === undefined) throw noSync(this.spec.name);
    this.plugins.assertSync(hooks);
    this.prepareSync();
    try {
      return runStepsSync(access.sync, steps);
    } catch (error) {
      this.failed(error);
      throw error;
    }
  }

  async rows(sql: string, params: readonly SqlValue[], options: CallOptions = {}): Promise<ResultRows> {
    try {
      return await this.#services.access().rows(sql, params, options);
    } catch (error) {
      this.failed(error);
      throw error;
    }
  }

  rowsSync(sql: string, params: readonly SqlValue[]): ResultRows {
    const { sync } = this.#services.access();
    if (sync === undefined) throw noSync(this.spec.name);
    try {
      return sync.rowsSync(sql, params);
    } catch (error) {
      this.failed(error);
      throw error;
    }
  }

  sourceOf(collection: string): QuerySource {
    return this.#services.collectionOf(collection).source;
  }

  /** Makes the table, unless that is done, is being done, or is up to the transaction that the caller is in. */
  async prepare(): Promise<void> {
    const access = this.#services.access();
    if (this.#table !== undefined || access.isInTransaction) return;
    this.#preparing ??= this.#prepare();
    await this.#preparing;
  }

  /** Throws SYNC_WITH_SHARED_CONNECTION. */
  prepareSync(): void {
    const access = this.#services.access();
    if (access.sync === undefined) throw noSync(this.spec.name);
    if (this.#table !== undefined || access.isInTransaction) return;
    this.#table = runStepsSync(access.sync, this.#preparation());
  }

  /** A table that others have changed is looked at anew. */
  failed(error: unknown): void {
    if (hasErrorCode(error, 'SQL_ERROR') || hasErrorCode(error, 'SCHEMA_CHANGED')) this.#table = undefined;
  }

  /** The table is no longer there. */
  forgetTable(): void {
    this.#table = undefined;
  }

  async #prepare(): Promise<void> {
    try {
      this.#table = await runSteps(this.#services.access(), this.#preparation());
    } finally {
      this.#preparing = undefined;
    }
  }

  /** What fails is told to the hooks, and thrown as it is. */
  *#preparation(): Steps<CollectionTable> {
    try {
      return yield* prepareTable(this.spec, this.codec);
    } catch (error) {
      if (this.plugins.hasHook('onError')) {
        const { spec, plugins } = this;
        const context = { collectionName: spec.name, schema: spec, operation: 'prepare', error };
        yield* wait(() => plugins.executeHookSafe('onError', context));
      }
      throw error;
    }
  }

  #validate(document: Record<string, unknown>): void {
    const { schema, primaryKey, hasIdInSchema } = this.spec;
    const asTheyAre = [...transformingFields(schema)];
    const { [primaryKey]: _id, ...body } = document;
    validateDocument(
      this.spec,
      hasIdInSchema ? { ...document } : body,
      withFieldsAsTheyAre(schema, asTheyAre),
    );
  }
}

function noSync(collection: string): DatabaseError {
  return new DatabaseError(
    'SYNC_WITH_SHARED_CONNECTION',
    `A Sync method of “${collection}” cannot wait for a shared connection. Nothing was run: use the async method.`,
  );
}
