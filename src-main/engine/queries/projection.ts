import type { SqlValue } from '../types.ts';
import type { PathSql } from './path-sql.ts';
import { invalidQuery } from './query-error.ts';
import type { QueryTable, ScopedPath } from './query-scope.ts';

/** A path that is part of the result, as the JSON text of one column. */
export interface ProjectedPath {
  readonly path: string;
  readonly found: ScopedPath;
  readonly sql: PathSql;
}

/** Where the values of one object of the result come from: columns by number, or objects inside. */
type Shape = Map<string, number | Shape>;

/** Makes the parts of documents that a query selects from the columns that it reads. */
export class Projection {
  /** SQL of the columns. */
  readonly columns: readonly string[];
  /** The paths that they hold. */
  readonly names: readonly string[];
  readonly #shapes: readonly {
    readonly table: QueryTable;
    readonly shape: Shape;
    readonly columns: readonly number[];
  }[];

  /** What a document does not have is left out; of groups, it is null. */
  constructor(paths: readonly ProjectedPath[], rows: 'documents' | 'groups') {
    const kept = withoutCovered(paths);
    this.names = kept.map(({ path }) => path);
    this.columns = kept.map(({ sql }) =>
      rows === 'groups' ? `coalesce(${sql.groupJson}, 'null')` : sql.json,
    );
    const tables = [...new Set(kept.map(({ found }) => found.table))];
    this.#shapes = tables.map((table) => {
      const columns = kept.flatMap(({ found }, index) => (found.table === table ? [index] : []));
      const shape: Shape = new Map();
      for (const index of columns) place(shape, kept[index] as ProjectedPath, index);
      return { table, shape, columns };
    });
  }

  /** The result of a row whose columns are `columns`, from the first one on. */
  read(row: readonly SqlValue[]): Record<string, unknown> {
    let result: Record<string, unknown> = {};
    for (const { table, shape } of this.#shapes) {
      const part = table.source.codec.decodeStored(objectText(shape, row) ?? '{}', '');
      if (table.as === undefined) result = { ...part, ...result };
      else Object.assign(result, { [table.as]: part });
    }
    return result;
  }
}

/** A path inside of another selected one adds nothing. */
function withoutCovered(paths: readonly ProjectedPath[]): readonly ProjectedPath[] {
  const kept: ProjectedPath[] = [];
  for (const path of paths) {
    if (paths.some((other) => covers(other, path)) || kept.some((other) => isSame(other, path))) continue;
    kept.push(path);
  }
  return kept;
}

function covers(outer: ProjectedPath, inner: ProjectedPath): boolean {
  return outer.found.keys.length < inner.found.keys.length && startsWith(inner, outer);
}

function isSame(left: ProjectedPath, right: ProjectedPath): boolean {
  return left.found.keys.length === right.found.keys.length && startsWith(left, right);
}

function startsWith(path: ProjectedPath, start: ProjectedPath): boolean {
  return (
    path.found.table === start.found.table &&
    start.found.keys.every((key, index) => key === path.found.keys[index])
  );
}

function place(shape: Shape, { path, found: { keys } }: ProjectedPath, column: number): void {
  let inner = shape;
  keys.forEach((key, index) => {
    if (typeof key === 'number') {
      throw invalidQuery(
        `“${path}” is an element of an array, which cannot be selected alone: select the array.`,
        path,
      );
    }
    if (index === keys.length - 1) {
      inner.set(key, column);
      return;
    }
    let next = inner.get(key);
    if (!(next instanceof Map)) {
      next = new Map();
      inner.set(key, next);
    }
    inner = next;
  });
}

/** Undefined when nothing of it is there. */
function objectText(shape: Shape, row: readonly SqlValue[]): string | undefined {
  const fields: string[] = [];
  for (const [key, at] of shape) {
    const text = typeof at === 'number' ? row[at] : objectText(at, row);
    if (typeof text === 'string') fields.push(`${JSON.stringify(key)}:${text}`);
  }
  return fields.length === 0 ? undefined : `{${fields.join(',')}}`;
}
