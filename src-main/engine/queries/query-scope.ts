import type { TableLayout } from '../collections/table-layout.ts';
import type { JoinTerm } from './filter.ts';
import { type PathColumn, PathSql } from './path-sql.ts';
import { invalidQuery, QueryError } from './query-error.ts';
import type { QuerySource } from './query-source.ts';
import { findSchemaPath, type SchemaPath } from './schema-path.ts';

/** One collection of a query: the one that is read, or one that is joined. */
export interface QueryTable {
  /** Its name in the statement, which needs no quotes. */
  readonly alias: string;
  /** Its name in paths and results; undefined for the collection that is read. */
  readonly as: string | undefined;
  readonly source: QuerySource;
}

/** A path of a query and the collection that has it. */
export interface ScopedPath extends SchemaPath {
  readonly table: QueryTable;
  /** Whether it is the document's id, which is the column `_id`. */
  readonly isId: boolean;
}

/** Paths that are kept for each scope: somebody who types in a console must not fill the memory. */
const KEPT_PATHS = 1_000;

/** The collections of a query: what its paths may name. */
export class QueryScope {
  readonly tables: readonly QueryTable[];
  readonly #found = new Map<string, ScopedPath>();

  constructor(tables: readonly QueryTable[]) {
    this.tables = tables;
  }

  /** Fields of the collection that is read come before those of joined ones. Throws PATH_UNKNOWN. */
  find(path: string): ScopedPath {
    const found = this.tryFind(path);
    if (found !== undefined) return found;
    throw new QueryError('PATH_UNKNOWN', this.#unknownPath(path), { path });
  }

  tryFind(path: string): ScopedPath | undefined {
    const kept = this.#found.get(path);
    if (kept !== undefined) return kept;
    const found = this.#search(path);
    if (found !== undefined && this.#found.size < KEPT_PATHS) this.#found.set(path, found);
    return found;
  }

  #search(path: string): ScopedPath | undefined {
    for (const table of this.tables) {
      const inner = innerPath(path, table.as);
      const found = inner === undefined ? undefined : findInTable(inner, table);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The same with one collection more. Throws QUERY_INVALID when its name means something already. */
  join({ as }: JoinTerm, source: QuerySource): QueryScope {
    if (as === '' || as === '__proto__' || this.tables.some((table) => table.as === as)) {
      throw invalidQuery(
        `A collection cannot be joined as “${as}”, or another one is: give this one a name with the last argument of join.`,
      );
    }
    const [main] = this.tables;
    if (main !== undefined && findInTable(as, main) !== undefined) {
      throw invalidQuery(
        `The documents of “${main.source.spec.name}” have a field “${as}”: give the joined collection another name with the last argument of join.`,
      );
    }
    return new QueryScope([...this.tables, { alias: `t${this.tables.length}`, as, source }]);
  }

  #unknownPath(path: string): string {
    const [main, ...joined] = this.tables.map(({ source, as }) =>
      as === undefined ? `“${source.spec.name}”` : `“${source.spec.name}” (as “${as}.…”)`,
    );
    const names = joined.length === 0 ? main : `${main}, ${joined.join(', ')}`;
    return `The schema of ${names} has no path “${path}”. Nothing was read: correct the path, or add the field to the schema.`;
  }
}

const scopes = new WeakMap<QuerySource, QueryScope>();

/** The scope of a collection alone; the same one each time. */
export function scopeOf(source: QuerySource): QueryScope {
  let scope = scopes.get(source);
  if (scope === undefined) {
    scope = new QueryScope([{ alias: 't0', as: undefined, source }]);
    scopes.set(source, scope);
  }
  return scope;
}

/** With the joined collections. Throws what `sourceOf` throws when there is none of a name. */
export function joinedScope(source: QuerySource, joins: readonly JoinTerm[]): QueryScope {
  return joins.reduce((scope, join) => scope.join(join, source.sourceOf(join.collection)), scopeOf(source));
}

const expressions = new WeakMap<TableLayout, Map<string, PathSql>>();

/** Expressions that are kept for each table, for the same reason as paths are. */
const KEPT_EXPRESSIONS = 1_000;

/** The expressions for a path over its table. */
export function pathSqlOf(path: string, found: ScopedPath, layout: TableLayout): PathSql {
  const { alias } = found.table;
  let known = expressions.get(layout);
  if (known === undefined) {
    known = new Map();
    expressions.set(layout, known);
  }
  // Two collections never share a layout, so that the name in the statement and the path are enough.
  const key = `${alias} ${path}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  const { keys, kinds, isId } = found;
  const sql = new PathSql({ table: alias, keys, kinds, column: columnOf(found, layout), isId });
  if (known.size < KEPT_EXPRESSIONS) known.set(key, sql);
  return sql;
}

function columnOf({ isId, keys }: ScopedPath, { fields }: TableLayout): PathColumn | undefined {
  if (isId) return { name: '_id', type: 'TEXT' };
  const field = fields.find(({ path }) => isSamePath(path, keys));
  return field === undefined ? undefined : { name: field.column, type: field.type };
}

function findInTable(path: string, table: QueryTable): ScopedPath | undefined {
  const { schema, primaryKey } = table.source.spec;
  const found = findSchemaPath(schema, path);
  if (path === primaryKey || (path === '_id' && found === undefined)) {
    const kinds = found?.kinds ?? textKind;
    // An id of another type is text in its column: then the document is asked.
    return { keys: [primaryKey], kinds, table, isId: kinds.size === 1 && kinds.has('string') };
  }
  return found === undefined ? undefined : { ...found, table, isId: false };
}

const textKind: ReadonlySet<'string'> = new Set(['string']);

/** The path inside of the table: without the name of a joined one. */
function innerPath(path: string, as: string | undefined): string | undefined {
  if (as === undefined) return path;
  return path.startsWith(`${as}.`) ? path.slice(as.length + 1) : undefined;
}

function isSamePath(left: readonly string[], right: readonly (string | number)[]): boolean {
  return left.length === right.length && left.every((key, index) => key === right[index]);
}
