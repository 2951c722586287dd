import {
  nameOf,
  type ScopeSource,
  type SqlToken,
  wordOf,
} from '../../../../src-preload/contract/sql-text/index.ts';
import { sqlKeywords } from '../../../lib/sql/sql-dialect.ts';

/** What can stand at a place of a statement. */
export type StatementPlace = 'start' | 'table' | 'pragma' | 'column-list' | 'behind-value' | 'expression';

const keywords = new Set(sqlKeywords.map((word) => word.toUpperCase()));
/** Behind these a table, a view or a collection stands. */
const BEFORE_TABLE = new Set('FROM JOIN INTO UPDATE TABLE VIEW EXISTS REFERENCES ANALYZE'.split(' '));
const EXPLAINS = new Set(['EXPLAIN', 'QUERY', 'PLAN']);
/** Words that begin a part of a statement. */
const CLAUSES = new Set(
  'SELECT FROM JOIN WHERE ON USING GROUP ORDER HAVING SET VALUES INTO LIMIT RETURNING UNION EXCEPT INTERSECT'.split(
    ' ',
  ),
);

/** What can stand behind some tokens, of which neither is a blank nor a comment. */
export function placeBehind(sql: string, before: readonly SqlToken[]): StatementPlace {
  const last = before.at(-1);
  if (last === undefined) return 'start';
  const word = wordOf(sql, last);
  const verb = wordAt(sql, before, 0);
  // In the body of a trigger statements begin, too.
  if (last.kind === 'semicolon' || (verb === 'CREATE' && word === 'BEGIN')) return 'start';
  if (before.every((token) => EXPLAINS.has(wordOf(sql, token)))) return 'start';
  if (verb === 'PRAGMA')
    return before.length === 1 ? 'pragma' : last.kind === 'open' ? 'table' : 'expression';
  if (BEFORE_TABLE.has(word)) return 'table';
  if (verb === 'CREATE' && word === 'ON' && !before.some((token) => wordOf(sql, token) === 'BEGIN'))
    return 'table';
  if (sql.slice(last.from, last.to) === ',') {
    const clause = clauseOf(sql, before);
    if (clause === 'FROM' || clause === 'JOIN') return 'table';
  }
  if (last.kind !== 'close' && isInColumnList(sql, before)) return 'column-list';
  return isValueEnd(sql, before, last) ? 'behind-value' : 'expression';
}

/** A source that a statement has without reading it. */
export interface TargetSource extends ScopeSource {
  /** Its columns are written behind its name only. */
  readonly isQualified: boolean;
}

/** The table of an index, a trigger or ALTER TABLE, and the rows NEW, OLD and excluded. */
export function targetSources(
  sql: string,
  tokens: readonly SqlToken[],
  into: string | null,
): readonly TargetSource[] {
  const words = tokens.map((token) => wordOf(sql, token));
  const tableAt = (at: number): string | null => {
    const isSchema = tokens[at + 1] !== undefined && textOf(sql, tokens[at + 1]) === '.';
    const token = tokens[isSchema ? at + 2 : at];
    return token === undefined || (token.kind !== 'word' && token.kind !== 'name')
      ? null
      : nameOf(sql, token);
  };
  const source = (
    table: string | null,
    name: string | null,
    isQualified: boolean,
  ): readonly TargetSource[] =>
    table === null ? [] : [{ name: name ?? table, table, columns: null, isQualified }];
  if (words[0] === 'ALTER' && words[1] === 'TABLE') return source(tableAt(2), null, false);
  if (words[0] === 'CREATE') {
    const on = words.indexOf('ON');
    if (on < 0) return [];
    if (words.slice(1, 3).includes('INDEX')) return source(tableAt(on + 1), null, false);
    if (words.slice(1, 3).includes('TRIGGER'))
      return ['NEW', 'OLD'].flatMap((name) => source(tableAt(on + 1), name, true));
    return [];
  }
  const isUpsert = words.some((word, at) => word === 'DO' && words[at + 1] === 'UPDATE');
  return isUpsert ? source(into, 'excluded', true) : [];
}

/** The word that the part begins with in which the last token stands; empty: it is in parentheses of its own. */
function clauseOf(sql: string, tokens: readonly SqlToken[]): string {
  let depth = 0;
  for (const token of tokens.toReversed()) {
    if (token.kind === 'close') depth += 1;
    else if (token.kind === 'open') depth -= 1;
    if (depth < 0) return '';
    const word = depth === 0 ? wordOf(sql, token) : '';
    if (CLAUSES.has(word)) return word;
  }
  return '';
}

/** `USING (a, b` or `INTO t (a, b`. */
function isInColumnList(sql: string, tokens: readonly SqlToken[]): boolean {
  const open = tokens.findLastIndex(({ kind }) => kind === 'open' || kind === 'close');
  if (tokens[open]?.kind !== 'open') return false;
  return wordAt(sql, tokens, open - 1) === 'USING' || wordAt(sql, tokens, open - 2) === 'INTO';
}

/** Behind a value no other one can stand, but a word of the grammar. */
function isValueEnd(sql: string, tokens: readonly SqlToken[], last: SqlToken): boolean {
  if (['name', 'string', 'number', 'blob', 'parameter', 'close'].includes(last.kind)) return true;
  const word = wordOf(sql, last);
  if (word !== '') return !keywords.has(word) || word === 'NULL';
  // A star that multiplies stands behind a value itself.
  const before = tokens.at(-2);
  return textOf(sql, last) === '*' && before !== undefined && !isValueEnd(sql, tokens.slice(0, -1), before);
}

function wordAt(sql: string, tokens: readonly SqlToken[], at: number): string {
  const token = tokens[at];
  return token === undefined ? '' : wordOf(sql, token);
}

function textOf(sql: string, token: SqlToken | undefined): string {
  return token === undefined ? '' : sql.slice(token.from, token.to);
}
