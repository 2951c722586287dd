import type { CallOptions, Connection } from '../../engine/types.ts';
import { type Affinity, affinityOf } from './affinity.ts';
import { declaredCollations } from './ddl-collations.ts';
import { describeForeignKeys, type ForeignKeyFacts } from './foreign-keys.ts';
import { describeIndexes, type IndexFacts } from './indexes.ts';
import { objectNotFound } from './object-errors.ts';
import type { TableListType } from './object-kind.ts';

/** What SQLite says about one column of a table or view. */
export interface ColumnFacts {
  readonly name: string;
  /** As declared, empty if nothing is declared. */
  readonly declaredType: string;
  readonly affinity: Affinity;
  /** 1-based place in the primary key; 0 if not part of it. */
  readonly primaryKeyPosition: number;
  /** The column is the rowid itself: INTEGER PRIMARY KEY of a rowid table. */
  readonly isRowidAlias: boolean;
  /** Declared NOT NULL, or unable to hold NULL (rowid alias, primary key of a WITHOUT ROWID or STRICT table). */
  readonly isNotNull: boolean;
  readonly defaultSql: string | null;
  /** `hidden`: of a virtual table; `virtual` and `stored`: generated columns. */
  readonly hiddenKind: 'none' | 'hidden' | 'virtual' | 'stored';
  /** An index (not a partial one) starts with it, or it is the rowid. */
  readonly isIndexed: boolean;
  /** No two rows share a value of it: the rowid, or a unique index (not partial) on it alone. */
  readonly isUnique: boolean;
  /** Collation by which SQLite compares it; null where it does not tell (views, virtual tables). */
  readonly collation: string | null;
  /** The parent's column that it points to; of several, that of the first key with one column. */
  readonly references: { readonly table: string; readonly column: string } | null;
}

/** What SQLite says about a table or view, with all its columns, hidden ones included. */
export interface ObjectFacts {
  readonly name: string;
  readonly type: TableListType;
  readonly isWithoutRowid: boolean;
  readonly isStrict: boolean;
  /** A name by which the rowid can be asked for; null if there is none or columns took all three names. */
  readonly rowidName: 'rowid' | '_rowid_' | 'oid' | null;
  readonly columns: readonly ColumnFacts[];
  /** Column names of the primary key in its order; empty if there is none. */
  readonly primaryKey: readonly string[];
  readonly indexes: readonly IndexFacts[];
  readonly foreignKeys: readonly ForeignKeyFacts[];
}

/**
 * Describes a table or view from SQLite's pragmas in five short reads. Throws OBJECT_NOT_FOUND if the file has no
 * such object; a `DatabaseError` passes through if SQLite cannot read it (unknown module, broken view).
 */
export async function describeColumns(
  connection: Connection,
  object: string,
  options?: CallOptions,
): Promise<ObjectFacts> {
  const list = await connection.query(
    `SELECT t.name, t.type, t.wr, t.strict, s.sql FROM pragma_table_list(?1) AS t
     LEFT JOIN main.sqlite_schema AS s ON s.name = t.name AND s.type IN ('table', 'view')
     WHERE t.schema = 'main'`,
    // table_list knows the schema table by its old name only.
    [object.toLowerCase() === 'sqlite_schema' ? 'sqlite_master' : object],
    options,
  );
  const found = list.rows[0];
  if (found === undefined) throw objectNotFound(object);
  const [storedName, rawType, withoutRowid, strict, sql] = found;
  const name = String(storedName);
  // table_list gives exactly these four words.
  const type = rawType as TableListType;
  const isWithoutRowid = withoutRowid === 1;
  const isStrict = strict === 1;
  const isStored = type === 'table' || type === 'shadow';

  const info = await connection.query(
    `SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?1, 'main') ORDER BY cid`,
    [name],
    options,
  );
  const indexes = isStored ? await describeIndexes(connection, name, options) : [];
  const foreignKeys = isStored ? await describeForeignKeys(connection, name, options) : [];
  const collations =
    isStored && typeof sql === 'string' ? declaredCollations(sql) : new Map<string, string>();

  const primaryKey = info.rows
    .filter((row) => Number(row[4]) > 0)
    .sort((a, b) => Number(a[4]) - Number(b[4]))
    .map((row) => String(row[0]));
  const hasPrimaryKeyIndex = indexes.some((index) => index.origin === 'primary key');
  const columns = info.rows.map(([rawName, rawDeclared, notNull, defaultSql, pk, hidden]): ColumnFacts => {
    const column = String(rawName);
    const declaredType = typeof rawDeclared === 'string' ? rawDeclared : '';
    const isKeyPart = Number(pk) > 0;
    // "INTEGER PRIMARY KEY DESC" is not the rowid (a bug that SQLite keeps): it has an index of its own.
    const isRowidAlias =
      isStored &&
      !isWithoutRowid &&
      isKeyPart &&
      primaryKey.length === 1 &&
      declaredType.toUpperCase() === 'INTEGER' &&
      !hasPrimaryKeyIndex;
    return {
      name: column,
      declaredType,
      affinity: affinityOf(declaredType, isStrict),
      primaryKeyPosition: Number(pk),
      isRowidAlias,
      isNotNull: notNull === 1 || isRowidAlias || (isKeyPart && (isWithoutRowid || isStrict)),
      defaultSql: typeof defaultSql === 'string' ? defaultSql : null,
      hiddenKind: hiddenKindOf(hidden),
      isIndexed: isRowidAlias || indexes.some((index) => !index.isPartial && startsWith(index, column)),
      isUnique:
        isRowidAlias ||
        indexes.some(
          (index) =>
            index.isUnique && !index.isPartial && index.columns.length === 1 && startsWith(index, column),
        ),
      collation: isStored ? (collations.get(column.toLowerCase()) ?? 'BINARY') : null,
      references: referenceOf(foreignKeys, column),
    };
  });
  return {
    name,
    type,
    isWithoutRowid,
    isStrict,
    rowidName: type === 'view' || isWithoutRowid ? null : freeRowidName(columns),
    columns,
    primaryKey,
    indexes,
    foreignKeys,
  };
}

function hiddenKindOf(hidden: unknown): ColumnFacts['hiddenKind'] {
  if (hidden === 1) return 'hidden';
  if (hidden === 2) return 'virtual';
  return hidden === 3 ? 'stored' : 'none';
}

function startsWith(index: IndexFacts, column: string): boolean {
  return index.columns[0]?.name === column;
}

function referenceOf(keys: readonly ForeignKeyFacts[], column: string): ColumnFacts['references'] {
  const mine = keys.filter((key) => sameNameIn(key.childColumns, column) >= 0);
  const key = mine.find((candidate) => candidate.childColumns.length === 1) ?? mine[0];
  if (key === undefined) return null;
  const target = key.parentColumns[sameNameIn(key.childColumns, column)];
  return target === undefined ? null : { table: key.parentTable, column: target };
}

function sameNameIn(names: readonly string[], name: string): number {
  const lower = name.toLowerCase();
  return names.findIndex((candidate) => candidate.toLowerCase() === lower);
}

function freeRowidName(columns: readonly ColumnFacts[]): ObjectFacts['rowidName'] {
  const taken = new Set(columns.map((column) => column.name.toLowerCase()));
  return (['rowid', '_rowid_', 'oid'] as const).find((name) => !taken.has(name)) ?? null;
}
