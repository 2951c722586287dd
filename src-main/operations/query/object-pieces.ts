import { leadingVerb } from '../../../src-preload/contract/sql-text/index.ts';
import { hasErrorCode } from '../../engine/errors.ts';
import type { Driver, RowIteration, SqlValue } from '../../engine/types.ts';
import { jsonTextOf } from '../cells.ts';
import type { CopyColumn } from '../formats/copy-formatter.ts';
import { jsonValue } from '../formats/json.ts';
import type { PreparedStatement } from './prepare-statement.ts';
import { PIECE, type TextPiece } from './text-piece.ts';

/** More columns than this are not given to `json_object`, which takes two arguments for each. */
const MOST_COLUMNS = 60;
/** Objects that are handed over together. */
const BATCH = 100;
/** Functions of which the program of a statement must have none: SQLite would not write their values as text, or twice the same. */
const UNSAFE = /^(?:json|->|random)/;

/** What stands around objects. */
export interface ObjectForm {
  readonly first: string;
  readonly between: string;
  readonly end: string;
  /** The whole text where there are no rows. */
  readonly empty: string;
}

/**
 * The rows of a read as objects of JSON, in pieces. Where it can, SQLite writes them itself, for half of the time: a row is
 * one text then instead of many values. From the first row on that has a BLOB, which its JSON cannot hold, they are written
 * here; those before are passed over by reading them again in the same state of the file.
 */
export function* objectPieces(
  driver: Driver,
  sql: string,
  prepared: PreparedStatement,
  columns: readonly CopyColumn[],
  { first, between, end, empty }: ObjectForm,
): Generator<TextPiece, void, void> {
  let [text, rows] = ['', 0];
  for (const read of objectTexts(driver, sql, prepared, columns)) {
    for (const object of read) {
      text += rows === 0 ? first : between;
      text += object;
      rows += 1;
    }
    if (text.length < PIECE) continue;
    yield { text, rows };
    text = '';
  }
  yield { text: text + (rows === 0 ? empty : end), rows };
}

/** Objects, some together: a generator costs as much for each of its values as one of them. */
function* objectTexts(
  driver: Driver,
  sql: string,
  prepared: PreparedStatement,
  columns: readonly CopyColumn[],
): Generator<readonly string[], void, void> {
  const written = ['SELECT', 'VALUES'].includes(leadingVerb(sql))
    ? asObjects(driver, sql, prepared, columns)
    : null;
  if (written === null) return yield* byHand(driver, prepared, columns, 0);
  let given = 0;
  // An open read keeps its state of the file for the second one.
  const pinned = driver.iterateSync('SELECT count(*) FROM sqlite_schema UNION ALL SELECT 0').rows;
  let rows: RowIteration['rows'] | undefined;
  let batch: string[] = [];
  try {
    rows = written.statement.iterate(written.values).rows;
    for (const [text] of rows) {
      batch.push(String(text));
      if (batch.length < BATCH) continue;
      yield batch;
      given += batch.length;
      batch = [];
    }
    yield batch;
  } catch (error) {
    // About a BLOB. What the statement itself has against a row is said once more below.
    if (!hasErrorCode(error, 'SQL_ERROR')) throw error;
    yield batch;
    yield* byHand(driver, prepared, columns, given + batch.length);
  } finally {
    rows?.return?.();
    pinned.return?.();
  }
}

/** The statement as one that gives each of its rows as an object; null where its values would not be the same. */
function asObjects(
  driver: Driver,
  sql: string,
  prepared: PreparedStatement,
  columns: readonly CopyColumn[],
): PreparedStatement | null {
  if (columns.length > MOST_COLUMNS) return null;
  const { parameters, values } = prepared;
  const names = columns.map((_, index) => `c${index}`);
  const members = columns.map(({ name }, index) => `${textLiteral(name)}, c${index}`);
  const objects = `WITH q(${names.join(', ')}) AS (\n${sql}\n) SELECT json_object(${members.join(', ')}) FROM q`;
  try {
    const program = driver.prepareSync(`EXPLAIN ${objects}`, parameters).iterate(values);
    const at = program.columns.indexOf('p4');
    const functions = [...program.rows].filter((row) => UNSAFE.test(String(row[at])));
    // One of them is the `json_object` that was put around it.
    if (functions.length !== 1) return null;
    return { ...prepared, statement: driver.prepareSync(objects, parameters) };
  } catch (error) {
    // A comment that is not closed, for instance, cannot stand inside of another statement.
    if (hasErrorCode(error, 'SQL_ERROR')) return null;
    throw error;
  }
}

function* byHand(
  driver: Driver,
  { statement, values }: PreparedStatement,
  columns: readonly CopyColumn[],
  from: number,
): Generator<readonly string[], void, void> {
  const { rows } = statement.iterate(values);
  const keys = columns.map(({ name }) => JSON.stringify(name));
  const jsonOf = (bytes: Uint8Array) => jsonTextOf(driver, bytes);
  let index = 0;
  try {
    for (const row of rows) {
      index += 1;
      if (index > from) yield [objectOf(keys, row, jsonOf)];
    }
  } finally {
    rows.return?.();
  }
}

function objectOf(
  keys: readonly string[],
  row: readonly SqlValue[],
  jsonOf: (bytes: Uint8Array) => string | null,
): string {
  let text = '{';
  for (const [index, key] of keys.entries()) {
    text += `${index === 0 ? '' : ','}${key}:${jsonValue(row[index] ?? null, jsonOf)}`;
  }
  return `${text}}`;
}

/** Names of columns have no NUL: SQLite ends them there. */
function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
