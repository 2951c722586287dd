import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipBlanks,
  startOf,
} from './scan.ts';

/** Where a text stops being JSON, and why, in a sentence for people. */
export interface JsonProblem {
  /** In UTF-16 code units; the text's length if something is missing at its end. */
  readonly offset: number;
  readonly message: string;
}

const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[^\s,:{}[\]"]+/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Whether JSON.parse takes the text, at any depth. One byte order mark at its beginning is let pass, as SQLite's
 * json() and json_extract() do (json_valid() only with flag 2): it is a part of the document that stays.
 */
export function isJson(text: string): boolean {
  try {
    JSON.parse(startOf(text) === 0 ? text : text.slice(1));
    return true;
  } catch {
    return false;
  }
}

/** What keeps a text from being JSON; null if it is JSON (see `isJson`). */
export function jsonProblem(text: string): JsonProblem | null {
  if (isJson(text)) return null;
  return findProblem(text) ?? { offset: text.length, message: 'This is not JSON.' };
}

/** What may come next. `first` lets the container end at once. */
type Expected = 'value' | 'first-value' | 'key' | 'first-key' | 'end';

function findProblem(text: string): JsonProblem | null {
  const open: number[] = [];
  let expected: Expected = 'value';
  let at = startOf(text);
  for (;;) {
    at = skipBlanks(text, at);
    const close = open.at(-1);
    const code = text.charCodeAt(at);
    if (at >= text.length) return expected === 'end' && close === undefined ? null : endsEarly(text, close);
    if (code === close && expected !== 'value' && expected !== 'key') {
      open.pop();
      expected = 'end';
      at += 1;
    } else if (expected === 'end') {
      if (close === undefined) return problem(at, 'The document’s value has ended: nothing may follow it.');
      if (code !== COMMA)
        return problem(at, `A comma or ${String.fromCharCode(close)} is missing before this.`);
      expected = close === CLOSE_OBJECT ? 'key' : 'value';
      at += 1;
    } else if (expected === 'key' || expected === 'first-key') {
      if (code === CLOSE_OBJECT) return problem(at, 'The comma before this } is one too many.');
      if (code !== QUOTE) return problem(at, 'A key in double quotes must stand here.');
      const end = readString(text, at);
      if (typeof end !== 'number') return end;
      at = skipBlanks(text, end);
      if (at < text.length && text.charCodeAt(at) !== COLON)
        return problem(at, 'A colon is missing behind the key.');
      expected = 'value';
      at += 1;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      open.push(code + 2); // } and ] are two further on than { and [
      expected = code === OPEN_OBJECT ? 'first-key' : 'first-value';
      at += 1;
    } else {
      const end = code === QUOTE ? readString(text, at) : readLiteral(text, at, close);
      if (typeof end !== 'number') return end;
      expected = 'end';
      at = end;
    }
  }
}

/** Behind the string that begins here, or what is wrong in it. */
function readString(text: string, from: number): number | JsonProblem {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === 0x0a || code === 0x0d)
      return problem(at, 'A line ends inside of this text: write \\n, or close the quotes.');
    if (code < 0x20) return problem(at, `A control character stands here: write ${escaped(code)}.`);
    if (code !== BACKSLASH) continue;
    ESCAPE.lastIndex = at;
    const sequence = ESCAPE.exec(text)?.[0];
    if (sequence === undefined) return problem(at, 'No such escape: a backslash itself is written \\\\.');
    at += sequence.length - 1;
  }
  return problem(text.length, 'The text in quotes has no end: " is missing.');
}

/** Behind the number, true, false or null that begins here, or what is wrong with it. */
function readLiteral(text: string, at: number, close: number | undefined): number | JsonProblem {
  LITERAL.lastIndex = at;
  const end = LITERAL.test(text) ? LITERAL.lastIndex : at;
  WORD.lastIndex = end;
  if (end > at && !WORD.test(text)) return end;
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0] ?? '';
  if (word === '') return problem(at, noValue(text.charCodeAt(at), close));
  if (/^[-+.\d]/.test(word))
    return problem(at, `${shortened(word)} is no JSON number. ${numberAdvice(word)}`);
  return problem(at, `${shortened(word)} is no JSON value: a text needs double quotes around it.`);
}

function noValue(code: number, close: number | undefined): string {
  if (code === CLOSE_ARRAY && close === CLOSE_ARRAY) return 'The comma before this ] is one too many.';
  return 'A value is missing before this.';
}

function numberAdvice(word: string): string {
  if (word.startsWith('+')) return 'Leave the + out.';
  if (/^-?0\d/.test(word)) return 'Leave the zeros in front out.';
  return 'Write it like 12, -0.5 or 1e400.';
}

function endsEarly(text: string, close: number | undefined): JsonProblem {
  if (close === undefined) return problem(text.length, 'There is no value: write one, such as {} or null.');
  return problem(text.length, `The document ends too early: ${String.fromCharCode(close)} is missing.`);
}

function escaped(code: number): string {
  return code === 0x09 ? '\\t' : `\\u${code.toString(16).padStart(4, '0')}`;
}

function shortened(word: string): string {
  return word.length > 24 ? `${word.slice(0, 23)}…` : word;
}

function problem(offset: number, message: string): JsonProblem {
  return { offset, message };
}
