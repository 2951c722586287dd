import { quoteIdentifier } from '../../engine/quote-identifier.ts';
import { isField, type ReadValue } from '../read-value.ts';
import { isRawText } from '../stored-value.ts';
import type { CopyFormatter, CopyStyle } from './copy-formatter.ts';
import { hexOf } from './plain-value.ts';
import { realLiteral } from './real-text.ts';

/** One INSERT for each row, from which SQLite stores the same values again. */
export function sqlFormatter({ table, columns }: CopyStyle): CopyFormatter {
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const start = `INSERT INTO ${quoteIdentifier(table)} (${names}) VALUES (`;
  return {
    begin: () => '',
    row: (values) => `${start}${values.map(sqlLiteral).join(', ')});\n`,
    end: () => '',
  };
}

/** A stored value as an SQL expression that is exactly this value. */
export function sqlLiteral(value: ReadValue): string {
  if (value === null) return 'NULL';
  switch (typeof value) {
    case 'string':
      return textLiteral(value);
    case 'bigint':
      return String(value);
    case 'number':
      return realLiteral(value);
    default:
  }
  // The bytes are those of the file's encoding, and CAST takes them for such.
  if (isRawText(value)) return `CAST(X'${hexOf(value.rawText)}' AS TEXT)`;
  if (value instanceof Uint8Array) return `X'${hexOf(value)}'`;
  throw new TypeError(
    isField(value)
      ? 'A field of a document is no column; the document is to be written.'
      : 'A value is to be written of which only the start was read.',
  );
}

/** SQL text ends at a NUL character, so it is put together from pieces. */
function textLiteral(text: string): string {
  const pieces = text.split('\0').map((piece) => `'${piece.replaceAll("'", "''")}'`);
  return pieces.length === 1 ? (pieces[0] ?? "''") : `(${pieces.join(' || char(0) || ')})`;
}
