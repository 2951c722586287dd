import type { CopyFormatter, CopyStyle } from './copy-formatter.ts';
import { type PlainValue, plainValue } from './plain-value.ts';
import { realText } from './real-text.ts';

export interface Delimiters {
  readonly delimiter: string;
  readonly lineEnd: string;
}

/** The two delimited formats. */
export const DELIMITERS = {
  tsv: { delimiter: '\t', lineEnd: '\n' },
  csv: { delimiter: ',', lineEnd: '\r\n' },
} as const satisfies Readonly<Record<string, Delimiters>>;

/** What spreadsheets take for the start of a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
export const FORMULA_STARTS = '=+-@\t\r';
const LAST_ASCII = 0x7f;
const BLANK = 0x20;

/**
 * CSV as RFC 4180 has it, and the TSV that spreadsheets exchange, with the same quotes. NULL is an empty field, empty
 * text is `""`.
 */
export function delimitedFormatter(style: CopyStyle, { delimiter, lineEnd }: Delimiters): CopyFormatter {
  const special = new RegExp(`["\\r\\n${delimiter}]`);
  const quoted = (text: string): string =>
    text === '' || special.test(text) || hasBlankEnd(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const textField = (text: string): string =>
    quoted(
      style.safeForSpreadsheets && text !== '' && FORMULA_STARTS.includes(text.charAt(0)) ? `'${text}` : text,
    );
  const field = ({ kind, text }: PlainValue): string => {
    if (kind === 'nothing') return '';
    return kind === 'text' ? textField(text) : quoted(text);
  };
  return {
    begin: () =>
      style.withHeader ? `${style.columns.map(({ name }) => textField(name)).join(delimiter)}${lineEnd}` : '',
    row(values) {
      let line = '';
      for (let index = 0; index < values.length; index += 1) {
        if (index > 0) line += delimiter;
        const value = values[index] ?? null;
        // Most values are of these kinds, and a million rows have many.
        if (typeof value === 'string') line += textField(value);
        else if (typeof value === 'bigint') line += value;
        else if (typeof value === 'number') line += realText(value);
        else if (value !== null) line += field(plainValue(value, style.jsonOf));
      }
      return line + lineEnd;
    },
    end: () => '',
  };
}

/** Whether a text begins or ends with white space, which some readers would cut off. */
function hasBlankEnd(text: string): boolean {
  const [first, last] = [text.charCodeAt(0), text.charCodeAt(text.length - 1)];
  if (first > BLANK && last > BLANK && first <= LAST_ASCII && last <= LAST_ASCII) return false;
  return /^\s|\s$/.test(text);
}
