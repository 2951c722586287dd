import type { HookName } from '../plugins/plugin.ts';
import { findAll } from '../queries/run-query.ts';
import { all, type Steps } from '../steps/steps.ts';
import type { CallOptions } from '../types.ts';
import { type AtomicOperators, atomicChange } from './atomic-operators.ts';
import { BulkUpdater } from './bulk-updater.ts';
import { CollectionHooks } from './collection-hooks.ts';
import { dropTable, rebuildIndexes } from './collection-maintenance.ts';
import { CollectionQueries } from './collection-queries.ts';
import type { CollectionServices } from './collection-services.ts';
import { CollectionSource } from './collection-source.ts';
import type {
  ChangesOf,
  CollectionSpec,
  DocumentOf,
  DocumentSchema,
  NewDocumentOf,
} from './collection-spec.ts';
import { CollectionWriter } from './collection-writer.ts';
import { DocumentRemover } from './document-remover.ts';
import { DocumentRows } from './document-rows.ts';
import { DocumentUpdater } from './document-updater.ts';
import { writeSqlOf } from './write-sql.ts';

/** A document and the id under which it is stored. */
export interface EntryOf<D> {
  readonly id: string;
  readonly doc: D;
}

export interface AtomicUpdateOptions {
  /** VERSION_MISMATCH unless the document has this version (see `versionOf`). */
  readonly expectedVersion?: number | undefined;
}

const insertHooks = ['onBeforeInsert', 'onAfterInsert', 'onBeforeCommit', 'onError'] as const;
const updateHooks = ['onBeforeUpdate', 'onAfterUpdate', 'onBeforeCommit', 'onError'] as const;
const deleteHooks = ['onBeforeDelete', 'onAfterDelete', 'onBeforeCommit', 'onError'] as const;

/**
 * A table of documents of one schema. What is written is checked by the schema, all of a call or nothing of it; what is
 * returned is the caller's own. Sync twins need a connection of the database's own (SYNC_WITH_SHARED_CONNECTION).
 */
export class Collection<S extends DocumentSchema = DocumentSchema> extends CollectionQueries<S> {
  readonly source: CollectionSource<S>;
  readonly #hooks: CollectionHooks;
  readonly #writer: CollectionWriter;
  readonly #updater: DocumentUpdater;
  readonly #bulk: BulkUpdater;
  readonly #remover: DocumentRemover;

  constructor(spec: CollectionSpec<S>, services: CollectionServices) {
    super();
    this.source = new CollectionSource(spec, services);
    const { codec } = this.source;
    const table = () => this.source.layout();
    const hooks = new CollectionHooks(spec, services.plugins);
    this.#hooks = hooks;
    this.#writer = new CollectionWriter({ spec, hooks, table, rows: new DocumentRows(spec, codec) });
    this.#updater = new DocumentUpdater({ spec, codec, hooks, table });
    this.#bulk = new BulkUpdater({ spec, codec, hooks, table, updater: this.#updater });
    this.#remover = new DocumentRemover({ spec, hooks, table, bulk: this.#bulk });
  }

  get name(): string {
    return this.source.spec.name;
  }

  /** The schema of the documents. */
  get schema(): S {
    return this.source.spec.schema;
  }

  /** Makes the table now, where the first operation would make it. */
  async prepare(): Promise<void> {
    await this.source.prepare();
  }

  /** The same at once. */
  prepareSync(): void {
    this.source.prepareSync();
  }

  /**
   * Stores a new document, with a new id unless it has one, and gives it as it was stored. Rejects with VALIDATION, and with
   * CONSTRAINT_UNIQUE, CONSTRAINT_FOREIGN_KEY or CONSTRAINT_CHECK; then nothing was written.
   */
  async insert(document: NewDocumentOf<S>, options?: CallOptions): Promise<DocumentOf<S>> {
    return await this.#run('insert', this.#writer.insert(document), options);
  }

  insertSync(document: NewDocumentOf<S>): DocumentOf<S> {
    return this.#runSync('insert', this.#writer.insert(document), insertHooks);
  }

  /** Stores new documents, all of them or none. Paths in a VALIDATION begin with the place in the list. */
  async insertBulk(documents: readonly NewDocumentOf<S>[], options?: CallOptions): Promise<DocumentOf<S>[]> {
    return await this.#run('insertBulk', this.#writer.insertBulk(documents), options);
  }

  insertBulkSync(documents: readonly NewDocumentOf<S>[]): DocumentOf<S>[] {
    return this.#runSync('insertBulk', this.#writer.insertBulk(documents), insertHooks);
  }

  /** Null when there is none. Not validated, unless the collection has `validateReads`. */
  async findById(id: string, options: CallOptions = {}): Promise<DocumentOf<S> | null> {
    const { table, services } = this.source;
    if (table === undefined || this.#hasQueryHooks()) return await this.source.run(this.#find(id), options);
    // The shortest way: there is nothing to make and nobody to ask.
    try {
      const rows = await services.access().rows(writeSqlOf(table).find, [id], options);
      return this.#read(rows[0]?.[0], id);
    } catch (error) {
      this.source.failed(error);
      throw error;
    }
  }

  findByIdSync(id: string): DocumentOf<S> | null {
    const { table } = this.source;
    if (table === undefined || this.#hasQueryHooks()) return this.source.runSync(this.#find(id));
    const rows = this.source.rowsSync(writeSqlOf(table).find, [id]);
    return this.#read(rows[0]?.[0], id);
  }

  /**
   * Puts fields into a document in the place of those that it has; an undefined one is taken away. Gives the document as it
   * is then. Rejects with NOT_FOUND, VALIDATION, and what its constraints refuse with; then nothing was written.
   */
  async put(id: string, fields: ChangesOf<S>, options?: CallOptions): Promise<DocumentOf<S>> {
    return await this.#run('put', this.#updater.put(id, fields), options);
  }

  putSync(id: string, fields: ChangesOf<S>): DocumentOf<S> {
    return this.#runSync('put', this.#updater.put(id, fields), updateHooks);
  }

  /** The same for many documents, all of them or none. */
  async putBulk(entries: readonly EntryOf<ChangesOf<S>>[], options?: CallOptions): Promise<DocumentOf<S>[]> {
    return await this.#run('putBulk', this.#bulk.putBulk(entries), options);
  }

  putBulkSync(entries: readonly EntryOf<ChangesOf<S>>[]): DocumentOf<S>[] {
    return this.#runSync('putBulk', this.#bulk.putBulk(entries), updateHooks);
  }

  /** Stores a whole document under an id, whether there was one or not. Rejects as `insert` does. */
  async upsert(id: string, document: NewDocumentOf<S>, options?: CallOptions): Promise<DocumentOf<S>> {
    return await this.#run('upsert', this.#writer.upsert(id, document), options);
  }

  upsertSync(id: string, document: NewDocumentOf<S>): DocumentOf<S> {
    return this.#runSync('upsert', this.#writer.upsert(id, document), [...insertHooks, ...updateHooks]);
  }

  /** The same for many documents, all of them or none. */
  async upsertBulk(
    entries: readonly EntryOf<NewDocumentOf<S>>[],
    options?: CallOptions,
  ): Promise<DocumentOf<S>[]> {
    return await this.#run('upsertBulk', this.#writer.upsertBulk(entries), options);
  }

  upsertBulkSync(entries: readonly EntryOf<NewDocumentOf<S>>[]): DocumentOf<S>[] {
    return this.#runSync('upsertBulk', this.#writer.upsertBulk(entries), [...insertHooks, ...updateHooks]);
  }

  /** True, also when there was no such document. Rejects with CONSTRAINT_FOREIGN_KEY when others still point to it. */
  async delete(id: string, options?: CallOptions): Promise<true> {
    return await this.#run('delete', this.#remover.delete(id), options);
  }

  deleteSync(id: string): true {
    return this.#runSync('delete', this.#remover.delete(id), deleteHooks);
  }

  /** Gives the number of documents that were there. */
  async deleteBulk(ids: readonly string[], options?: CallOptions): Promise<number> {
    return await this.#run('deleteBulk', this.#remover.deleteBulk(ids), options);
  }

  deleteBulkSync(ids: readonly string[]): number {
    return this.#runSync('deleteBulk', this.#remover.deleteBulk(ids), deleteHooks);
  }

  /**
   * Changes parts of a document, from what it is at that moment: of two at the same time none is lost. Throws NOT_FOUND,
   * VERSION_MISMATCH, UPDATE_INVALID, FIELD_UNKNOWN.
   */
  async atomicUpdate(
    id: string,
    operators: AtomicOperators,
    options: AtomicUpdateOptions & CallOptions = {},
  ): Promise<DocumentOf<S>> {
    return await this.#run('atomicUpdate', this.#update(id, operators, options), options);
  }

  atomicUpdateSync(id: string, operators: AtomicOperators, options: AtomicUpdateOptions = {}): DocumentOf<S> {
    return this.#runSync('atomicUpdate', this.#update(id, operators, options), updateHooks);
  }

  /** How often a document was written; null when there is none, or its table has no versions. */
  async versionOf(id: string, options?: CallOptions): Promise<number | null> {
    return await this.source.run(this.#version(id), options);
  }

  versionOfSync(id: string): number | null {
    return this.source.runSync(this.#version(id));
  }

  /** Fills the columns of constrained fields anew from the documents, and builds all indexes anew. */
  async rebuildIndexes(options?: CallOptions): Promise<void> {
    await this.#run('rebuildIndexes', rebuildIndexes(this.source), options);
  }

  rebuildIndexesSync(): void {
    this.#runSync('rebuildIndexes', rebuildIndexes(this.source), ['onError']);
  }

  /** Drops the table with all documents, and forgets the collection: its name can be registered again. */
  async drop(options?: CallOptions): Promise<void> {
    await this.#run('drop', this.#drop(), options);
  }

  dropSync(): void {
    this.#runSync('drop', this.#drop(), ['onCollectionDrop', 'onError']);
  }

  *#find(id: string): Steps<DocumentOf<S> | null> {
    const { source } = this;
    const table = yield* source.layout();
    if (!this.#hasQueryHooks()) {
      const { rows } = yield* all(writeSqlOf(table).find, [id]);
      return this.#read(rows[0]?.[0], id);
    }
    const filter = { kind: 'compare', path: source.spec.primaryKey, operator: 'eq', values: [id] } as const;
    const query = { filter, order: [], aggregates: [], isDistinct: false, joins: [], limit: 1 };
    const found = yield* findAll(source, query, 'findById');
    // The rows are whole documents.
    return (found[0] as DocumentOf<S> | undefined) ?? null;
  }

  #read(json: unknown, id: string): DocumentOf<S> | null {
    return json === undefined ? null : (this.source.readDocument(String(json), id) as DocumentOf<S>);
  }

  *#update(id: string, operators: AtomicOperators, { expectedVersion }: AtomicUpdateOptions): Steps<unknown> {
    const subject = { operation: 'atomicUpdate', ids: [id] };
    const data = yield* this.#hooks.before('onBeforeUpdate', { ...subject, data: operators });
    const change = atomicChange(this.source.spec, data as AtomicOperators);
    const result = yield* this.#updater.update({ id, change, subject, expectedVersion });
    yield* this.#hooks.after('onAfterUpdate', { ...subject, data: result }, { result });
    return result;
  }

  *#version(id: string): Steps<number | null> {
    const table = yield* this.source.layout();
    if (!table.hasVersion) return null;
    const { rows } = yield* all(writeSqlOf(table).read, [id]);
    return rows[0] === undefined ? null : Number(rows[0][2]);
  }

  *#drop(): Steps<void> {
    yield* dropTable(this.source);
    this.source.forgetTable();
    this.source.services.forget?.(this.name);
    yield* this.#hooks.after('onCollectionDrop', { operation: 'collection_drop' }, {});
  }

  #hasQueryHooks(): boolean {
    return this.#hooks.has('onBeforeQuery', 'onAfterQuery');
  }

  /** What the bodies of work give are documents of this schema: it made them. */
  async #run<T>(operation: string, steps: Steps<unknown>, options?: CallOptions): Promise<T> {
    return (await this.source.run(this.#hooks.timed(this.#told(operation, steps)), options)) as T;
  }

  #runSync<T>(operation: string, steps: Steps<unknown>, hooks: readonly HookName[]): T {
    return this.source.runSync(this.#hooks.timed(this.#told(operation, steps)), hooks) as T;
  }

  /** What fails is told to the hooks, and thrown as it is. */
  #told(operation: string, steps: Steps<unknown>): Steps<unknown> {
    return this.#hooks.has('onError') ? this.#tellFailure(operation, steps) : steps;
  }

  *#tellFailure(operation: string, steps: Steps<unknown>): Steps<unknown> {
    try {
      return yield* steps;
    } catch (error) {
      yield* this.#hooks.after('onError', { operation }, { error });
      throw error;
    }
  }
}
