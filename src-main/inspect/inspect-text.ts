import type { InspectReport } from './inspect-report.ts';

/** A report for people: the facts of the file, then a line for each object. */
export function inspectText({ file, error, objects, ...facts }: InspectReport): string {
  if (error !== null) return `${shown(file)}: ${error.message} [${error.code}]\n`;
  const head = `${shown(file)}: journal mode ${facts.journalMode}, pages of ${facts.pageSize} bytes, ${facts.encoding}, read by ${facts.driver}`;
  const table = objects.map(({ name, type, collection, columns, rows, error: fault }) => [
    shown(name),
    collection ? 'collection' : type,
    rows === null ? '' : rows.toLocaleString('en-US'),
    fault === null ? cut(columns.map(shown).join(', ')) : `${shown(fault.message)} [${fault.code}]`,
  ]);
  if (table.length === 0) return `${head}\nno tables\n`;
  return `${[head, ...aligned([['NAME', 'TYPE', 'ROWS', 'COLUMNS'], ...table])].join('\n')}\n`;
}

function aligned(table: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, at) => (at === 2 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function cut(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

/** Names may hold anything; a terminal must not obey them. */
export function shown(text: string): string {
  return text.replace(/\p{Cc}/gu, (char) => JSON.stringify(char).slice(1, -1).replace('\u007f', '\\u007f'));
}
