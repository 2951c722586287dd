import type { SqlValue } from '../types.ts';
import { type CompiledQuery, type QueryPlace, StatementParts } from './compile-query.ts';
import { Projection } from './projection.ts';
import { invalidQuery } from './query-error.ts';
import type { QueryScope, QueryTable } from './query-scope.ts';

export type ResultRow = Record<string, unknown>;

/** What each row of a query gives, and the columns that it takes. */
export interface RowReader {
  /** SQL of the columns. */
  readonly columns: string;
  /** What they hold. */
  readonly names: readonly string[];
  readonly read: (row: readonly SqlValue[]) => ResultRow;
}

/** A query for documents, or for parts of them. */
export function compileSelect(place: QueryPlace): CompiledQuery<ResultRow> {
  const parts = new StatementParts(place);
  const { columns, names, read } = rowReader(place, parts);
  const select = `SELECT ${place.spec.isDistinct ? 'DISTINCT ' : ''}${columns}`;
  const sql = select + parts.from() + parts.where() + parts.orderBy() + parts.limit();
  return { sql, params: parts.params, names, read };
}

/** A query for how many there are. */
export function compileCount(place: QueryPlace): CompiledQuery<number> {
  const parts = new StatementParts(place);
  const read = (row: readonly SqlValue[]): number => Number(row[0]);
  const { limit, offset, isDistinct } = place.spec;
  if (limit === undefined && offset === undefined && !isDistinct) {
    return { sql: `SELECT count(*)${parts.from()}${parts.where()}`, params: parts.params, read };
  }
  const columns = isDistinct ? `DISTINCT ${rowReader(place, parts).columns}` : '1';
  const sql = `SELECT count(*) FROM (SELECT ${columns}${parts.from()}${parts.where()}${parts.limit()})`;
  return { sql, params: parts.params, read };
}

/** The columns and results of the whole query. */
export function rowReader({ spec, scope }: QueryPlace, parts: StatementParts): RowReader {
  if (spec.select === undefined) return documentReader(scope);
  if (spec.select.length === 0) throw invalidQuery('“select” takes one path or more.');
  if (spec.isDistinct) assertOrderIsSelected(spec.order, spec.select);
  const projection = new Projection(
    spec.select.map((path) => {
      const found = scope.find(path);
      return { path, found, sql: parts.sqlOf(path, found) };
    }),
    'documents',
  );
  const { names } = projection;
  return { columns: projection.columns.join(', '), names, read: (row) => projection.read(row) };
}

const documentReaders = new WeakMap<QueryScope, RowReader>();

/** Whole documents; the same reader each time. */
export function documentReader(scope: QueryScope): RowReader {
  let reader = documentReaders.get(scope);
  if (reader === undefined) {
    reader = makeDocumentReader(scope.tables);
    documentReaders.set(scope, reader);
  }
  return reader;
}

function makeDocumentReader(tables: readonly QueryTable[]): RowReader {
  const columns = tables.map(({ alias }) => `${alias}."_id", json(${alias}."doc")`).join(', ');
  const [main, ...joined] = tables as readonly [QueryTable, ...QueryTable[]];
  const names = tables.flatMap(({ as }) => (as === undefined ? ['_id', 'doc'] : [`${as}._id`, as]));
  if (joined.length === 0) return { columns, names, read: (row) => readDocument(main, row, 0) };
  return {
    columns,
    names,
    read: (row) => {
      const document = readDocument(main, row, 0);
      joined.forEach(({ source, as }, index) => {
        const at = (index + 1) * 2;
        const inner = row[at + 1] === null ? null : readDocument({ source }, row, at);
        Object.defineProperty(document, as as string, {
          value: inner,
          enumerable: true,
          writable: true,
          configurable: true,
        });
      });
      return document;
    },
  };
}

function readDocument(
  { source }: Pick<QueryTable, 'source'>,
  row: readonly SqlValue[],
  at: number,
): ResultRow {
  return source.readDocument(String(row[at + 1]), String(row[at]));
}

function assertOrderIsSelected(order: readonly { readonly path: string }[], select: readonly string[]): void {
  const path = order.find((term) => !select.includes(term.path))?.path;
  if (path === undefined) return;
  throw invalidQuery(
    `Distinct results cannot be sorted by “${path}”, which is not part of them: select it too.`,
    path,
  );
}
