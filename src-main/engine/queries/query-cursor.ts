import { CHUNK_ROWS } from '../database-access/database-access.ts';
import type { HookContext } from '../plugins/plugin.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { all, type Steps } from '../steps/steps.ts';
import type { CallOptions, SqlValue } from '../types.ts';
import { type QueryPlace, StatementParts } from './compile-query.ts';
import { type ResultRow, rowReader } from './compile-select.ts';
import type { QuerySpec } from './filter.ts';
import type { QuerySource } from './query-source.ts';
import {
  afterQuery,
  beforeQuery,
  compileRows,
  contextOf,
  isGrouped,
  placeOf,
  queryFailed,
  readRows,
} from './run-query.ts';

const OPERATION = 'iterate';

/**
 * Reads the result of a query in short statements, none of which is open between two rows: a write in the meantime
 * never waits and never fails. Each document is as it is when its turn comes; one that was deleted is left out.
 */
export class QueryCursor {
  readonly #source: QuerySource;
  #spec: QuerySpec;
  /** What its hooks are told, once it was asked for. */
  #hooked: HookContext | undefined;
  #next: () => Steps<readonly ResultRow[] | undefined>;
  #sql = '';
  #params: readonly SqlValue[] = [];
  #count = 0;
  #isOpen = false;
  #isFailed = false;

  constructor(source: QuerySource, spec: QuerySpec) {
    this.#source = source;
    this.#spec = spec;
    this.#next = () => this.#open();
  }

  /** The next rows; undefined at the end. */
  *next(): Steps<readonly ResultRow[] | undefined> {
    try {
      const rows = yield* this.#next();
      this.#count += rows?.length ?? 0;
      return rows;
    } catch (error) {
      this.#isFailed = true;
      if (this.#isOpen) yield* queryFailed(this.#source, this.#context(), error);
      throw error;
    }
  }

  /** Whether some hook is to be told of the end. */
  get hasEndHook(): boolean {
    return this.#isOpen && !this.#isFailed && this.#source.plugins.hasHook('onAfterQuery');
  }

  /** Tells the hooks how many rows were read. */
  *close(): Steps<void> {
    const answer = { value: this.#count, sql: this.#sql, params: this.#params };
    yield* afterQuery(this.#source, this.#context(), answer);
  }

  #context(): HookContext {
    this.#hooked ??= contextOf(this.#source, this.#spec, OPERATION);
    return this.#hooked;
  }

  *#open(): Steps<readonly ResultRow[] | undefined> {
    const context = this.#context();
    yield* beforeQuery(this.#source, context);
    this.#spec = context.query ?? this.#spec;
    this.#isOpen = true;
    const place = yield* placeOf(this.#source, this.#spec);
    const { isDistinct, order, limit, offset, joins } = this.#spec;
    if (isGrouped(this.#spec) || isDistinct) return yield* this.#readAtOnce(place);
    const isAll = order.length === 0 && limit === undefined && offset === undefined && joins.length === 0;
    if (isAll) return yield* this.#readAfter(place, undefined);
    return yield* this.#readByKeys(place, yield* this.#readKeys(place), 0);
  }

  /** Groups and distinct values exist only once all documents were read. */
  *#readAtOnce(place: QueryPlace): Steps<readonly ResultRow[]> {
    this.#next = nothingMore;
    const { value, sql, params } = yield* readRows(compileRows(place));
    this.#remember(sql, params);
    return value;
  }

  /** In the order of the ids: each chunk begins after the last id of the one before. */
  *#readAfter(place: QueryPlace, last: SqlValue | undefined): Steps<readonly ResultRow[] | undefined> {
    const parts = new StatementParts(place);
    const { columns, read } = rowReader(place, parts);
    const after = last === undefined ? undefined : { sql: 't0."_id" > ?', params: [last] };
    const sql = `SELECT ${columns}, t0."_id"${parts.from()}${parts.where(after)} ORDER BY t0."_id" LIMIT ?`;
    parts.params.push(CHUNK_ROWS);
    if (last === undefined) this.#remember(sql, parts.params);
    const { rows } = yield* all(sql, parts.params);
    const end = rows.at(-1)?.at(-1);
    // An id that is NULL comes first, and no id is greater than it.
    this.#next = rows.length < CHUNK_ROWS ? nothingMore : () => this.#readAfter(place, end ?? '');
    return rows.map(read);
  }

  /** The ids of all rows, in their order, are little beside the documents. */
  *#readKeys(place: QueryPlace): Steps<readonly (readonly SqlValue[])[]> {
    const parts = new StatementParts(place);
    const ids = place.scope.tables.map(({ alias }) => `${alias}."_id"`);
    const sql = `SELECT ${ids.join(', ')}${parts.from()}${parts.where()}${parts.orderBy()}${parts.limit()}`;
    this.#remember(sql, parts.params);
    return (yield* all(sql, parts.params)).rows;
  }

  *#readByKeys(
    place: QueryPlace,
    keys: readonly (readonly SqlValue[])[],
    from: number,
  ): Steps<readonly ResultRow[] | undefined> {
    if (from >= keys.length) return undefined;
    const chunk = keys.slice(from, from + CHUNK_ROWS);
    this.#next = () => this.#readByKeys(place, keys, from + CHUNK_ROWS);
    return yield* this.#readChunk(place, chunk);
  }

  /** Rows by their ids: one statement joins the documents of each row to the list of the chunk. */
  *#readChunk(place: QueryPlace, chunk: readonly (readonly SqlValue[])[]): Steps<readonly ResultRow[]> {
    const parts = new StatementParts(place);
    const { columns, read } = rowReader(place, parts);
    const joins = place.scope.tables.map((table, index) => {
      const { table: name } = parts.layoutOf(table);
      const isOptional = place.spec.joins[index - 1]?.kind === 'left';
      return `${isOptional ? 'LEFT JOIN' : 'JOIN'} ${quoteIdentifier(name)} AS ${table.alias} ON ${table.alias}."_id" = k."value" ->> '$[${index}]'`;
    });
    const sql = `SELECT ${columns} FROM json_each(?) AS k ${joins.join(' ')} ORDER BY k."key"`;
    const ids = chunk.map((row) => row.map((id) => (id === null ? null : String(id))));
    const { rows } = yield* all(sql, [JSON.stringify(ids)]);
    return rows.map(read);
  }

  #remember(sql: string, params: readonly SqlValue[]): void {
    this.#sql = sql;
    this.#params = params;
  }
}

// biome-ignore lint/correctness/useYield: a body of work with nothing left to do.
function* nothingMore(): Steps<undefined> {
  return undefined;
}

/** The rows of a query, awaited. */
export async function* iterateQuery(
  source: QuerySource,
  spec: QuerySpec,
  options: CallOptions = {},
): AsyncGenerator<ResultRow, void, void> {
  const cursor = new QueryCursor(source, spec);
  try {
    for (;;) {
      const rows = await source.run(cursor.next(), options);
      if (rows === undefined) break;
      yield* rows;
    }
  } finally {
    if (cursor.hasEndHook) await source.run(cursor.close(), options);
  }
}

/** The same at once. */
export function* iterateQuerySync(source: QuerySource, spec: QuerySpec): Generator<ResultRow, void, void> {
  const cursor = new QueryCursor(source, spec);
  try {
    for (;;) {
      const rows = source.runSync(cursor.next());
      if (rows === undefined) break;
      yield* rows;
    }
  } finally {
    if (cursor.hasEndHook) source.runSync(cursor.close());
  }
}
