/** One token of a piece of DDL; white space and comments are left out. */
export interface DdlToken {
  /** `name` is a bare word, `quoted` an identifier or string in any of SQLite's four quotes, `mark` anything else. */
  readonly kind: 'name' | 'quoted' | 'mark';
  /** The word, the unquoted text, or the mark itself. */
  readonly text: string;
}

const TOKEN =
  /(?:\s|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+|"((?:[^"]|"")*)"|'((?:[^']|'')*)'|`((?:[^`]|``)*)`|\[([^\]]*)\]|([\p{L}\p{N}_$\u{80}-\u{10FFFF}]+(?:\.\d+)?)|([\s\S])/gu;

/** Splits DDL into tokens as SQLite's own tokenizer does. Never throws: an unclosed quote becomes single marks. */
export function tokenizeDdl(sql: string): readonly DdlToken[] {
  const tokens: DdlToken[] = [];
  for (const [, double, single, back, bracket, word, mark] of sql.matchAll(TOKEN)) {
    if (double !== undefined) tokens.push({ kind: 'quoted', text: double.replaceAll('""', '"') });
    else if (single !== undefined) tokens.push({ kind: 'quoted', text: single.replaceAll("''", "'") });
    else if (back !== undefined) tokens.push({ kind: 'quoted', text: back.replaceAll('``', '`') });
    else if (bracket !== undefined) tokens.push({ kind: 'quoted', text: bracket });
    else if (word !== undefined) tokens.push({ kind: 'name', text: word });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
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
