import { type CopyFormat, encode } from '../../../src-preload/contract/index.ts';
import type { QueryParameter } from '../../../src-preload/contract/queries.ts';
import { OperationError } from '../../engine/errors.ts';
import type { Driver, Operation } from '../../engine/types.ts';
import { jsonTextOf } from '../cells.ts';
import { type CopyColumn, copyFormatter } from '../formats/copy-formatter.ts';
import { DELIMITERS } from '../formats/delimited.ts';
import { delimitedPieces } from './delimited-pieces.ts';
import { formattedPieces } from './formatted-pieces.ts';
import { type ObjectForm, objectPieces } from './object-pieces.ts';
import { assertOneStatement, prepareStatement } from './prepare-statement.ts';
import { statementError } from './statement-error.ts';
import { SENT_PIECE, type TextPiece } from './text-piece.ts';

export type { TextPiece } from './text-piece.ts';

/** What the operation `exportStatement` is given. */
export interface ExportInput {
  readonly sql: string;
  readonly parameters: readonly QueryParameter[];
  readonly format: CopyFormat;
  readonly withHeader: boolean;
  readonly safeForSpreadsheets: boolean;
}

const JSON_FORMS = {
  json: { first: '[\n  ', between: ',\n  ', end: '\n]\n', empty: '[]\n' },
  ndjson: { first: '', between: '\n', end: '\n', empty: '' },
} as const satisfies Readonly<Record<string, ObjectForm>>;
/** What rows are inserted into, where SQL is written: the result of a statement has no table. */
const TABLE = 'result';

/** The operation `exportStatement`: the rows of a read as text in pieces, each an encoded chunk of `queries.export`. */
export const exportStatement: Operation = function* ({ driver }, input): Generator<Uint8Array, void, void> {
  let [text, rows] = ['', 0];
  let isAnyGiven = false;
  for (const piece of exportedText(driver, input as ExportInput)) {
    text += piece.text;
    rows = piece.rows;
    if (text.length < SENT_PIECE) continue;
    yield encode({ text, rows });
    text = '';
    isAnyGiven = true;
  }
  if (text !== '' || !isAnyGiven) yield encode({ text, rows });
};

/**
 * The rows of a read as text in pieces. Throws QUERY_INVALID for a statement that writes, before it has done anything, and
 * what `runStatement` throws.
 */
export function exportedText(driver: Driver, input: ExportInput): Generator<TextPiece, void, void> {
  return textOf(driver, input, false);
}

/** The same for a statement that may write; one that gives no rows gives no text. */
export function writtenText(driver: Driver, input: ExportInput): Generator<TextPiece, void, void> {
  return textOf(driver, input, true);
}

function* textOf(
  driver: Driver,
  { sql, parameters, format, ...style }: ExportInput,
  mayWrite: boolean,
): Generator<TextPiece, void, void> {
  assertOneStatement(sql);
  try {
    const prepared = prepareStatement(driver, sql, parameters);
    const { statement, values } = prepared;
    if (!statement.isReadonly && !mayWrite) throw writes();
    const names = statement.columns.map(({ name }) => name);
    if (statement.isReadonly && names.length > 0 && (format === 'json' || format === 'ndjson')) {
      return yield* objectPieces(driver, sql, prepared, exportColumns(names, format), JSON_FORMS[format]);
    }
    const copyStyle = { ...style, table: TABLE, jsonOf: (bytes: Uint8Array) => jsonTextOf(driver, bytes) };
    if (statement.isReadonly && names.length > 0 && (format === 'csv' || format === 'tsv')) {
      const columns = exportColumns(names, format);
      return yield* delimitedPieces(driver, sql, prepared, { ...copyStyle, columns }, DELIMITERS[format]);
    }
    const { columns, rows } = statement.iterate(values);
    if (columns.length === 0) return;
    const named = { ...copyStyle, columns: exportColumns(columns, format) };
    yield* formattedPieces(copyFormatter(format, named), rows);
  } catch (error) {
    throw statementError(driver, sql, error);
  }
}

/** Objects and INSERTs hold one value of each name: further columns of a name get a number. */
function exportColumns(names: readonly string[], format: CopyFormat): readonly CopyColumn[] {
  const isNamed = format === 'json' || format === 'ndjson' || format === 'sql';
  const taken = new Set(names.map(keyOf));
  const seen = new Set<string>();
  return names.map((name) => {
    let own = name;
    const isTaken = () => seen.has(keyOf(own)) || (own !== name && taken.has(keyOf(own)));
    for (let number = 2; isNamed && isTaken(); number += 1) own = `${name}_${number}`;
    seen.add(keyOf(own));
    return { name: own, path: null };
  });
}

/** Names of columns are the same in SQL whatever their capitals. */
function keyOf(name: string): string {
  return name.toLowerCase();
}

function writes(): OperationError {
  return new OperationError(
    'QUERY_INVALID',
    'The statement writes, and only the rows of a read are exported. Nothing was run.',
    { details: { offset: null, length: 0, nearest: null, writes: true } },
  );
}
