import type { CopyFormatter, CopyStyle } from './copy-formatter.ts';
import { type PlainValue, plainValue } from './plain-value.ts';

export interface Delimiters {
  readonly delimiter: string;
  readonly lineEnd: string;
}

/** What spreadsheets take for the start of a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * CSV as RFC 4180 has it, and the TSV that spreadsheets exchange, with the same quotes. NULL is an empty field, empty
 * text is `""`.
 */
export function delimitedFormatter(style: CopyStyle, { delimiter, lineEnd }: Delimiters): CopyFormatter {
  const needsQuotes = new RegExp(`["\\r\\n${delimiter}]|^\\s|\\s$`);
  const field = ({ kind, text }: PlainValue): string => {
    if (kind === 'nothing') return '';
    const safe = style.safeForSpreadsheets && kind === 'text' && FORMULA.test(text) ? `'${text}` : text;
    return safe === '' || needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const line = (values: readonly PlainValue[]): string => `${values.map(field).join(delimiter)}${lineEnd}`;
  return {
    begin: () =>
      style.withHeader ? line(style.columns.map(({ name }) => ({ kind: 'text', text: name }))) : '',
    row: (values) => line(values.map((value) => plainValue(value, style.jsonOf))),
    end: () => '',
  };
}
