import { partsInParentheses } from './ddl-parts.ts';
import { type DdlToken, isKeyword, isMark, tokenizeDdl } from './ddl-tokens.ts';

/**
 * Collations that a CREATE TABLE declares for its columns, by column name in lower case. Columns without COLLATE
 * are left out (BINARY). No pragma of SQLite tells this: index_xinfo does so for indexed columns only.
 */
export function declaredCollations(createTableSql: string): ReadonlyMap<string, string> {
  const collations = new Map<string, string>();
  for (const definition of partsInParentheses(tokenizeDdl(createTableSql))) {
    const name = definition[0];
    const at = indexAtDepthZero(definition, 'COLLATE');
    const collation = at < 1 ? undefined : definition[at + 1];
    if (name !== undefined && collation !== undefined) {
      collations.set(name.text.toLowerCase(), collation.text);
    }
  }
  return collations;
}

function indexAtDepthZero(tokens: readonly DdlToken[], keyword: string): number {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (isMark(token, '(')) depth += 1;
    else if (isMark(token, ')')) depth -= 1;
    else if (depth === 0 && index > 0 && isKeyword(token, keyword)) return index;
  }
  return -1;
}
