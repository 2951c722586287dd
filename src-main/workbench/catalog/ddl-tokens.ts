/** One token of a piece of DDL; white space and comments are left out. */
export interface DdlToken {
  /** `name` is a bare word, `quoted` an identifier or string in any of SQLite's four quotes, `mark` anything else. */
  readonly kind: 'name' | 'quoted' | 'mark';
  /** The word, the unquoted text, or the mark itself. */
  readonly text: string;
  /** Where it stands in the source, the end exclusive, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /(?:\s|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+|"((?:[^"]|"")*)"|'((?:[^']|'')*)'|`((?:[^`]|``)*)`|\[([^\]]*)\]|([\p{L}\p{N}_$\u{80}-\u{10FFFF}]+(?:\.\d+)?)|([\s\S])/gu;

/** Splits DDL into tokens as SQLite's own tokenizer does. Never throws: an unclosed quote becomes single marks. */
export function tokenizeDdl(sql: string): readonly DdlToken[] {
  const tokens: DdlToken[] = [];
  for (const match of sql.matchAll(TOKEN)) {
    const [all, double, single, back, bracket, word, mark] = match;
    const place = { start: match.index, end: match.index + all.length };
    if (double !== undefined) tokens.push({ kind: 'quoted', text: double.replaceAll('""', '"'), ...place });
    else if (single !== undefined)
      tokens.push({ kind: 'quoted', text: single.replaceAll("''", "'"), ...place });
    else if (back !== undefined) tokens.push({ kind: 'quoted', text: back.replaceAll('``', '`'), ...place });
    else if (bracket !== undefined) tokens.push({ kind: 'quoted', text: bracket, ...place });
    else if (word !== undefined) tokens.push({ kind: 'name', text: word, ...place });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, ...place });
  }
  return tokens;
}

/** Whether the token is this bare keyword, in any case. */
export function isKeyword(token: DdlToken | undefined, keyword: string): boolean {
  return token?.kind === 'name' && token.text.toUpperCase() === keyword;
}

/** Whether the token is this punctuation mark. */
export function isMark(token: DdlToken | undefined, mark: string): boolean {
  return token?.kind === 'mark' && token.text === mark;
}
