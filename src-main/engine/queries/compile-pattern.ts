import type { SqlValue } from '../types.ts';
import type { ComparableSql } from './path-sql.ts';
import { invalidQuery } from './query-error.ts';

export type PatternOperator = 'like' | 'ilike' | 'startsWith' | 'endsWith' | 'contains';

const LAST_CODE_POINT = 0x10ffff;

/**
 * Conditions on texts. All but `ilike` tell upper from lower case; `ilike` takes A to Z as equal to a to z, as SQLite does.
 * `%` and `_` are special for `like` and `ilike` only. Values that are not texts never match.
 */
export function compilePattern(
  operator: PatternOperator,
  value: unknown,
  path: string,
  subject: ComparableSql,
  params: SqlValue[],
): string {
  if (typeof value !== 'string') throw invalidQuery(`“${operator}” on “${path}” takes a text.`, path);
  const text = subject.of('string');
  switch (operator) {
    case 'like':
      params.push(globOf(value));
      return `${text} GLOB ?`;
    case 'ilike':
      params.push(value);
      return `${text} LIKE ?`;
    case 'contains':
      params.push(value);
      return `instr(${text}, ?) > 0`;
    case 'startsWith':
      return compilePrefix(text, value, subject.isColumn, params);
    case 'endsWith':
      // Of bytes: characters are counted up to a NUL only.
      if (value === '') return `${text} IS NOT NULL`;
      params.push(-Buffer.byteLength(value), value);
      return `substr(CAST(${text} AS BLOB), ?) = CAST(? AS BLOB)`;
  }
}

/** A range where it can use an index; else the text is looked at once. */
function compilePrefix(text: string, prefix: string, isColumn: boolean, params: SqlValue[]): string {
  const end = isColumn ? afterPrefix(prefix) : undefined;
  if (end === undefined) {
    params.push(prefix);
    return `instr(${text}, ?) = 1`;
  }
  params.push(prefix, end);
  return `${text} >= ? AND ${text} < ?`;
}

/** The least text, by code points, that is greater than all that start with this one. */
function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) as number);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  // Surrogates are no characters: the one after U+D7FF is U+E000.
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
}

/** LIKE pays no heed to case, GLOB does: the same pattern in its characters. */
function globOf(pattern: string): string {
  return pattern.replaceAll(/[*?[]/g, '[$&]').replaceAll('%', '*').replaceAll('_', '?');
}
