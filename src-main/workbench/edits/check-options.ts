import type { EditValue } from '../../../src-preload/contract/edits.ts';
import { partsInParentheses } from '../catalog/ddl-parts.ts';
import { type DdlToken, isKeyword, isMark, tokenizeDdl } from '../catalog/ddl-tokens.ts';

const MOST_OPTIONS = 500;

/**
 * The values that `CHECK (column IN (...))` of a CREATE TABLE lets a column have, by column name in lower case. Only
 * a CHECK that says nothing else, of literals only: any other one is left to SQLite.
 */
export function checkOptions(createTableSql: string): ReadonlyMap<string, readonly EditValue[]> {
  const options = new Map<string, readonly EditValue[]>();
  for (const definition of partsInParentheses(tokenizeDdl(createTableSql))) {
    for (const [index, token] of definition.entries()) {
      if (!isKeyword(token, 'CHECK') || !isMark(definition[index + 1], '(')) continue;
      const found = readCheck(definition, index + 2, createTableSql);
      if (found !== null) options.set(found.column.toLowerCase(), found.values);
    }
  }
  return options;
}

function readCheck(
  tokens: readonly DdlToken[],
  start: number,
  sql: string,
): { readonly column: string; readonly values: readonly EditValue[] } | null {
  const column = tokens[start];
  if (column === undefined || column.kind === 'mark') return null;
  if (!isKeyword(tokens[start + 1], 'IN') || !isMark(tokens[start + 2], '(')) return null;
  const values: EditValue[] = [];
  let at = start + 3;
  for (;;) {
    const literal = readLiteral(tokens, at, sql);
    if (literal === null || values.length >= MOST_OPTIONS) return null;
    values.push(literal.value);
    at = literal.next;
    if (isMark(tokens[at], ')')) break;
    if (!isMark(tokens[at], ',')) return null;
    at += 1;
  }
  return isMark(tokens[at + 1], ')') ? { column: column.text, values } : null;
}

function readLiteral(
  tokens: readonly DdlToken[],
  at: number,
  sql: string,
): { readonly value: EditValue; readonly next: number } | null {
  const token = tokens[at];
  if (token === undefined) return null;
  if (token.kind === 'quoted') {
    return sql[token.start] === "'" ? { value: token.text, next: at + 1 } : null;
  }
  const isNegative = isMark(token, '-');
  const number = isNegative ? tokens[at + 1] : token;
  if (isKeyword(number, 'NULL') && !isNegative) return { value: null, next: at + 1 };
  if (number?.kind !== 'name' || !/^\d+(?:\.\d+)?$/u.test(number.text)) return null;
  const next = at + (isNegative ? 2 : 1);
  const text = `${isNegative ? '-' : ''}${number.text}`;
  if (!text.includes('.')) {
    const value = BigInt(text);
    return {
      value: BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value,
      next,
    };
  }
  const value = Number(text);
  return { value: Number.isInteger(value) ? [1, value] : value, next };
}
