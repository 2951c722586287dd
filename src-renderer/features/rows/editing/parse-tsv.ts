/**
 * Reads what a spreadsheet puts on the clipboard: cells by tabs, rows by line ends; a cell that begins with a quote
 * may hold both, its quotes doubled. The line end behind the last row is none of its own.
 */
export function parseTsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const endOf = (from: number): number => {
    let end = from;
    while (end < text.length && text[end] !== '\t' && text[end] !== '\n' && text[end] !== '\r') end += 1;
    return end;
  };
  while (at <= text.length) {
    const quoted = text[at] === '"' ? quotedCell(text, at) : null;
    const end = quoted?.end ?? endOf(at);
    row.push(quoted?.cell ?? text.slice(at, end));
    at = end + 1;
    if (text[end] === '\t') continue;
    rows.push(row);
    row = [];
    if (text[end] === '\r' && text[end + 1] === '\n') at += 1;
    if (at >= text.length) break;
  }
  return rows;
}

/** A quoted cell; null where what stands there is a text that only begins with a quote. */
function quotedCell(text: string, from: number): { readonly cell: string; readonly end: number } | null {
  let at = from + 1;
  let cell = '';
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return null;
    cell += text.slice(at, quote);
    if (text[quote + 1] === '"') {
      cell += '"';
      at = quote + 2;
      continue;
    }
    const next = text[quote + 1];
    const isEnd = next === undefined || next === '\t' || next === '\n' || next === '\r';
    return isEnd ? { cell, end: quote + 1 } : null;
  }
}
