import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';
import { joinParts, type SqlPart } from '../sql/sql-part.ts';
import type { StoredValue } from '../stored-value.ts';
import type {
  CheckedDocument,
  ColumnAffinity,
  CommitTable,
  DocumentImage,
  RowImage,
} from './commit-input.ts';
import { bindExact, readExact, withRawText } from './exact.ts';
import { documentValue } from './merge-document.ts';
import type { Resolved, ResolvedColumn } from './resolve.ts';
import { type Assignment, deleteSql, insertSql, keyCondition, tableSql, updateSql } from './row-sql.ts';

/** A row that could not be written although no constraint was broken. */
export class RowNotWritten extends Error {}

/** Values of columns that follow a document, by the text of the document. */
export type CheckedColumns = (text: string) => CheckedDocument['columns'] | undefined;

/** Writes what a change came to, exactly one row, and gives what it did. */
export function perform(
  driver: Driver,
  table: CommitTable,
  resolved: Resolved,
  checked: CheckedColumns,
): RowImage | null {
  switch (resolved.kind) {
    case 'update':
      return performUpdate(driver, table, resolved, checked);
    case 'insert':
      return performInsert(driver, table, resolved, checked);
    case 'delete':
      return performDelete(driver, table, resolved);
    default:
      return null;
  }
}

function performUpdate(
  driver: Driver,
  table: CommitTable,
  { row, columns }: Extract<Resolved, { kind: 'update' }>,
  checked: CheckedColumns,
): RowImage {
  const given = columns.filter(({ value }) => value !== undefined);
  const sets = given.map((column) => assignmentOf(driver, table, row.key, column));
  sets.push(...followingColumns(table, given, checked, true));
  const where = keyCondition(table, row.key);
  const changes = driver.runSync(...args(updateSql(table, sets, where)));
  if (changes !== 1) {
    throw new RowNotWritten(
      'The row is not there any more when its turn comes: another change of this commit, a trigger or a foreign key has removed it.',
    );
  }
  const names = table.isKeyImplicit ? [...table.columns.keys()] : given.map(({ name }) => name);
  const key = table.keys.map(({ name }, at) => {
    const own = given.find((column) => column.name === name)?.value;
    return own === undefined ? (row.key[at] ?? null) : own;
  });
  const before = names.map((name) => row.values.get(name) ?? null);
  return {
    table: table.name,
    before: { key: row.key, values: before },
    after: readBack(driver, table, key, names, given),
    changed: given.map(({ name }) => name),
    columns: names,
    documents: documentsOf(given),
  };
}

/** No documents: shared, since most rows have none. */
export const NO_DOCUMENTS: ReadonlyMap<string, DocumentImage> = new Map();

function documentsOf(given: readonly ResolvedColumn[]): ReadonlyMap<string, DocumentImage> {
  const documents = new Map<string, DocumentImage>();
  for (const { name, value, document } of given) {
    if (document === null || document.now === null || typeof value !== 'string') continue;
    documents.set(name, { encoding: document.encoding, before: document.now, after: value });
  }
  return documents.size === 0 ? NO_DOCUMENTS : documents;
}

/** What a row holds after it was written: values may have been converted on the way. */
export function readBack(
  driver: Driver,
  table: CommitTable,
  key: readonly StoredValue[],
  names: readonly string[],
  given: readonly ResolvedColumn[] = [],
): RowImage['after'] {
  const kept = new Map(
    given.flatMap(({ name, value, document }) =>
      value !== undefined && isKept(table.columns.get(name), value) && document?.encoding !== 'jsonb'
        ? [[name, value] as const]
        : [],
    ),
  );
  const isWhole = names.every((name) => kept.has(name));
  const isKeyKept = table.keys.every(
    ({ name }) => !given.some((column) => column.name === name) || kept.has(name),
  );
  if (isWhole && isKeyKept) return { key, values: names.map((name) => kept.get(name) ?? null) };
  const where = keyCondition(table, key);
  const columns = [...table.keys.map(({ sql }) => sql), ...names.map(quoteIdentifier)];
  const [row] = readExact(driver, columns, fromTable(table, where));
  if (row === undefined) return null;
  const first = table.keys.length;
  return {
    key: row.slice(0, first),
    values: row.slice(first),
  };
}

/** Whether a column stores a value as it is, whatever its declared type is. */
export function isKept(affinity: ColumnAffinity | undefined, value: StoredValue): boolean {
  if (affinity === undefined) return false;
  switch (typeof value) {
    case 'bigint':
      return affinity !== 'TEXT' && affinity !== 'REAL';
    case 'number':
      return affinity === 'REAL' || affinity === 'BLOB';
    case 'string':
      return affinity === 'TEXT' || affinity === 'BLOB';
    default:
      return true;
  }
}

function performInsert(
  driver: Driver,
  table: CommitTable,
  { columns, rowid }: Extract<Resolved, { kind: 'insert' }>,
  checked: CheckedColumns,
): RowImage {
  const lost = columns.find(({ isLost }) => isLost === true);
  if (lost !== undefined) {
    throw new RowNotWritten(
      `The row cannot be inserted again: the large value of its column ${lost.name} went with it.`,
    );
  }
  const given = columns.filter(({ value }) => value !== undefined);
  const values = given.map((column) => assignmentOf(driver, table, null, column));
  values.push(...followingColumns(table, given, checked, false));
  if (rowid !== undefined) values.push(...freeRowid(driver, table, rowid));
  const insert = insertSql(table, values);
  const names = [...table.columns.keys()];
  const key = table.isVirtual ? insertVirtual(driver, insert) : insertReturning(driver, table, insert);
  const after = readBack(driver, table, key, names);
  if (after === null)
    throw new RowNotWritten('The new row is gone at once: a trigger of the table has removed it.');
  return { table: table.name, before: null, after, changed: [], columns: names, documents: NO_DOCUMENTS };
}

/** The rowid that a row had, if no other row has it by now. */
function freeRowid(driver: Driver, table: CommitTable, rowid: bigint): readonly Assignment[] {
  const [key] = table.keys;
  if (!table.isKeyImplicit || key === undefined) return [];
  const where = { sql: `${key.sql} = ?`, params: [rowid] };
  const { rows } = driver.allSync(`SELECT 1 ${fromTable(table, where).sql}`, where.params);
  return rows.length > 0 ? [] : [{ column: key.name, value: { sql: '?', params: [rowid] } }];
}

function insertVirtual(driver: Driver, insert: SqlPart): readonly StoredValue[] {
  driver.runSync(...args(insert));
  const { rows } = driver.allTypedSync('SELECT last_insert_rowid()');
  return [rows[0]?.[0] ?? null];
}

function insertReturning(driver: Driver, table: CommitTable, insert: SqlPart): readonly StoredValue[] {
  const keys = table.keys.map(({ sql }) => sql);
  const sql = `${insert.sql} RETURNING ${[...keys, ...keys.map((key) => `CAST(${key} AS BLOB)`)].join(', ')}`;
  const { rows } = driver.allTypedSync(sql, insert.params);
  const [row] = rows;
  if (row === undefined)
    throw new RowNotWritten('A trigger of the table has refused the new row without a word.');
  const key = row.slice(0, keys.length) as StoredValue[];
  return (
    withRawText(driver, [key], (suspects) => [suspects.map((at) => row[keys.length + at] ?? null)])[0] ?? key
  );
}

function performDelete(
  driver: Driver,
  table: CommitTable,
  { row }: Extract<Resolved, { kind: 'delete' }>,
): RowImage {
  const where = keyCondition(table, row.key);
  const changes = driver.runSync(...args(deleteSql(table, where)));
  if (
    changes === 0 &&
    driver.allSync(`SELECT 1 ${fromTable(table, where).sql}`, where.params).rows.length > 0
  ) {
    throw new RowNotWritten('A trigger of the table has kept the row without a word.');
  }
  return {
    table: table.name,
    before: { key: row.key, values: [...row.values.values()] },
    after: null,
    changed: [],
    columns: [...row.values.keys()],
    documents: NO_DOCUMENTS,
  };
}

function assignmentOf(
  driver: Driver,
  table: CommitTable,
  key: readonly StoredValue[] | null,
  { name, value = null, document }: ResolvedColumn,
): Assignment {
  if (document?.encoding !== 'jsonb' || typeof value !== 'string')
    return { column: name, value: bindExact(value) };
  if (key === null || document.now === null)
    return { column: name, value: { sql: 'jsonb(?)', params: [value] } };
  return { column: name, value: documentValue(driver, { table, key, column: name }, document.now, value) };
}

/** Columns that the engine keeps beside a document: its version, and the fields that are constrained. */
function followingColumns(
  table: CommitTable,
  given: readonly ResolvedColumn[],
  checked: CheckedColumns,
  isUpdate: boolean,
): readonly Assignment[] {
  const { collection } = table;
  const text = given.find(({ name }) => name === collection?.documentColumn)?.value;
  if (collection === null || typeof text !== 'string') return [];
  const { versionColumn } = collection;
  const own = new Set(given.map(({ name }) => name));
  const following = (checked(text) ?? [])
    .filter(([column]) => !own.has(column))
    .map(([column, value]): Assignment => ({ column, value: bindExact(value) }));
  if (versionColumn !== null && isUpdate && !own.has(versionColumn)) {
    const counted = `${quoteIdentifier(versionColumn)} + 1`;
    following.push({ column: versionColumn, value: { sql: counted, params: [] } });
  }
  return following;
}

function fromTable(table: CommitTable, where: SqlPart): SqlPart {
  return joinParts([{ sql: `FROM ${tableSql(table)} WHERE`, params: [] }, where], ' ');
}

function args({ sql, params }: SqlPart): [string, SqlPart['params']] {
  return [sql, params];
}
