import { hasErrorCode } from '../../engine/errors.ts';
import type { Driver, SqlValue } from '../../engine/types.ts';
import type { CopyStyle } from '../formats/copy-formatter.ts';
import { type Delimiters, delimitedFormatter, FORMULA_STARTS } from '../formats/delimited.ts';
import { DelimitedJson } from '../formats/delimited-json.ts';
import { encodingOf } from '../text-bytes.ts';
import { formattedPieces } from './formatted-pieces.ts';
import { holdState, type JsonForm, jsonRows } from './json-rows.ts';
import type { PreparedStatement } from './prepare-statement.ts';
import { PIECE, type TextPiece } from './text-piece.ts';

/**
 * The rows of a read as CSV or TSV, in pieces. Where it can, SQLite writes them as JSON, of which the text is made. Where that
 * does not do they are read on in another way and the same state of the file: from the first REAL of zero with a look at its
 * sign, which JSON does not have, and from the first BLOB value by value.
 */
export function* delimitedPieces(
  driver: Driver,
  sql: string,
  prepared: PreparedStatement,
  style: CopyStyle,
  delimiters: Delimiters,
): Generator<TextPiece, void, void> {
  const formatter = delimitedFormatter(style, delimiters);
  const writer = new DelimitedJson({
    ...delimiters,
    defused: style.safeForSpreadsheets ? FORMULA_STARTS : '',
  });
  let [head, rows] = [formatter.begin(), 0];
  using _held = holdState(driver, sql);
  /** Columns that had a zero. */
  const signed = new Set<number>();
  const form: JsonForm = { sqlFunction: 'json_array', argumentsOf: (value) => [value], signed };
  // Texts of other encodings are converted twice on this way, in which halves of characters become others.
  for (let mayGoOn = encodingOf(driver) === 'UTF-8'; mayGoOn; ) {
    const json = jsonRows(driver, sql, prepared, form, rows);
    if (json === null) break;
    mayGoOn = false;
    const batches = batchesOf(json);
    try {
      for (let batch = batches.next(); !mayGoOn; batch = batches.next()) {
        if (batch.done) {
          if (!batch.value) break;
          if (rows === 0) yield { text: head, rows };
          return;
        }
        const written = writer.write(batch.value.json, batch.value.rows * style.columns.length, signed);
        rows += written.rows;
        yield { text: head + written.text, rows };
        head = '';
        if (written.zeroAt < 0) continue;
        signed.add(written.zeroAt);
        mayGoOn = true;
      }
    } finally {
      batches.return(false);
    }
  }
  yield* formattedPieces(formatter, prepared.statement.iterate(prepared.values).rows, head, rows);
}

/** Rows put together. Gives whether they are all; what the statement itself has against a row is said when it is read on. */
function* batchesOf(
  rows: IterableIterator<SqlValue>,
): Generator<{ readonly json: string; readonly rows: number }, boolean, void> {
  let [json, count, isWhole] = ['', 0, true];
  try {
    for (const row of rows) {
      json += row;
      count += 1;
      if (json.length < PIECE) continue;
      yield { json, rows: count };
      [json, count] = ['', 0];
    }
  } catch (error) {
    if (!hasErrorCode(error, 'SQL_ERROR')) throw error;
    isWhole = false;
  } finally {
    rows.return?.();
  }
  if (count > 0) yield { json, rows: count };
  return isWhole;
}
