import { hasErrorCode } from '../../engine/errors.ts';
import type { Driver, SqlValue } from '../../engine/types.ts';
import { jsonTextOf } from '../cells.ts';
import type { CopyColumn } from '../formats/copy-formatter.ts';
import { jsonValue } from '../formats/json.ts';
import { holdState, type JsonForm, jsonRows, textLiteral } from './json-rows.ts';
import type { PreparedStatement } from './prepare-statement.ts';
import { PIECE, type TextPiece } from './text-piece.ts';

/** What stands around objects. */
export interface ObjectForm {
  readonly first: string;
  readonly between: string;
  readonly end: string;
  /** The whole text where there are no rows. */
  readonly empty: string;
}

/**
 * The rows of a read as objects of JSON, in pieces. Where it can, SQLite writes them itself. From the first row on that has a
 * BLOB, which its JSON cannot hold, they are written here; those before are passed over by reading them again in the same
 * state of the file.
 */
export function* objectPieces(
  driver: Driver,
  sql: string,
  prepared: PreparedStatement,
  columns: readonly CopyColumn[],
  form: ObjectForm,
): Generator<TextPiece, void, void> {
  let rows = 0;
  using _held = holdState(driver, sql);
  try {
    const objects = jsonRows(driver, sql, prepared, objectsOf(columns, form), 0);
    if (objects !== null) {
      for (const joined of objects) {
        const text = `${rows === 0 ? form.first : form.between}${joined.text}`;
        rows += joined.rows;
        yield { text, rows };
      }
      return yield { text: rows === 0 ? form.empty : form.end, rows };
    }
  } catch (error) {
    // About a BLOB. What the statement itself has against a row is said once more below.
    if (!hasErrorCode(error, 'SQL_ERROR')) throw error;
  }
  let text = '';
  for (const object of byHand(driver, prepared, columns, rows)) {
    text += `${rows === 0 ? form.first : form.between}${object}`;
    rows += 1;
    if (text.length < PIECE) continue;
    yield { text, rows };
    text = '';
  }
  yield { text: `${text}${rows === 0 ? form.empty : form.end}`, rows };
}

function objectsOf(columns: readonly CopyColumn[], { between }: ObjectForm): JsonForm {
  return {
    sqlFunction: 'json_object',
    signed: new Set(),
    separator: between,
    argumentsOf: (value, index) => [textLiteral(columns[index]?.name ?? ''), value],
  };
}

function* byHand(
  driver: Driver,
  { statement, values }: PreparedStatement,
  columns: readonly CopyColumn[],
  from: number,
): Generator<string, void, void> {
  const { rows } = statement.iterate(values);
  const keys = columns.map(({ name }) => JSON.stringify(name));
  const jsonOf = (bytes: Uint8Array) => jsonTextOf(driver, bytes);
  let index = 0;
  try {
    for (const row of rows) {
      index += 1;
      if (index > from) yield objectOf(keys, row, jsonOf);
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
