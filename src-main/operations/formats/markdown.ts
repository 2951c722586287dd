import type { CopyFormatter, CopyStyle } from './copy-formatter.ts';
import { type PlainValue, plainValue } from './plain-value.ts';

/** A table of GitHub Flavored Markdown (https://github.github.com/gfm/#tables-extension-). NULL is `_NULL_`, which no text becomes. */
export function markdownFormatter(style: CopyStyle): CopyFormatter {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return {
    begin: () => {
      // A table has a header in any case: without names its cells are empty.
      const names = style.columns.map(({ name }) => (style.withHeader ? escaped(name) : ' '));
      return `${line(names)}${line(names.map(() => '---'))}`;
    },
    row: (values) => line(values.map((value) => cellOf(plainValue(value, style.jsonOf)))),
    end: () => '',
  };
}

function cellOf({ kind, text }: PlainValue): string {
  if (kind === 'nothing') return '_NULL_';
  return kind === 'text' ? escaped(text) : text.replaceAll('|', '\\|').replace(/\r\n|[\r\n]/g, '<br>');
}

/** Everything that Markdown gives a meaning inside a line; line breaks become `<br>`. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~&]/g, (mark) => `\\${mark}`).replace(/\r\n|[\r\n]/g, '<br>');
}
