import type { EditProblem } from '../../../src-preload/contract/edits.ts';
import { DatabaseError, quoteIdentifier } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';
import type { StoredValue } from '../stored-value.ts';
import type { CommitChange, CommitTable } from './commit-input.ts';
import { RowNotWritten } from './perform.ts';

/** What SQLite refused about a row, in words that name its column. Throws what is no fault of the row. */
export function problemOf(error: unknown, table: CommitTable, change: CommitChange): EditProblem {
  if (error instanceof RowNotWritten) {
    return { code: 'ROW_NOT_WRITTEN', message: error.message, column: null, path: null };
  }
  if (!(error instanceof DatabaseError) || !isAboutRow(error)) throw error;
  const column = columnOf(error, table, change);
  return { code: error.code, message: wordsOf(error, table, column), column, path: null };
}

/** Whether an error is the fault of a row and not of the file. */
export function isAboutRows(error: unknown): boolean {
  return error instanceof RowNotWritten || (error instanceof DatabaseError && isAboutRow(error));
}

/** Whether an error is about values, and so may be cured by an edit. */
function isAboutRow({ code }: DatabaseError): boolean {
  return (
    code.startsWith('CONSTRAINT') ||
    code === 'MISMATCH' ||
    code === 'TOO_BIG' ||
    code === 'BIND_INVALID' ||
    code === 'SQL_ERROR'
  );
}

/** Whether another order of the statements may help. */
export function isAboutOrder(error: unknown): boolean {
  return (
    error instanceof DatabaseError &&
    ['CONSTRAINT_UNIQUE', 'CONSTRAINT_PRIMARY_KEY', 'CONSTRAINT_FOREIGN_KEY'].includes(error.code)
  );
}

/** The column that SQLite's message names, of several the one that was edited. */
function columnOf(error: DatabaseError, table: CommitTable, change: CommitChange): string | null {
  const edited = change.columns.map(({ name }) => name);
  const known = [...table.columns.keys()];
  const message = error.message;
  const named = known.filter(
    (name) => message.includes(`${table.name}.${name}`) && endsAfter(message, table, name),
  );
  const ofEdited = named.find((name) => edited.includes(name)) ?? named[0];
  if (ofEdited !== undefined) return ofEdited;
  if (error.code === 'MISMATCH')
    return edited.find((name) => table.keys.some((key) => key.name === name)) ?? null;
  if (error.code === 'CONSTRAINT_CHECK') return edited.find((name) => mentions(message, name)) ?? null;
  return edited.length === 1 && error.code !== 'CONSTRAINT' ? (edited[0] ?? null) : null;
}

/** Whether the name in the message is this one and not the start of a longer one. */
function endsAfter(message: string, table: CommitTable, name: string): boolean {
  const rest = message.slice(message.indexOf(`${table.name}.${name}`) + table.name.length + 1 + name.length);
  return rest === '' || rest.startsWith(',') || rest.startsWith(' ');
}

function mentions(message: string, name: string): boolean {
  const at = message.toLowerCase().indexOf(name.toLowerCase());
  if (at < 0) return false;
  return !/\w/u.test(message.charAt(at - 1)) && !/\w/u.test(message.charAt(at + name.length));
}

function wordsOf(error: DatabaseError, table: CommitTable, column: string | null): string {
  const name = column ?? 'a value';
  switch (error.code) {
    case 'CONSTRAINT_NOT_NULL':
      return column === null ? error.message : `${name} must not be NULL.`;
    case 'CONSTRAINT_UNIQUE':
    case 'CONSTRAINT_PRIMARY_KEY':
      return column === null ? error.message : `Another row of ${table.name} has this ${name} already.`;
    case 'CONSTRAINT_CHECK':
      return `The table does not take this: ${error.message}.`;
    case 'CONSTRAINT_FOREIGN_KEY':
      return 'Other rows refer to this one, or it refers to a row that is not there.';
    default:
      return error.message;
  }
}

interface ForeignKey {
  readonly child: string;
  readonly parent: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/**
 * Which of the rows that were written break a foreign key now: those that refer to nothing, and those that others still
 * refer to. For COMMIT, whose error names neither row nor column.
 */
export function foreignKeyProblems(
  driver: Driver,
  tables: readonly CommitTable[],
  written: readonly { readonly change: number; readonly table: number; readonly row: WrittenRow }[],
): { readonly change: number; readonly problem: EditProblem }[] {
  const keys = foreignKeysOf(driver);
  return written.flatMap(({ change, table: at, row }) => {
    const table = tables[at];
    if (table === undefined) return [];
    const problem = outgoingProblem(driver, table, row, keys) ?? incomingProblem(driver, table, row, keys);
    return problem === null ? [] : [{ change, problem }];
  });
}

/** A row as far as foreign keys must know it. */
export interface WrittenRow {
  readonly before: ReadonlyMap<string, StoredValue> | null;
  readonly after: ReadonlyMap<string, StoredValue> | null;
}

function outgoingProblem(
  driver: Driver,
  table: CommitTable,
  { after }: WrittenRow,
  keys: readonly ForeignKey[],
): EditProblem | null {
  if (after === null) return null;
  for (const { child, parent, from, to } of keys) {
    if (!isName(child, table.name)) continue;
    const values = from.map((name) => valueNamed(after, name));
    if (values.some((value) => value === undefined || value === null)) continue;
    if (exists(driver, parent, to, values)) continue;
    const words = `${parent} has no row whose ${to.join(', ')} is ${values.map(word).join(', ')}.`;
    return { code: 'CONSTRAINT_FOREIGN_KEY', message: words, column: from[0] ?? null, path: null };
  }
  return null;
}

function incomingProblem(
  driver: Driver,
  table: CommitTable,
  { before }: WrittenRow,
  keys: readonly ForeignKey[],
): EditProblem | null {
  if (before === null) return null;
  for (const { child, parent, from, to } of keys) {
    if (!isName(parent, table.name)) continue;
    const values = to.map((name) => valueNamed(before, name));
    if (values.some((value) => value === undefined || value === null)) continue;
    if (exists(driver, parent, to, values) || !exists(driver, child, from, values)) continue;
    const words = `Rows of ${child} still refer to it by ${from.join(', ')}.`;
    return { code: 'CONSTRAINT_FOREIGN_KEY', message: words, column: null, path: null };
  }
  return null;
}

function foreignKeysOf(driver: Driver): readonly ForeignKey[] {
  const { rows } = driver.allSync(
    `SELECT s.name, f.id, f."table", f."from", coalesce(f."to",
       (SELECT p.name FROM pragma_table_xinfo(f."table", 'main') AS p WHERE p.pk = f.seq + 1))
     FROM main.sqlite_schema AS s, pragma_foreign_key_list(s.name, 'main') AS f
     WHERE s.type = 'table' ORDER BY s.name, f.id, f.seq`,
  );
  const keys = new Map<string, { child: string; parent: string; from: string[]; to: string[] }>();
  for (const [child, id, parent, from, to] of rows) {
    const key = keys.get(`${id} ${child}`) ?? {
      child: String(child),
      parent: String(parent),
      from: [],
      to: [],
    };
    keys.set(`${id} ${child}`, key);
    key.from.push(String(from));
    key.to.push(String(to));
  }
  return [...keys.values()];
}

function exists(
  driver: Driver,
  table: string,
  columns: readonly string[],
  values: readonly (StoredValue | undefined)[],
): boolean {
  // The column stands first, so that its affinity and collation decide, as they do for the foreign key itself.
  const where = columns.map((column) => `${quoteIdentifier(column)} = ?`).join(' AND ');
  const params = values.map((value) =>
    typeof value === 'object' && value !== null && 'rawText' in value ? value.rawText : (value ?? null),
  );
  return (
    driver.allSync(`SELECT 1 FROM main.${quoteIdentifier(table)} WHERE ${where} LIMIT 1`, params).rows
      .length > 0
  );
}

function valueNamed(values: ReadonlyMap<string, StoredValue>, column: string): StoredValue | undefined {
  for (const [name, value] of values) if (isName(name, column)) return value;
  return undefined;
}

function isName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function word(value: StoredValue | undefined): string {
  return typeof value === 'string'
    ? `“${value.slice(0, 60)}”`
    : typeof value === 'object'
      ? 'a binary value'
      : String(value);
}
