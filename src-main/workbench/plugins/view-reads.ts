import type { RowKey } from '../../../src-preload/contract/index.ts';
import { CollectionDocuments, quoteIdentifier } from '../../engine/index.ts';
import { storedSchemaOf } from '../collections/stored-schema-of.ts';
import type { Handlers } from '../handlers.ts';
import type { View, Views } from '../rows/view.ts';
import type { FilePlugins } from './file-plugins.ts';
import type { PluginSet } from './plugin-set.ts';
import { aroundQuery, aroundStream, type HookedQuery, hasQueryHooks } from './query-hooks.ts';

/** What is done in a collection: as the engine names it. */
type ReadOperation = 'find' | 'findById' | 'iterate' | 'count';

/**
 * Reads of the app's views, with the hooks of queries around them. A view shows the rows as the file has them: hooks may
 * refuse a read, not change what is read. Where no plugin is on, a read costs the look-up of its file more.
 */
export function withReadHooks(rows: Handlers<'rows'>, views: Views, plugins: PluginSet): Handlers<'rows'> {
  const reads = new ViewReads(views, plugins);
  return {
    ...rows,
    page: (input, context) => reads.read(input, 'find', () => rows.page(input, context)),
    row: (input, context) => reads.read(input, 'findById', () => rows.row(input, context)),
    cell: (input, context) => reads.read(input, 'findById', () => rows.cell(input, context)),
    labels: (input, context) => reads.read(input, 'find', () => rows.labels(input, context)),
    related: (input, context) => reads.read(input, 'find', () => rows.related(input, context)),
    summary: (input, context) => reads.read(input, 'count', () => rows.summary(input, context)),
    find: (input, context) => reads.stream(input, 'find', () => rows.find(input, context)),
    copy: (input, context) => reads.stream(input, 'iterate', () => rows.copy(input, context)),
    stream: (input, context) => reads.stream(input, 'iterate', () => rows.stream(input, context)),
  };
}

/** Whole documents, in the same way. */
export function withDocumentHooks(
  collections: Handlers<'collections'>,
  views: Views,
  plugins: PluginSet,
): Handlers<'collections'> {
  const reads = new ViewReads(views, plugins);
  return {
    ...collections,
    document: (input, context) => reads.read(input, 'findById', () => collections.document(input, context)),
  };
}

interface ReadInput {
  readonly view: string;
  readonly key?: RowKey;
}

class ViewReads {
  readonly #views: Views;
  readonly #plugins: PluginSet;

  constructor(views: Views, plugins: PluginSet) {
    this.#views = views;
    this.#plugins = plugins;
  }

  async read<T>(input: ReadInput, operation: ReadOperation, work: () => Promise<T>): Promise<T> {
    const { view, own } = await this.#of(input);
    if (!hasQueryHooks(own)) return work();
    return aroundQuery(own, await queryOf(view, operation, input), work);
  }

  async *stream<T>(
    input: ReadInput,
    operation: ReadOperation,
    work: () => AsyncIterable<T>,
  ): AsyncGenerator<T, void, void> {
    const { view, own } = await this.#of(input);
    if (!hasQueryHooks(own)) return yield* work();
    yield* aroundStream(own, await queryOf(view, operation, input), work);
  }

  async #of({ view: id }: ReadInput): Promise<{ readonly view: View; readonly own: FilePlugins }> {
    const view = this.#views.get(id);
    return { view, own: await this.#plugins.of(view.file) };
  }
}

async function queryOf(view: View, operation: ReadOperation, { key }: ReadInput): Promise<HookedQuery> {
  const { info, file } = view;
  const { object } = info;
  const { sql, params } = key === undefined ? statementOf(view) : rowStatement(view, key);
  if (info.kind !== 'collection') {
    const context = { collectionName: '', schema: {}, operation: 'query', sql, params } as const;
    return { name: `${object}.query`, context };
  }
  const { spec } = await file.cachedBySchema(`plugins.collection:${object}`, async () => {
    const stored = await storedSchemaOf(file, object);
    return new CollectionDocuments(object, stored ?? undefined);
  });
  const context = { collectionName: object, schema: spec, operation, sql, params };
  return { name: `${object}.${operation}`, context };
}

interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** How one row is read, in short. */
function rowStatement({ info }: View, key: RowKey): Statement {
  const conditions = info.keyColumns.map((column) => `${quoteIdentifier(column)} = ?`);
  return {
    sql: `SELECT * FROM ${quoteIdentifier(info.object)} WHERE ${conditions.join(' AND ')}`,
    params: key,
  };
}

/** What is read, in short. A view whose rows are still being copied has no plan yet. */
function statementOf(view: View): Statement {
  try {
    const { from, where } = view.plan();
    const condition = where === null ? '' : ` WHERE ${where.sql}`;
    return { sql: `SELECT * FROM ${from}${condition}`, params: where?.params ?? [] };
  } catch {
    return { sql: `SELECT * FROM ${quoteIdentifier(view.info.object)}`, params: [] };
  }
}
