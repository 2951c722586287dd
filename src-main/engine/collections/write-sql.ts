import { quoteIdentifier } from '../quote-identifier.ts';
import type { CollectionTable } from './table-layout.ts';
import { takeWriteLockSql } from './table-sql.ts';

/** SQLite takes 32,766 values in one statement. */
const MAX_VALUES = 32_766;

/** Rows of one INSERT in a long list: more make it hardly faster, fewer make it slower. */
const MOST_ROWS = 64;

/** The statements that write to a table: made once, so that each has one text and is prepared once. */
export interface WriteSql {
  /** Values of a row, in this order: id, document, columns. */
  readonly rowValues: number;
  /** How many rows the INSERTs of a long list have, the most first; the last is one. */
  readonly batches: readonly number[];
  insert(rows: number): string;
  /** Inserts, or replaces the document that has the id. Values as for `insert`. */
  upsert(rows: number): string;
  /** Replaces a document, which keeps the encoding that it has. Values: document, columns, id. */
  update(encoding: Encoding): string;
  /** The same if nobody changed it: one value more, the version, or the text where the table has no versions. */
  guardedUpdate(encoding: Encoding): string;
  /** The text of a document. */
  readonly find: string;
  /** One document by its id: its text, what `encodingOf` takes, and its version where the table has versions. */
  readonly read: string;
  readonly delete: string;
  /** Deletes rows whose ids are in a JSON list. */
  readonly deleteMany: string;
  /** Documents whose ids are in a JSON list: id, text, what `encodingOf` takes. */
  readonly readMany: string;
  /** Which ids of a JSON list there are. */
  readonly present: string;
  readonly takeLock: string;
}

const known = new WeakMap<CollectionTable, WriteSql>();

/** How a document is stored. */
export type Encoding = 'jsonb' | 'text';

/** The encoding of a document, by SQLite's `typeof`. */
export function encodingOf(type: unknown): Encoding {
  return type === 'blob' ? 'jsonb' : 'text';
}

/** The statements of a table. */
export function writeSqlOf(table: CollectionTable): WriteSql {
  const found = known.get(table);
  if (found !== undefined) return found;
  const made = makeWriteSql(table);
  known.set(table, made);
  return made;
}

function makeWriteSql(table: CollectionTable): WriteSql {
  const name = quoteIdentifier(table.table);
  const columns = table.writtenFields.map(({ column }) => quoteIdentifier(column));
  const rowValues = columns.length + 2;
  const most = Math.min(MOST_ROWS, Math.floor(MAX_VALUES / rowValues));
  const row = `(?, ${table.encoding === 'jsonb' ? 'jsonb(?)' : '?'}${', ?'.repeat(columns.length)})`;
  const texts = new Map<string, string>();
  const insert = (rows: number): string =>
    `INSERT INTO ${name} (${['_id', 'doc', ...columns].join(', ')}) VALUES ${Array(rows).fill(row).join(', ')}`;
  const conflict = ` ON CONFLICT (_id) DO UPDATE SET ${replacement(table, columns)}`;
  const version = table.hasVersion ? ', _version = _version + 1' : '';
  const assignments = columns.map((column) => `, ${column} = ?`).join('');
  const update = (encoding: Encoding): string => {
    const doc = encoding === 'jsonb' ? 'jsonb(?)' : '?';
    return `UPDATE ${name} SET doc = ${doc}${assignments}${version} WHERE _id = ?`;
  };
  const guard = table.hasVersion ? '_version' : 'json(doc)';
  return {
    rowValues,
    batches: [...new Set([most, Math.min(8, most), 1])],
    insert: (rows) => once(texts, `insert ${rows}`, () => insert(rows)),
    upsert: (rows) => once(texts, `upsert ${rows}`, () => insert(rows) + conflict),
    update: (encoding) => once(texts, `update ${encoding}`, () => update(encoding)),
    guardedUpdate: (encoding) =>
      once(texts, `guarded ${encoding}`, () => `${update(encoding)} AND ${guard} IS ?`),
    find: `SELECT json(doc) FROM ${name} WHERE _id = ?`,
    read: `SELECT json(doc), typeof(doc)${table.hasVersion ? ', _version' : ''} FROM ${name} WHERE _id = ?`,
    delete: `DELETE FROM ${name} WHERE _id = ?`,
    deleteMany: `DELETE FROM ${name} WHERE _id IN (SELECT value FROM json_each(?))`,
    readMany: `SELECT _id, json(doc), typeof(doc) FROM ${name} WHERE _id IN (SELECT value FROM json_each(?))`,
    present: `SELECT _id FROM ${name} WHERE _id IN (SELECT value FROM json_each(?))`,
    takeLock: takeWriteLockSql(table.table),
  };
}

function replacement(table: CollectionTable, columns: readonly string[]): string {
  const name = quoteIdentifier(table.table);
  const doc =
    table.encoding === 'jsonb'
      ? `CASE typeof(${name}.doc) WHEN 'text' THEN json(excluded.doc) ELSE excluded.doc END`
      : `CASE typeof(${name}.doc) WHEN 'blob' THEN jsonb(excluded.doc) ELSE excluded.doc END`;
  const version = table.hasVersion ? [`_version = ${name}._version + 1`] : [];
  return [`doc = ${doc}`, ...version, ...columns.map((column) => `${column} = excluded.${column}`)].join(
    ', ',
  );
}

function once(texts: Map<string, string>, key: string, make: () => string): string {
  const text = texts.get(key) ?? make();
  texts.set(key, text);
  return text;
}
