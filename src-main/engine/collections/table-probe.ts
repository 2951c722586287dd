import { DatabaseError } from '../errors.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { all, type Steps } from '../steps/steps.ts';

export interface FoundColumn {
  readonly name: string;
  readonly type: string;
  readonly isNotNull: boolean;
  /** Its place in the primary key, from 1; 0 when it is none of it. */
  readonly keyPosition: number;
  readonly isGenerated: boolean;
}

export interface FoundIndex {
  readonly name: string;
  readonly isUnique: boolean;
  /** Undefined for an expression. */
  readonly columns: readonly (string | undefined)[];
}

/** A table as the file has it. */
export interface FoundTable {
  readonly columns: readonly FoundColumn[];
  /** Indexes over all rows. */
  readonly indexes: readonly FoundIndex[];
  /** Those of the table, by name. */
  readonly triggers: ReadonlyMap<string, string>;
  readonly encoding: 'jsonb' | 'text';
}

const SAMPLED_ROWS = 20;

/**
 * Looks at the table of a collection; undefined when there is none. Throws TABLE_UNSUITABLE for something that cannot
 * hold documents: a view, a table without `_id` TEXT PRIMARY KEY or without `doc` NOT NULL, or one whose `doc` has
 * something else than JSON.
 */
export function* probeTable(name: string): Steps<FoundTable | undefined> {
  const { rows } = yield* all(
    'SELECT type FROM sqlite_schema WHERE name = ? COLLATE NOCASE AND type IN (?, ?)',
    [name, 'table', 'view'],
  );
  const [type] = rows[0] ?? [];
  if (type === undefined) return undefined;
  if (type !== 'table') throw unsuitable(name, 'it is a view');
  const columns = yield* columnsOf(name);
  const flaw = flawOf(columns);
  if (flaw !== undefined) throw unsuitable(name, flaw);
  const encoding = yield* encodingOf(name, columns);
  return { columns, indexes: yield* indexesOf(name), triggers: yield* triggersOf(name), encoding };
}

/** Whether this SQLite has JSONB. */
export function* hasJsonb(): Steps<boolean> {
  const { rows } = yield* all('SELECT sqlite_version()');
  const [major = 0, minor = 0] = String(rows[0]?.[0]).split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 45);
}

/** Names of all indexes of the file, in lower case: they share one room. */
export function* takenNames(): Steps<Set<string>> {
  const { rows } = yield* all('SELECT lower(name) FROM sqlite_schema');
  return new Set(rows.map(([name]) => String(name)));
}

function* columnsOf(name: string): Steps<FoundColumn[]> {
  const { rows } = yield* all('SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?)', [name]);
  return rows.map(([column, type, notNull, keyPosition, hidden]) => ({
    name: String(column),
    type: String(type),
    isNotNull: notNull === 1,
    keyPosition: Number(keyPosition),
    isGenerated: hidden !== 0,
  }));
}

function* indexesOf(name: string): Steps<FoundIndex[]> {
  const { rows } = yield* all(
    'SELECT list.name, list."unique", info.name FROM pragma_index_list(?) AS list, pragma_index_info(list.name) AS info WHERE list.partial = 0 ORDER BY list.seq, info.seqno',
    [name],
  );
  const columnsByName = new Map<string, { isUnique: boolean; columns: (string | undefined)[] }>();
  for (const [index, isUnique, column] of rows) {
    const found = columnsByName.get(String(index)) ?? { isUnique: isUnique === 1, columns: [] };
    found.columns.push(column === null ? undefined : String(column));
    columnsByName.set(String(index), found);
  }
  return [...columnsByName].map(([index, found]) => ({ name: index, ...found }));
}

function* triggersOf(name: string): Steps<Map<string, string>> {
  const { rows } = yield* all(
    'SELECT name, sql FROM sqlite_schema WHERE type = ? AND tbl_name = ? COLLATE NOCASE',
    ['trigger', name],
  );
  return new Map(rows.map(([trigger, sql]) => [String(trigger), String(sql)]));
}

/** Names of columns have no case. */
function isNamed({ name }: FoundColumn, wanted: string): boolean {
  return name.toLowerCase() === wanted;
}

function flawOf(columns: readonly FoundColumn[]): string | undefined {
  const id = columns.find((column) => isNamed(column, '_id'));
  const doc = columns.find((column) => isNamed(column, 'doc'));
  const isKey = id?.keyPosition === 1 && columns.every((column) => column.keyPosition < 2);
  if (!isKey || id.type.toUpperCase() !== 'TEXT') return 'it has no column _id TEXT PRIMARY KEY';
  if (doc === undefined || !doc.isNotNull || doc.isGenerated) return 'it has no column doc NOT NULL';
  return undefined;
}

/** That of the rows that are there, else what the declared type of `doc` says. */
function* encodingOf(name: string, columns: readonly FoundColumn[]): Steps<'jsonb' | 'text'> {
  const isJsonb = yield* hasJsonb();
  const valid = isJsonb ? "json_valid(doc, iif(typeof(doc) = 'blob', 8, 3))" : 'json_valid(doc)';
  const { rows } = yield* all(
    `SELECT typeof(doc), ${valid} FROM ${quoteIdentifier(name)} LIMIT ${SAMPLED_ROWS}`,
  );
  if (rows.some(([, isValid]) => isValid !== 1)) {
    throw unsuitable(name, 'its column doc has values that are not JSON');
  }
  const [first] = rows;
  if (first !== undefined) return first[0] === 'blob' ? 'jsonb' : 'text';
  const type = columns.find((column) => isNamed(column, 'doc'))?.type.toUpperCase();
  return isJsonb && (type === 'BLOB' || type === 'JSONB') ? 'jsonb' : 'text';
}

function unsuitable(name: string, flaw: string): DatabaseError {
  return new DatabaseError(
    'TABLE_UNSUITABLE',
    `The file has “${name}”, which cannot hold documents: ${flaw}. It was left as it is: give the collection another name.`,
  );
}
