import type { Cell } from '../../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../../src-preload/contract/cell-tag.ts';
import type { CopyFormat, RowRange } from '../../../../src-preload/contract/rows.ts';
import { numberText } from '../../../lib/cells/cell-view.ts';
import { toHex } from '../../../lib/cells/hex-dump.ts';
import type { ResultSet } from '../runs/result-set.ts';

/** What of a result is copied. */
export interface ResultPart {
  readonly ranges: readonly RowRange[];
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** Formats as menus name them. */
export const resultFormats: readonly { readonly format: CopyFormat; readonly label: string }[] = [
  { format: 'tsv', label: 'TSV, for spreadsheets' },
  { format: 'csv', label: 'CSV' },
  { format: 'json', label: 'JSON' },
  { format: 'ndjson', label: 'NDJSON, a line for each row' },
  { format: 'markdown', label: 'Markdown table' },
  { format: 'sql', label: 'SQL INSERT' },
];

/** The value is not whole in the page: only its start was read. */
export class NotWhole extends Error {
  override readonly name = 'NotWhole';
  constructor() {
    super(
      'A value larger than 1 MB is among them, of which only the start was read. Export the result instead.',
    );
  }
}

const decoder = new TextDecoder();

/** Rows of a result as text, as the grid of a table copies them. Throws `NotWhole`. */
export function resultText(
  { columns, rows }: Pick<ResultSet, 'columns' | 'rows'>,
  { ranges, firstColumn, lastColumn }: ResultPart,
  format: CopyFormat,
  withHeader: boolean,
): string {
  const names = columns.slice(firstColumn, lastColumn + 1).map(({ name }) => name);
  const values = ranges.flatMap(({ firstRow, lastRow }) =>
    rows.slice(firstRow, lastRow + 1).map((row) => row.slice(firstColumn, lastColumn + 1)),
  );
  switch (format) {
    case 'tsv':
      return delimited(names, values, '\t', '\n', withHeader);
    case 'csv':
      return delimited(names, values, ',', '\r\n', withHeader);
    case 'json': {
      const objects = values.map((row) => `  ${objectText(names, row)}`);
      return objects.length === 0 ? '[]\n' : `[\n${objects.join(',\n')}\n]\n`;
    }
    case 'ndjson':
      return values.map((row) => `${objectText(names, row)}\n`).join('');
    case 'markdown':
      return markdown(names, values);
    case 'sql':
      return inserts(tableOf(columns), names, values);
  }
}

function delimited(
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
  delimiter: string,
  end: string,
  withHeader: boolean,
): string {
  const needsQuotes = new RegExp(`["\\r\\n${delimiter}]|^\\s|\\s$`);
  const field = (text: string) =>
    text === '' || needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = rows.map((row) =>
    row.map((cell) => (cell === null ? '' : field(plainText(cell)))).join(delimiter),
  );
  if (withHeader) lines.unshift(names.map(field).join(delimiter));
  // One cell has no line end behind it: it may go into the middle of a line.
  if (!withHeader && rows.length === 1 && names.length === 1) {
    const [cell = null] = rows[0] ?? [];
    return cell === null ? '' : plainText(cell);
  }
  return lines.map((line) => `${line}${end}`).join('');
}

function markdown(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const escaped = (text: string) =>
    text.replace(/[\\`*_{}[\]<>#|~&]/g, (mark) => `\\${mark}`).replace(/\r\n|[\r\n]/g, '<br>');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const head = line(names.map(escaped)) + line(names.map(() => '---'));
  return (
    head +
    rows.map((row) => line(row.map((cell) => (cell === null ? '_NULL_' : escaped(plainText(cell)))))).join('')
  );
}

function inserts(table: string, names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const start = `INSERT INTO ${quotedName(table)} (${names.map(quotedName).join(', ')}) VALUES (`;
  return rows.map((row) => `${start}${row.map(sqlText).join(', ')});\n`).join('');
}

/** The table that all columns come from, else a name that says what it is. */
function tableOf(columns: ResultSet['columns']): string {
  const names = new Set(columns.map(({ origin }) => origin?.object ?? null));
  const [only] = names;
  return names.size === 1 && only !== null && only !== undefined ? only : 'result';
}

/** Columns may have the same name: an object keeps each under a name of its own. */
function objectText(names: readonly string[], row: readonly Cell[]): string {
  const used = new Map<string, number>();
  const members = names.map((name, index) => {
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    const key = count === 1 ? name : `${name}:${count - 1}`;
    return `${JSON.stringify(key)}: ${jsonText(row[index] ?? null)}`;
  });
  return `{${members.join(', ')}}`;
}

function plainText(cell: Exclude<Cell, null>): string {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number' || typeof cell === 'bigint') return numberText(cell);
  switch (cell[0]) {
    case CellTag.real:
    case CellTag.jsonNumber:
      return cell[1];
    case CellTag.badText:
      return decoder.decode(wholeBytes(cell[1], cell[2]));
    case CellTag.blob:
      return `x'${toHex(wholeBytes(cell[1], cell[2]))}'`;
    case CellTag.jsonb:
      if (!cell[3]) throw new NotWhole();
      return cell[2];
    case CellTag.boolean:
      return String(cell[1]);
    case CellTag.jsonNull:
      return 'null';
    case CellTag.missing:
      return '';
    default:
      throw new NotWhole();
  }
}

function jsonText(cell: Cell): string {
  if (cell === null) return 'null';
  if (typeof cell === 'string') return JSON.stringify(cell);
  if (typeof cell === 'number' || typeof cell === 'bigint') return infinite(numberText(cell));
  switch (cell[0]) {
    case CellTag.real:
    case CellTag.jsonNumber:
      return infinite(cell[1]);
    case CellTag.blob: {
      const bytes = wholeBytes(cell[1], cell[2]);
      return JSON.stringify(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')));
    }
    case CellTag.jsonb:
    case CellTag.boolean:
    case CellTag.jsonNull:
      return plainText(cell);
    default:
      return JSON.stringify(plainText(cell));
  }
}

function sqlText(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'string') return textLiteral(cell);
  if (typeof cell === 'number' || typeof cell === 'bigint') return infinite(numberText(cell));
  switch (cell[0]) {
    case CellTag.real:
      return infinite(cell[1]);
    case CellTag.badText:
      return `CAST(X'${toHex(wholeBytes(cell[1], cell[2]))}' AS TEXT)`;
    case CellTag.blob:
      return `X'${toHex(wholeBytes(cell[1], cell[2]))}'`;
    case CellTag.jsonb:
      return `jsonb(${textLiteral(plainText(cell))})`;
    default:
      return textLiteral(plainText(cell));
  }
}

/** Both SQL and JSON read 9e999 as infinity. */
function infinite(text: string): string {
  return text === 'Inf' ? '9e999' : text === '-Inf' ? '-9e999' : text;
}

function wholeBytes(length: number, bytes: Uint8Array): Uint8Array {
  if (bytes.length < length) throw new NotWhole();
  return bytes;
}

/** SQL text ends at a NUL character, so it is put together from pieces. */
function textLiteral(text: string): string {
  const pieces = text.split('\0').map((piece) => `'${piece.replaceAll("'", "''")}'`);
  return pieces.length === 1 ? (pieces[0] ?? "''") : `(${pieces.join(' || char(0) || ')})`;
}

function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
