import { quoteIdentifier } from '../quote-identifier.ts';
import type { CollectionTable } from './table-layout.ts';
import { takeWriteLockSql } from './table-sql.ts';

/** The statements that write to a table: made once, so that each has one text and is prepared once. */
export interface WriteSql {
  /** Values: id, document, columns. One row: an INSERT of several is slower, whatever their number. */
  readonly insert: string;
  /** Inserts, or replaces the document that has the id. Values as for `insert`. */
  readonly upsert: string;
  /** Replaces a document, which keeps the encoding that it has. Values: document, columns, id. */
  update(encoding: Encoding): string;
  /**
   * The same if nobody changed it: one value more, the version, or the text where the table has no versions. `document`:
   * leaves the columns, and with them their indexes, as they are.
   */
  guardedUpdate(encoding: Encoding, parts: 'all' | 'document'): string;
  /** The text of a document. */
  readonly find: string;
  /**
   * One document by its id: its text, what `encodingOf` takes, its version where the table has versions, and from
   * `firstColumn` on its columns.
   */
  readonly read: string;
  readonly firstColumn: number;
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
  const row = `(?, ${table.encoding === 'jsonb' ? 'jsonb(?)' : '?'}${', ?'.repeat(columns.length)})`;
  const texts = new Map<string, string>();
  const insert = `INSERT INTO ${name} (${['_id', 'doc', ...columns].join(', ')}) VALUES ${row}`;
  const conflict = ` ON CONFLICT (_id) DO UPDATE SET ${replacement(table, columns)}`;
  const version = table.hasVersion ? ', _version = _version + 1' : '';
  const assignments = columns.map((column) => `, ${column} = ?`).join('');
  const update = (encoding: Encoding, parts: 'all' | 'document' = 'all'): string => {
    const doc = encoding === 'jsonb' ? 'jsonb(?)' : '?';
    return `UPDATE ${name} SET doc = ${doc}${parts === 'all' ? assignments : ''}${version} WHERE _id = ?`;
  };
  const read = ['json(doc)', 'typeof(doc)', ...(table.hasVersion ? ['_version'] : [])];
  const guard = table.hasVersion ? '_version' : 'json(doc)';
  return {
    insert,
    upsert: insert + conflict,
    update: (encoding) => once(texts, `update ${encoding}`, () => update(encoding)),
    guardedUpdate: (encoding, parts) =>
      once(texts, `guarded ${encoding} ${parts}`, () => `${update(encoding, parts)} AND ${guard} IS ?`),
    find: `SELECT json(doc) FROM ${name} WHERE _id = ?`,
    read: `SELECT ${[...read, ...columns].join(', ')} FROM ${name} WHERE _id = ?`,
    firstColumn: read.length,
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
