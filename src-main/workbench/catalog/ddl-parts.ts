import { type DdlToken, isMark, tokenizeDdl } from './ddl-tokens.ts';

/** The tokens of each comma-separated part inside the first parentheses of a statement. */
export function partsInParentheses(tokens: readonly DdlToken[]): readonly (readonly DdlToken[])[] {
  const parts: DdlToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isMark(token, ')')) depth -= 1;
    if (depth === 1 && isMark(token, ',')) parts.push([]);
    else if (depth >= 1) parts.at(-1)?.push(token);
    if (isMark(token, '(')) depth += 1;
    if (depth === 0 && isMark(token, ')')) break;
  }
  return parts;
}

/** The columns and expressions of a CREATE INDEX as they are written, with COLLATE and DESC. */
export function indexedTerms(createIndexSql: string): readonly string[] {
  return partsInParentheses(tokenizeDdl(createIndexSql)).map((part) => {
    const [first, last] = [part[0], part.at(-1)];
    return first === undefined || last === undefined ? '' : createIndexSql.slice(first.start, last.end);
  });
}
