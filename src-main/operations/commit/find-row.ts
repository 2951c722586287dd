import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';
import { joinParts, type SqlPart } from '../sql/sql-part.ts';
import type { StoredValue } from '../stored-value.ts';
import type { CommitChange, CommitTable } from './commit-input.ts';
import { isStill, readExact } from './exact.ts';
import { identityOfImage, keyCondition, tableSql, valuesCondition } from './row-sql.ts';

/** A row as the file has it now. */
export interface FoundRow {
  readonly key: readonly StoredValue[];
  readonly values: ReadonlyMap<string, StoredValue>;
  /** JSON text of the columns that were asked for; null where a column holds none. */
  readonly documents: ReadonlyMap<string, FoundDocument>;
  /** It is the row that was edited: false where only the rowid says so, which VACUUM may have given to another. */
  readonly isSame: boolean;
}

export interface FoundDocument {
  readonly text: string | null;
  readonly encoding: 'text' | 'jsonb';
}

/** Finds the row that a change was made of; null if the file has it no more. */
export function findRow(driver: Driver, table: CommitTable, change: CommitChange): FoundRow | null {
  const { key } = change;
  if (key === null) return null;
  const identity = identityOfImage(table, change);
  const byKey = readRow(driver, table, change, keyCondition(table, key));
  if (identity === null) return byKey;
  const holds = (row: FoundRow) =>
    identity.every(([column, value]) => isStill(driver, row.values.get(column) ?? null, value));
  if (byKey !== null && holds(byKey)) return byKey;
  const moved = readRow(driver, table, change, valuesCondition(identity));
  if (moved !== null && holds(moved)) return moved;
  return byKey === null ? null : { ...byKey, isSame: false };
}

/** A row that holds all that was given for a new one: it may be this very row, written before. */
export function findWritten(driver: Driver, table: CommitTable, change: CommitChange): FoundRow | null {
  const given = change.columns.flatMap(({ name, after, encoding }) =>
    after === undefined || encoding === 'jsonb' ? [] : [[name, after] as const],
  );
  return given.length === 0 ? null : readRow(driver, table, change, valuesCondition(given));
}

/** Reads one row with the columns that the change is about. */
export function readRow(
  driver: Driver,
  table: CommitTable,
  change: Pick<CommitChange, 'columns' | 'image' | 'kind'>,
  where: SqlPart,
): FoundRow | null {
  const names = neededColumns(table, change);
  const documents = change.columns.filter(({ encoding }) => encoding !== null).map(({ name }) => name);
  const columns = [
    ...table.keys.map(({ sql }) => sql),
    ...names.map(quoteIdentifier),
    ...documents.map((name) => jsonOf(quoteIdentifier(name))),
  ];
  const rest = joinParts([{ sql: `FROM ${tableSql(table)} WHERE`, params: [] }, where], ' ');
  const [row] = readExact(driver, columns, { ...rest, sql: `${rest.sql} LIMIT 1` });
  if (row === undefined) return null;
  const first = table.keys.length;
  const values = new Map(names.map((name, at) => [name, row[first + at] ?? null]));
  return {
    key: row.slice(0, first),
    values,
    documents: new Map(
      documents.map((name, at) => {
        const text = row[first + names.length + at];
        const isBlob = values.get(name) instanceof Uint8Array;
        return [name, { text: typeof text === 'string' ? text : null, encoding: isBlob ? 'jsonb' : 'text' }];
      }),
    ),
    isSame: true,
  };
}

function neededColumns(
  table: CommitTable,
  { columns, image, kind }: Pick<CommitChange, 'columns' | 'image' | 'kind'>,
): readonly string[] {
  // What is deleted, or named by all its columns, is kept as a whole.
  if (kind === 'delete' || table.isKeyImplicit) return [...table.columns.keys()];
  const names = new Set(columns.map(({ name }) => name));
  for (const name of image?.keys() ?? []) names.add(name);
  if (table.collection !== null) names.add(table.collection.idColumn);
  return [...names].filter((name) => table.columns.has(name));
}

/** The text of a document in either encoding. */
export function jsonOf(column: string): string {
  return `CASE typeof(${column}) WHEN 'blob' THEN CASE WHEN json_valid(${column}, 8) THEN json(${column}) END WHEN 'text' THEN CASE WHEN json_valid(${column}) THEN ${column} END END`;
}
