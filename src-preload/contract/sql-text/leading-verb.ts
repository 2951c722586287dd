import { meaningfulTokens, wordOf } from './tokens.ts';

/**
 * What a statement does, by the word that its grammar begins with, in capitals: of one with common table expressions
 * the word behind them (`WITH a AS (...) DELETE` is a DELETE). Empty for a text without a statement. It tells kinds
 * apart that have a word of their own; whether a statement writes must be asked of SQLite.
 */
export function leadingVerb(sql: string): string {
  let isWith = false;
  let depth = 0;
  let isBehindTable = false;
  for (const token of meaningfulTokens(sql)) {
    const word = wordOf(sql, token);
    if (!isWith) {
      if (token.kind === 'semicolon') continue;
      if (word !== 'WITH') return word;
      isWith = true;
    } else if (token.kind === 'open') depth += 1;
    else if (token.kind === 'close') {
      depth -= 1;
      isBehindTable = depth === 0;
    } else if (depth === 0) {
      if (isBehindTable && word !== '' && word !== 'AS') return word;
      isBehindTable = false;
    }
  }
  return isWith ? 'WITH' : '';
}
