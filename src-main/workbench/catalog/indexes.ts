import type { CallOptions, Connection } from '../../engine/types.ts';

/** One column of an index, in the order of the index. */
export interface IndexColumn {
  /** null for an expression. */
  readonly name: string | null;
  readonly isDescending: boolean;
  /** Such as BINARY, NOCASE; null where SQLite does not tell. */
  readonly collation: string | null;
}

/** An index of a table as SQLite's pragmas tell it. */
export interface IndexFacts {
  readonly name: string;
  readonly columns: readonly IndexColumn[];
  readonly isUnique: boolean;
  readonly isPartial: boolean;
  readonly origin: 'created' | 'unique' | 'primary key';
  /** The CREATE INDEX; null for an index that a constraint made. */
  readonly sql: string | null;
}

const INDEXES = `
  SELECT l.name, l."unique", l.origin, l.partial, x.cid, x.name, x."desc", x.coll, s.sql
  FROM pragma_index_list(?1, 'main') AS l, pragma_index_xinfo(l.name, 'main') AS x
  LEFT JOIN main.sqlite_schema AS s ON s.type = 'index' AND s.name = l.name
  WHERE x.key = 1 ORDER BY l.seq, x.seqno`;

/** All indexes of a table, automatic ones included, newest first as SQLite lists them. */
export async function describeIndexes(
  connection: Connection,
  table: string,
  options?: CallOptions,
): Promise<readonly IndexFacts[]> {
  const { rows } = await connection.query(INDEXES, [table], options);
  const byName = new Map<string, IndexFacts & { readonly columns: IndexColumn[] }>();
  for (const [name, unique, origin, partial, , column, descending, collation, sql] of rows) {
    const key = String(name);
    let index = byName.get(key);
    if (index === undefined) {
      index = {
        name: key,
        columns: [],
        isUnique: unique === 1,
        isPartial: partial === 1,
        origin: origin === 'pk' ? 'primary key' : origin === 'u' ? 'unique' : 'created',
        sql: typeof sql === 'string' ? sql : null,
      };
      byName.set(key, index);
    }
    index.columns.push({
      name: typeof column === 'string' ? column : null,
      isDescending: descending === 1,
      collation: typeof collation === 'string' ? collation : null,
    });
  }
  return [...byName.values()];
}
