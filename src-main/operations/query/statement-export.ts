import { type CopyFormat, encode } from '../../../src-preload/contract/index.ts';
import type { QueryParameter } from '../../../src-preload/contract/queries.ts';
import { OperationError } from '../../engine/errors.ts';
import type { Driver, Operation } from '../../engine/types.ts';
import { jsonTextOf } from '../cells.ts';
import { type CopyColumn, type CopyFormatter, copyFormatter } from '../formats/copy-formatter.ts';
import { type ObjectForm, objectPieces } from './object-pieces.ts';
import { assertOneStatement, prepareStatement } from './prepare-statement.ts';
import { statementError } from './statement-error.ts';
import { PIECE, type TextPiece } from './text-piece.ts';

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
  for (const piece of exportedText(driver, input as ExportInput)) yield encode(piece);
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
    if (statement.isReadonly && statement.columns.length > 0 && (format === 'json' || format === 'ndjson')) {
      const named = exportColumns(
        statement.columns.map(({ name }) => name),
        format,
      );
      yield* objectPieces(driver, sql, prepared, named, JSON_FORMS[format]);
      return;
    }
    const { columns: names, rows } = statement.iterate(values);
    try {
      if (names.length === 0) return;
      const formatter = copyFormatter(format, {
        ...style,
        table: TABLE,
        columns: exportColumns(names, format),
        jsonOf: (bytes) => jsonTextOf(driver, bytes),
      });
      yield* written(formatter, rows);
    } finally {
      rows.return?.();
    }
  } catch (error) {
    throw statementError(driver, sql, error);
  }
}

function* written(
  formatter: CopyFormatter,
  rows: Iterable<Parameters<CopyFormatter['row']>[0]>,
): Generator<TextPiece, void, void> {
  let text = formatter.begin();
  let count = 0;
  for (const row of rows) {
    text += formatter.row(row);
    count += 1;
    if (text.length < PIECE) continue;
    yield { text, rows: count };
    text = '';
  }
  text += formatter.end();
  if (text !== '' || count === 0) yield { text, rows: count };
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
