import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';

/** A table as far as its changes are to be told. */
export interface TableFacts {
  readonly name: string;
  readonly type: string;
  /** SQL of the columns that name a row: a name of the rowid, or the primary key. */
  readonly keys: readonly string[];
  /** Whether its key is the rowid. */
  readonly hasRowid: boolean;
  /** Columns that are stored. */
  readonly columns: readonly string[];
  /** What no two rows have in common, besides the rowid. */
  readonly uniques: readonly (readonly UniqueTerm[])[];
  /** Some UNIQUE index is over an expression: which rows are in its way cannot be asked in a trigger. */
  readonly hasUniqueExpression: boolean;
  /** REPLACE stands in its own definition. */
  readonly replaces: boolean;
}

export interface UniqueTerm {
  /** Quoted. */
  readonly column: string;
  readonly collation: string;
  /** SQL that REPLACE puts in the place of NULL. */
  readonly fallback: string | null;
}

/** A log has the columns of its table and those that name a row; SQLite allows 2,000. */
export const MOST_COLUMNS = 1900;

/** Describes a table of a database, or gives the reason why its rows cannot be told from each other; null: it has none. */
export function tableFacts(driver: Driver, name: string): TableFacts | string | null {
  const [list] = driver.allSync(`SELECT type, wr FROM pragma_table_list(?1) WHERE schema = 'main'`, [
    name,
  ]).rows;
  if (list === undefined || list[0] === 'view') return null;
  const [type, wr] = list;
  const info = driver.allSync(
    `SELECT name, pk, hidden, "notnull", dflt_value FROM pragma_table_xinfo(?1, 'main') ORDER BY cid`,
    [name],
  ).rows;
  const columns = info.filter(([, , hidden]) => hidden === 0).map(([column]) => String(column));
  if (columns.length > MOST_COLUMNS) return `${name} has more columns than can be compared.`;
  const key = keyOf(info, wr === 1);
  if (key === null) return `Columns of ${name} hide the rowid by which its rows are told apart.`;
  const [sql] = driver.allSync(`SELECT sql FROM main.sqlite_schema WHERE name = ?1 AND type = 'table'`, [
    name,
  ]).rows;
  const fallbacks = new Map(
    info.map(([column, , , isNotNull, value]) => [
      String(column),
      isNotNull === 1 && value !== null ? String(value) : null,
    ]),
  );
  const { uniques, hasUniqueExpression } = uniquesOf(driver, name, fallbacks);
  return {
    name,
    type: String(type),
    ...key,
    columns,
    uniques,
    hasUniqueExpression,
    replaces: /\bON\s+CONFLICT\s+REPLACE\b/iu.test(String(sql?.[0] ?? '')),
  };
}

/** The column of a table that is its rowid, INTEGER PRIMARY KEY; null: none is. */
export function rowidColumn(driver: Driver, name: string): string | null {
  const { rows } = driver.allSync(
    `SELECT c.name, c.type FROM pragma_table_xinfo(?1, 'main') AS c WHERE c.pk > 0
       AND NOT EXISTS (SELECT 1 FROM pragma_table_list(?1) AS l WHERE l.schema = 'main' AND l.wr = 1)
       AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1, 'main') AS i WHERE i.origin = 'pk')`,
    [name],
  );
  const [only] = rows;
  return only !== undefined && rows.length === 1 && String(only[1]).toUpperCase() === 'INTEGER'
    ? String(only[0])
    : null;
}

/** The columns that people know a row by where SQLite names it by a number of its own; none where its key does. */
export function labelColumns(driver: Driver, name: string): readonly string[] {
  const { rows } = driver.allSync(
    `SELECT c.name FROM pragma_table_xinfo(?1, 'main') AS c WHERE c.pk > 0
       AND EXISTS (SELECT 1 FROM pragma_index_list(?1, 'main') AS i WHERE i.origin = 'pk')
       AND NOT EXISTS (SELECT 1 FROM pragma_table_list(?1) AS l WHERE l.schema = 'main' AND l.wr = 1)
     ORDER BY c.pk`,
    [name],
  );
  return rows.map(([column]) => String(column));
}

function keyOf(
  info: readonly (readonly unknown[])[],
  isKeyed: boolean,
): Pick<TableFacts, 'keys' | 'hasRowid'> | null {
  if (isKeyed) {
    const keys = info.filter(([, pk]) => Number(pk) > 0).sort((a, b) => Number(a[1]) - Number(b[1]));
    return { keys: keys.map(([column]) => quoteIdentifier(String(column))), hasRowid: false };
  }
  const taken = new Set(info.map(([column]) => String(column).toLowerCase()));
  const rowid = ['rowid', '_rowid_', 'oid'].find((word) => !taken.has(word));
  return rowid === undefined ? null : { keys: [rowid], hasRowid: true };
}

function uniquesOf(
  driver: Driver,
  table: string,
  fallbacks: ReadonlyMap<string, string | null>,
): Pick<TableFacts, 'uniques' | 'hasUniqueExpression'> {
  const { rows } = driver.allSync(
    `SELECT i.name, x.name, x.coll FROM pragma_index_list(?1, 'main') AS i, pragma_index_xinfo(i.name, 'main') AS x
     WHERE i."unique" = 1 AND x.key = 1 ORDER BY i.seq, x.seqno`,
    [table],
  );
  const byIndex = new Map<string, UniqueTerm[] | null>();
  for (const [index, column, collation] of rows) {
    const terms = byIndex.get(String(index)) ?? [];
    if (byIndex.get(String(index)) === null) continue;
    const fallback = fallbacks.get(String(column)) ?? null;
    terms.push({ column: quoteIdentifier(String(column)), collation: String(collation), fallback });
    byIndex.set(String(index), column === null ? null : terms);
  }
  const all = [...byIndex.values()];
  return { uniques: all.filter((terms) => terms !== null), hasUniqueExpression: all.includes(null) };
}
