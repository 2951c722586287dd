import type { SqlValue } from '../types.ts';
import type { ComparableSql } from './path-sql.ts';
import { invalidQuery } from './query-error.ts';

export type PatternOperator = 'like' | 'ilike' | 'startsWith' | 'endsWith' | 'contains';

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
      if (value === '') return `${text} IS NOT NULL`;
      params.push(value, value);
      // Of bytes, as the file has them: characters are counted up to a NUL only.
      return `substr(CAST(${text} AS BLOB), -length(CAST(? AS BLOB))) = CAST(? AS BLOB)`;
  }
}

/** With a range where an index may serve it. */
function compilePrefix(text: string, prefix: string, isColumn: boolean, params: SqlValue[]): string {
  const isPrefix = `instr(${text}, ?) = 1`;
  if (!isColumn) {
    params.push(prefix);
    return isPrefix;
  }
  const end = afterPrefix(prefix);
  if (end === undefined) {
    params.push(prefix, prefix);
    return `${text} >= ? AND ${isPrefix}`;
  }
  params.push(prefix, end, prefix);
  return `${text} >= ? AND ${text} < ? AND ${isPrefix}`;
}

/** A text that is greater than all that start with this one, in files of each encoding; undefined where none is sure. */
function afterPrefix(prefix: string): string | undefined {
  const last = prefix.charCodeAt(prefix.length - 1);
  return last < 0x7f ? prefix.slice(0, -1) + String.fromCharCode(last + 1) : undefined;
}

/** LIKE pays no heed to case, GLOB does: the same pattern in its characters. */
function globOf(pattern: string): string {
  return pattern.replaceAll(/[*?[]/g, '[$&]').replaceAll('%', '*').replaceAll('_', '?');
}
