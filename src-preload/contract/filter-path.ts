import { type JsonPath, parsePathText, pathText } from './json-text/path.ts';

/**
 * What a condition of a filter is about where that is no column of the view: a place in a document, or what arrays hold.
 *
 * ```
 * ship.country        a place; keys that are no identifiers as ["a.b"], items of arrays as [0]
 * items any qty       the qty of any item of the array
 * items every tags any     of every item any tag
 * ```
 */
export interface FilterPath {
  readonly path: JsonPath;
  /** Arrays on the way, from the outside: each at the path before it, and the path inside of its items. */
  readonly arrays: readonly FilterArray[];
}

export interface FilterArray {
  readonly quantifier: 'any' | 'every';
  /** Inside of an item; empty: the item itself. */
  readonly path: JsonPath;
}

/** A sentence, and where in the text it is about: from `at` up to `end`. */
export interface FilterProblem {
  readonly ok: false;
  readonly problem: string;
  readonly at: number;
  readonly end: number;
}

/** A path that stands at the start of a text, and where it ends. */
export type ReadFilterPath =
  | { readonly ok: true; readonly subject: FilterPath; readonly end: number }
  | FilterProblem;

/** More arrays in arrays than this are taken for a mistake. */
const MOST_ARRAYS = 16;
/** Words of the grammar. As the first key of a path they stand in brackets and quotes. */
const WORDS = new Set(['any', 'every', 'and', 'or', 'in', 'null', 'missing']);
const NAME = '[\\p{L}_$][\\p{L}\\p{N}_$]*';
const BRACKETS = '\\[(?:\\d+|"(?:[^"\\\\]|\\\\.)*")\\]';
const PATH = new RegExp(`(?:${NAME}|${BRACKETS})(?:\\.${NAME}|${BRACKETS})*`, 'uy');
const WORD = new RegExp(NAME, 'uy');

/** Reads the path that begins at `start`; what comes after it is left alone. Never throws. */
export function readFilterPath(text: string, start = 0): ReadFilterPath {
  const first = readPath(text, start, false);
  if (!first.ok) return first;
  const arrays: FilterArray[] = [];
  let { end } = first;
  for (;;) {
    const at = skipBlanks(text, end);
    const word = wordAt(text, at)?.toLowerCase();
    if (at === end || (word !== 'any' && word !== 'every')) break;
    if (arrays.length === MOST_ARRAYS) {
      return problemAt(at, at + word.length, `At most ${MOST_ARRAYS} arrays can be in each other.`);
    }
    end = at + word.length;
    const inner = readPath(text, skipBlanks(text, end), true);
    if (!inner.ok) return inner;
    arrays.push({ quantifier: word, path: inner.path });
    if (inner.path.length > 0) end = inner.end;
  }
  return { ok: true, subject: { path: first.path, arrays }, end };
}

/** Reads a text that is a path and nothing else. */
export function parseFilterPath(text: string): ReadFilterPath {
  const start = skipBlanks(text, 0);
  const read = readFilterPath(text, start);
  if (!read.ok || skipBlanks(text, read.end) === text.length) return read;
  return problemAt(
    read.end,
    text.length,
    `This is no part of a path: ${text.slice(read.end).trim().slice(0, 60)}`,
  );
}

/** The text that reads as this path. */
export function filterPathText({ path, arrays }: FilterPath): string {
  const inner = arrays.map((array) => `${array.quantifier} ${safePathText(array.path)}`.trimEnd());
  return [safePathText(path), ...inner].join(' ');
}

/** The first place behind blanks. */
export function skipBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
  return at;
}

export function problemAt(at: number, end: number, problem: string): FilterProblem {
  return { ok: false, problem, at, end: Math.max(at, end) };
}

type ReadPath = { readonly ok: true; readonly path: JsonPath; readonly end: number } | FilterProblem;

function readPath(text: string, at: number, mayBeEmpty: boolean): ReadPath {
  PATH.lastIndex = at;
  const found = PATH.exec(text)?.[0];
  const isWord = found !== undefined && WORDS.has((wordAt(text, at) ?? '').toLowerCase());
  // A BLOB, x'00ff', begins like a path.
  const isBlob = mayBeEmpty && found?.toLowerCase() === 'x' && text[at + 1] === "'";
  if (found === undefined || isWord || isBlob) {
    if (mayBeEmpty && (isWord || isBlob || text[at] !== '[')) return { ok: true, path: [], end: at };
    return noPath(text, at);
  }
  const end = at + found.length;
  const path = parsePathText(found);
  if (path === null)
    return problemAt(
      at,
      end,
      `${found.slice(0, 60)} is no path. A position has no leading 0, a key is written as in JSON.`,
    );
  if (text[end] === '.' && text[end + 1] !== '.') {
    return problemAt(
      end,
      end + 1,
      'A key is missing after the dot. Keys that are no names stand in brackets, such as ["a.b"].',
    );
  }
  if (text[end] === '[') {
    return problemAt(
      end,
      end + 1,
      'In brackets stands a position or a key in double quotes, such as [0] or ["a.b"].',
    );
  }
  return { ok: true, path, end };
}

function noPath(text: string, at: number): FilterProblem {
  const word = wordAt(text, at);
  if (word !== undefined) {
    return problemAt(
      at,
      at + word.length,
      `${word} is a word of filters. As a field it is written ["${word}"].`,
    );
  }
  const quote = /^"([^"]*)"|^'([^']*)'/.exec(text.slice(at));
  if (quote !== null) {
    const key = quote[1] ?? quote[2] ?? '';
    return problemAt(
      at,
      at + quote[0].length,
      `A field is expected here. One with this name is written [${JSON.stringify(key)}].`,
    );
  }
  return problemAt(at, at + 1, 'A field is expected here, such as ship.country or ["a.b"].');
}

function wordAt(text: string, at: number): string | undefined {
  WORD.lastIndex = at;
  return WORD.exec(text)?.[0];
}

function safePathText(path: JsonPath): string {
  const [first, ...rest] = path;
  if (typeof first !== 'string' || !WORDS.has(first.toLowerCase())) return pathText(path);
  const tail = pathText(rest);
  return `[${JSON.stringify(first)}]${tail === '' || tail.startsWith('[') ? tail : `.${tail}`}`;
}
