import type { CatalogObject, SearchedColumns } from '../../../src-preload/contract/index.ts';
import { hasErrorCode } from '../../engine/index.ts';
import type { CallOptions, Connection } from '../../engine/types.ts';

/** Objects that are asked for by one statement. */
const BATCH = 64;
/** Columns in all; the names of a file with more are searched as far as that. */
const MOST_COLUMNS = 20_000;

type Column = SearchedColumns['objects'][number]['columns'][number];

/**
 * The columns of all tables and views that can be read, for a search by name. An object that SQLite cannot describe
 * is left out; it hides no other.
 */
export async function listSearchedColumns(
  connection: Connection,
  objects: readonly CatalogObject[],
  /** `withAllKinds`: collections and what SQLite keeps for itself as well, for SQL that is typed. */
  { withAllKinds = false, ...options }: CallOptions & { readonly withAllKinds?: boolean } = {},
): Promise<SearchedColumns> {
  const names = objects
    .filter(({ kind, error }) => error === null && (withAllKinds || (kind !== 'shadow' && kind !== 'system')))
    // The columns of a collection are those of its table, which nobody looks for by name.
    .filter(({ kind }) => withAllKinds || kind !== 'collection')
    .map(({ name }) => name);
  const columns = new Map<string, Column[]>();
  let count = 0;
  const waiting: (readonly string[])[] = [];
  for (let at = 0; at < names.length; at += BATCH) waiting.unshift(names.slice(at, at + BATCH));
  for (let batch = waiting.pop(); batch !== undefined; batch = waiting.pop()) {
    if (count >= MOST_COLUMNS) break;
    try {
      for (const [object, column] of await columnsOf(connection, batch, options)) {
        columns.set(object, [...(columns.get(object) ?? []), column]);
        count += 1;
      }
    } catch (error) {
      if (options.signal?.aborted === true || !isAboutObject(error)) throw error;
      if (batch.length === 1) continue;
      const half = Math.ceil(batch.length / 2);
      waiting.push(batch.slice(half), batch.slice(0, half));
    }
  }
  return {
    objects: names.flatMap((object) => {
      const found = columns.get(object);
      return found === undefined ? [] : [{ object, columns: found }];
    }),
    isCut: count >= MOST_COLUMNS,
  };
}

async function columnsOf(
  connection: Connection,
  objects: readonly string[],
  options: CallOptions,
): Promise<readonly (readonly [object: string, column: Column])[]> {
  const values = objects.map((_, index) => `(?${index + 1})`).join(', ');
  const { rows } = await connection.query(
    `WITH wanted (object) AS (VALUES ${values})
     SELECT w.object, c.name, c.type, c.pk,
       EXISTS (SELECT 1 FROM pragma_foreign_key_list(w.object) AS f WHERE f."from" = c.name COLLATE NOCASE)
     FROM wanted AS w, pragma_table_xinfo(w.object) AS c WHERE c.hidden <> 1`,
    objects,
    options,
  );
  return rows.map(([object, name, type, key, isReference]) => [
    String(object),
    {
      name: String(name),
      declaredType: String(type ?? ''),
      isPrimaryKey: Number(key) > 0,
      isReference: Number(isReference) === 1,
    },
  ]);
}

function isAboutObject(error: unknown): boolean {
  return (['SQL_ERROR', 'CORRUPT', 'AUTH'] as const).some((code) => hasErrorCode(error, code));
}
