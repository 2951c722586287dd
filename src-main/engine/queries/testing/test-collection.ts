import type { CollectionOptions, DocumentOf, DocumentSchema } from '../../collections/collection-spec.ts';
import { defineCollection } from '../../collections/define-collection.ts';
import { createDocumentCodec } from '../../collections/document-codec.ts';
import { valueAt } from '../../collections/document-paths.ts';
import { prepareTable } from '../../collections/prepare-table.ts';
import type { CollectionTable } from '../../collections/table-layout.ts';
import { writeSqlOf } from '../../collections/write-sql.ts';
import type { DatabaseAccess } from '../../database-access/database-access.ts';
import { DatabaseError } from '../../errors.ts';
import type { HookContext, HookName } from '../../plugins/plugin.ts';
import { runSteps, runStepsSync } from '../../steps/run-steps.ts';
import type { Steps } from '../../steps/steps.ts';
import { type AccessKind, openAccess } from '../../testing/each-access.ts';
import { type QueryBuilder, queryOf } from '../query-builder.ts';
import type { QueryHooks, QuerySource } from '../query-source.ts';

/** Documents in a real table, as far as queries need a collection. */
export interface TestCollection<S extends DocumentSchema> {
  readonly source: QuerySource<S>;
  readonly query: QueryBuilder<DocumentOf<S>>;
  /** Documents that are valid; each with its id. */
  insert(...documents: readonly object[]): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Collections of one database, and the hooks that their queries run. */
export class TestDatabase {
  readonly access: DatabaseAccess;
  readonly hooks: Partial<Record<HookName, (context: HookContext) => unknown>> = {};
  readonly #sources = new Map<string, QuerySource>();

  constructor(kind: AccessKind) {
    this.access = openAccess(kind).access;
  }

  collection<S extends DocumentSchema>(
    name: string,
    schema: S,
    options?: CollectionOptions,
  ): TestCollection<S> {
    const source = new TestSource(name, schema, options, this);
    this.#sources.set(name, source);
    return {
      source,
      query: queryOf(source),
      insert: (...documents) => source.insert(documents),
      remove: (id) => source.remove(id),
    };
  }

  sourceOf(name: string): QuerySource {
    const source = this.#sources.get(name);
    if (source === undefined)
      throw new DatabaseError('COLLECTION_NOT_FOUND', `Collection '${name}' not found`);
    return source;
  }

  readonly plugins: QueryHooks = {
    hasHook: (hook) => this.hooks[hook] !== undefined,
    executeHook: (hook, context) => this.hooks[hook]?.(context),
    executeHookSafe: (hook, context) => this.hooks[hook]?.(context),
  };
}

class TestSource<S extends DocumentSchema> implements QuerySource<S> {
  readonly spec;
  readonly codec;
  readonly #database: TestDatabase;
  #layout: CollectionTable | undefined;

  constructor(name: string, schema: S, options: CollectionOptions | undefined, database: TestDatabase) {
    this.spec = defineCollection(name, schema, options);
    this.codec = createDocumentCodec(this.spec);
    this.#database = database;
  }

  get plugins(): QueryHooks {
    return this.#database.plugins;
  }

  *layout(): Steps<CollectionTable> {
    this.#layout ??= yield* prepareTable(this.spec, this.codec);
    return this.#layout;
  }

  readDocument(json: string, id: string): Record<string, unknown> {
    return this.codec.decode(json, id);
  }

  run<T>(steps: Steps<T>): Promise<T> {
    return runSteps(this.#database.access, steps);
  }

  runSync<T>(steps: Steps<T>): T {
    const { sync } = this.#database.access;
    if (sync === undefined)
      throw new DatabaseError('SYNC_WITH_SHARED_CONNECTION', 'The connection is shared.');
    return runStepsSync(sync, steps);
  }

  sourceOf(collection: string): QuerySource {
    return this.#database.sourceOf(collection);
  }

  async insert(documents: readonly object[]): Promise<void> {
    const table = await this.run(this.layout());
    const sql = writeSqlOf(table).insert(1);
    const statements = documents.map((document) => ({
      sql,
      params: [
        String(valueAt(document, [this.spec.primaryKey])),
        this.codec.encode(document),
        ...table.writtenFields.map(({ path }) => this.codec.columnValue(valueAt(document, path))),
      ],
    }));
    await this.#database.access.atomic(statements, {});
  }

  async remove(id: string): Promise<void> {
    const table = await this.run(this.layout());
    await this.#database.access.run(writeSqlOf(table).delete, [id], {});
  }
}
