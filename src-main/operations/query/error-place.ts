import {
  isClosed,
  meaningfulTokens,
  nameOf,
  type SqlToken,
} from '../../../src-preload/contract/sql-text/index.ts';

/** Where in a statement something is wrong, in UTF-16 units. */
export interface ErrorPlace {
  readonly offset: number;
  readonly length: number;
}

/** What a message of SQLite is about. */
export interface BlamedName {
  readonly kind: 'table' | 'column' | 'function' | 'collation' | 'index' | 'word' | 'other';
  /** As in the message, perhaps with the names of its table and schema in front. */
  readonly name: string;
}

const NEAR = /^near "([\s\S]*)": syntax error$/;

const MESSAGES: readonly (readonly [BlamedName['kind'], RegExp])[] = [
  ['column', /^no such column: "([\s\S]+)" - should this be a string literal in single-quotes\?$/],
  ['column', /^no such column: ([\s\S]+)$/],
  ['column', /^ambiguous column name: ([\s\S]+)$/],
  ['column', /^table [\s\S]+? has no column named ([\s\S]+)$/],
  ['column', /^duplicate column name: ([\s\S]+)$/],
  ['table', /^no such table: ([\s\S]+)$/],
  ['table', /^no such view: ([\s\S]+)$/],
  ['function', /^no such function: ([\s\S]+)$/],
  ['function', /^wrong number of arguments to function ([\s\S]+)\(\)$/],
  ['function', /^misuse of (?:aggregate|window function): ?([\s\S]+?)(?:\(\))?$/],
  ['collation', /^no such collation sequence: ([\s\S]+)$/],
  ['index', /^no such index: ([\s\S]+)$/],
  ['other', /^unrecognized token: "([\s\S]*)"$/],
  ['other', /^(?:table|view|index|trigger) ("?[\s\S]+?"?) already exists$/],
  ['other', /^no such (?:trigger|module|savepoint): ([\s\S]+)$/],
  ['other', /^unknown database "?([\s\S]+?)"?$/],
];

/** The name that a message is about, if it names one. */
export function blamedName(message: string): BlamedName | null {
  const near = NEAR.exec(message)?.[1];
  if (near !== undefined) return { kind: 'word', name: near };
  for (const [kind, pattern] of MESSAGES) {
    const name = pattern.exec(message)?.[1];
    if (name !== undefined) return { kind, name };
  }
  return null;
}

/**
 * Finds the place of which SQLite's message speaks; no driver hands out its own (`sqlite3_error_offset`). A syntax error
 * at a word that stands several times is looked for by compiling the text up to each of them.
 *
 * @param messageOf what SQLite says to the start of a statement; null: it compiles.
 */
export function errorPlace(
  sql: string,
  message: string,
  messageOf: (start: string) => string | null,
): ErrorPlace | null {
  const tokens = [...meaningfulTokens(sql)];
  if (message === 'incomplete input') return { offset: tokens.at(-1)?.to ?? sql.length, length: 0 };
  const blamed = blamedName(message);
  if (blamed === null) return null;
  if (message.startsWith('unrecognized')) return unrecognized(sql, tokens, blamed.name);
  if (blamed.kind !== 'word') return placeOfName(sql, tokens, blamed.name);
  const same = tokens.filter(({ from, to }) => sql.slice(from, to) === blamed.name);
  const token = firstWith(same, ({ to }) => messageOf(sql.slice(0, to)) === message);
  return token === undefined ? null : spanOf(token);
}

/** The first one for which it holds, if it then holds for all behind it. */
function firstWith(tokens: readonly SqlToken[], holds: (token: SqlToken) => boolean): SqlToken | undefined {
  let [low, high] = [0, tokens.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const token = tokens[middle];
    if (token !== undefined && holds(token)) high = middle;
    else low = middle + 1;
  }
  return tokens[low];
}

function unrecognized(sql: string, tokens: readonly SqlToken[], written: string): ErrorPlace | null {
  const open = tokens.find((token) => !isClosed(sql, token));
  if (open !== undefined && sql.slice(open.from, open.to).startsWith(written)) return spanOf(open);
  const offset = tokens.find(({ from }) => sql.startsWith(written, from))?.from ?? -1;
  return offset < 0 ? null : { offset, length: written.length };
}

/** The first place where a name stands, with the names in front of it where the message has them. */
function placeOfName(sql: string, tokens: readonly SqlToken[], written: string): ErrorPlace | null {
  const wanted = [...meaningfulTokens(written)].map((token) => plainName(written, token));
  for (let at = 0; at + wanted.length <= tokens.length; at += 1) {
    const isHere = wanted.every((name, index) => {
      const token = tokens[at + index];
      return token !== undefined && plainName(sql, token) === name;
    });
    const [first, last] = [tokens[at], tokens[at + wanted.length - 1]];
    if (isHere && first !== undefined && last !== undefined)
      return { offset: first.from, length: last.to - first.from };
  }
  // SQLite adds the schema to names that were written without it.
  const rest = written.slice(written.indexOf('.') + 1);
  return rest.length < written.length ? placeOfName(sql, tokens, rest) : null;
}

function plainName(text: string, token: SqlToken): string {
  return nameOf(text, token).toLowerCase();
}

function spanOf({ from, to }: SqlToken): ErrorPlace {
  return { offset: from, length: to - from };
}
