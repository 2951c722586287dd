import { hasErrorCode } from '../../engine/errors.ts';
import type { Driver } from '../../engine/types.ts';
import type { CopyStyle } from '../formats/copy-formatter.ts';
import { type Delimiters, delimitedFormatter, FORMULA_STARTS } from '../formats/delimited.ts';
import { DelimitedJson } from '../formats/delimited-json.ts';
import { encodingOf } from '../text-bytes.ts';
import { formattedPieces } from './formatted-pieces.ts';
import { holdState, type JsonForm, jsonRows } from './json-rows.ts';
import type { PreparedStatement } from './prepare-statement.ts';
import type { TextPiece } from './text-piece.ts';

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
  const form: JsonForm = {
    sqlFunction: 'json_array',
    argumentsOf: (value) => [value],
    signed,
    separator: '',
  };
  // Texts of other encodings are converted twice on this way, in which halves of characters become others.
  for (let mayGoOn = encodingOf(driver) === 'UTF-8'; mayGoOn; ) {
    const json = jsonRows(driver, sql, prepared, form, rows);
    if (json === null) break;
    mayGoOn = false;
    try {
      for (const joined of json) {
        const written = writer.write(joined.text, joined.rows * style.columns.length, signed);
        rows += written.rows;
        yield { text: head + written.text, rows };
        head = '';
        if (written.zeroAt < 0) continue;
        signed.add(written.zeroAt);
        mayGoOn = true;
        break;
      }
      if (mayGoOn) continue;
      if (rows === 0) yield { text: head, rows };
      return;
    } catch (error) {
      // About a BLOB, or what the statement itself has against a row, which is said when it is read on.
      if (!hasErrorCode(error, 'SQL_ERROR')) throw error;
    }
  }
  yield* formattedPieces(formatter, prepared.statement.iterate(prepared.values).rows, head, rows);
}
