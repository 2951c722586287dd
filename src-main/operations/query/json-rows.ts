import { leadingVerb } from '../../../src-preload/contract/sql-text/index.ts';
import { hasErrorCode } from '../../engine/errors.ts';
import type { Driver, JoinedRows } from '../../engine/types.ts';
import type { PreparedStatement } from './prepare-statement.ts';
import { PIECE } from './text-piece.ts';

/** More values than this are not given to a function of SQL. */
const MOST_ARGUMENTS = 120;
/** Functions of which the program of a statement must have none: SQLite would not write their values as text, or twice the same. */
const UNSAFE = /^(?:json|->|random)/;

/** How rows are written as JSON. */
export interface JsonForm {
  readonly sqlFunction: 'json_object' | 'json_array';
  /** The arguments for one column, by the SQL of its value. */
  readonly argumentsOf: (value: string, index: number) => readonly string[];
  /** Columns at whose negative zeros it ends as well: JSON of SQLite has only the other one. */
  readonly signed: ReadonlySet<number>;
  readonly separator: string;
}

/**
 * Has SQLite write each row of a read as one text of JSON, for half of the time that its values take, and puts many of them
 * together. The first `skipped` rows are passed over. Null where the values would not be the same. Throws SQL_ERROR at the first
 * row with a BLOB, which JSON cannot hold; those before it have been given then.
 */
export function jsonRows(
  driver: Driver,
  sql: string,
  { statement, parameters, values }: PreparedStatement,
  form: JsonForm,
  skipped: number,
): IterableIterator<JoinedRows> | null {
  if (!isSelect(sql)) return null;
  const names = statement.columns.map((_, index) => `c${index}`);
  const given = names.flatMap((name, index) =>
    form.argumentsOf(jsonValueOf(name, form.signed.has(index)), index),
  );
  if (given.length > MOST_ARGUMENTS) return null;
  // What is worked out is not to be so twice, which the offset prevents.
  const isWorkedOut = statement.columns.some(({ column }) => column === null);
  const rows = `WITH q(${names.join(', ')}) AS (\n${sql}\n) SELECT ${form.sqlFunction}(${given.join(', ')}) FROM ${
    isWorkedOut ? '(SELECT * FROM q LIMIT -1 OFFSET 0)' : 'q'
  }`;
  try {
    const program = driver.prepareSync(`EXPLAIN ${rows}`, parameters).iterate(values);
    const at = program.columns.indexOf('p4');
    const functions = [...program.rows].filter((row) => UNSAFE.test(String(row[at])));
    // One of them is the function that was put around it.
    if (functions.length !== 1) return null;
    return driver.joinSync(rows, { parameters, values, size: PIECE, separator: form.separator, skipped });
  } catch (error) {
    // A comment that is not closed, for instance, cannot stand inside of another statement.
    if (hasErrorCode(error, 'SQL_ERROR')) return null;
    throw error;
  }
}

/** Some BLOBs are JSONB by chance, and JSON takes those; the empty one is none. */
function jsonValueOf(name: string, isSigned: boolean): string {
  const isBlob = `${name} COLLATE BINARY >= x''`;
  const isOther = isSigned ? `${isBlob} OR (${name} = 0 AND pow(${name}, -1) < 0)` : isBlob;
  return `iif(${isOther}, x'', ${name})`;
}

/** Keeps the state of the file in which a SELECT is run for running it again, until it is let go; null for other statements. */
export function holdState(driver: Driver, sql: string): Disposable | null {
  if (!isSelect(sql)) return null;
  // An open read keeps it.
  const { rows } = driver.iterateSync('SELECT count(*) FROM sqlite_schema UNION ALL SELECT 0');
  return { [Symbol.dispose]: () => void rows.return?.() };
}

function isSelect(sql: string): boolean {
  return ['SELECT', 'VALUES'].includes(leadingVerb(sql));
}

/** A text as a literal. Names of columns have no NUL: SQLite ends them there. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
