import type { CopyFormat } from '../../../src-preload/contract/index.ts';
import type { ReadValue } from '../read-value.ts';
import { DELIMITERS, delimitedFormatter } from './delimited.ts';
import { jsonFormatter } from './json.ts';
import { markdownFormatter } from './markdown.ts';
import { sqlFormatter } from './sql.ts';

/** A column as formats name it. */
export interface CopyColumn {
  readonly name: string;
  /** Keys of a document field; null for a real column. */
  readonly path: readonly string[] | null;
}

/** What a formatter is made from. */
export interface CopyStyle {
  readonly table: string;
  readonly columns: readonly CopyColumn[];
  readonly withHeader: boolean;
  /** Whether TEXT that a spreadsheet would run as a formula is defused (TSV and CSV). */
  readonly safeForSpreadsheets: boolean;
  /** The JSON text of a BLOB that is JSONB; null for any other. */
  readonly jsonOf: (bytes: Uint8Array) => string | null;
}

/** Writes rows as text: `begin`, then each row, then `end`. */
export interface CopyFormatter {
  begin(): string;
  row(values: readonly ReadValue[]): string;
  end(): string;
}

/** The formatter of a format. */
export function copyFormatter(format: CopyFormat, style: CopyStyle): CopyFormatter {
  switch (format) {
    case 'tsv':
      return delimitedFormatter(style, DELIMITERS.tsv);
    case 'csv':
      return delimitedFormatter(style, DELIMITERS.csv);
    case 'json':
      return jsonFormatter(style, 'array');
    case 'ndjson':
      return jsonFormatter(style, 'lines');
    case 'markdown':
      return markdownFormatter(style);
    case 'sql':
      return sqlFormatter(style);
  }
}
