/**
 * - `word`: a keyword or a plain name; `name`: one in `"`, `` ` `` or `[]`; `string`: in `'`.
 * - `mark`: any other character, operators among them.
 */
export type SqlTokenKind =
  | 'space'
  | 'comment'
  | 'word'
  | 'name'
  | 'string'
  | 'blob'
  | 'number'
  | 'parameter'
  | 'semicolon'
  | 'open'
  | 'close'
  | 'mark';

/** A piece of SQL text, in UTF-16 units; `to` is behind its last one. */
export interface SqlToken {
  readonly kind: SqlTokenKind;
  readonly from: number;
  readonly to: number;
}

/**
 * The tokens of a text, blanks and comments included, cut where SQLite's own tokenizer cuts
 * (https://sqlite.org/src/file/src/tokenize.c). What is not closed reaches to the end of the text.
 */
export function* sqlTokens(text: string): Generator<SqlToken, void, void> {
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at);
    yield token;
    at = token.to;
  }
}

/** The tokens that mean something to SQLite. */
export function* meaningfulTokens(text: string): Generator<SqlToken, void, void> {
  for (const token of sqlTokens(text)) {
    if (token.kind !== 'space' && token.kind !== 'comment') yield token;
  }
}

/** The word of a token in capitals; empty for any other kind. */
export function wordOf(text: string, { kind, from, to }: SqlToken): string {
  return kind === 'word' ? text.slice(from, to).toUpperCase() : '';
}

/** The name that a token stands for, without its quotes. */
export function nameOf(text: string, { kind, from, to }: SqlToken): string {
  const written = text.slice(from, to);
  if (kind !== 'name' && kind !== 'string') return written;
  const quote = written.charAt(0);
  const inner = written.slice(1, -1);
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote);
}

/** Whether a token in quotes is closed. */
export function isClosed(text: string, { kind, from, to }: SqlToken): boolean {
  if (kind !== 'name' && kind !== 'string' && kind !== 'blob') return true;
  const quote = kind === 'blob' ? "'" : text.charAt(from);
  const opening = kind === 'blob' ? from + 1 : from;
  return to - 1 > opening && text.charAt(to - 1) === (quote === '[' ? ']' : quote) && isEven(text, from, to);
}

/** Of quotes that stand for themselves when doubled, an odd number is left at the end of a token that is closed. */
function isEven(text: string, from: number, to: number): boolean {
  const quote = text.charAt(from);
  if (quote === '[' || !`'"\``.includes(quote)) return true;
  let quotes = 0;
  for (let at = from + 1; at < to; at += 1) if (text.charAt(at) === quote) quotes += 1;
  return quotes % 2 === 1;
}

function tokenAt(text: string, from: number): SqlToken {
  const code = text.charCodeAt(from);
  const next = text.charCodeAt(from + 1);
  if (isSpace(code) || code === 0xfeff) return { kind: 'space', from, to: runOf(text, from + 1, isSpace) };
  if (code === MINUS && next === MINUS) return { kind: 'comment', from, to: upTo(text, '\n', from) };
  if (code === SLASH && next === STAR && from + 2 < text.length) {
    return { kind: 'comment', from, to: past(text, '*/', from + 2) };
  }
  if ((code === 0x78 || code === 0x58) && next === QUOTE)
    return { kind: 'blob', from, to: past(text, "'", from + 2) };
  if (isWordStart(code)) return { kind: 'word', from, to: runOf(text, from + 1, isWordPart) };
  if (isDigit(code) || (code === DOT && isDigit(next)))
    return { kind: 'number', from, to: numberEnd(text, from + 1) };
  switch (code) {
    case QUOTE:
      return { kind: 'string', from, to: quotedEnd(text, from) };
    case 0x22:
    case 0x60:
      return { kind: 'name', from, to: quotedEnd(text, from) };
    case 0x5b:
      return { kind: 'name', from, to: past(text, ']', from + 1) };
    case 0x3f:
      return { kind: 'parameter', from, to: runOf(text, from + 1, isDigit) };
    case 0x3a:
    case 0x40:
    case 0x23:
    case DOLLAR:
      return parameterAt(text, from);
    case 0x3b:
      return { kind: 'semicolon', from, to: from + 1 };
    case OPEN:
      return { kind: 'open', from, to: from + 1 };
    case CLOSE:
      return { kind: 'close', from, to: from + 1 };
    default:
      return { kind: 'mark', from, to: from + 1 };
  }
}

/** `:name`, `@name`, `#name` and `$name`, which may have `::` in it and end with something in parentheses, as in Tcl. */
function parameterAt(text: string, from: number): SqlToken {
  let letters = 0;
  let at = from + 1;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isWordPart(code)) letters += 1;
    else if (code === OPEN && letters > 0) return { kind: 'parameter', from, to: indexEnd(text, at) };
    else if (code === COLON && text.charCodeAt(at + 1) === COLON) at += 1;
    else break;
  }
  return { kind: letters === 0 ? 'mark' : 'parameter', from, to: letters === 0 ? from + 1 : at };
}

function indexEnd(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && !isSpace(text.charCodeAt(at)) && text.charCodeAt(at) !== CLOSE) at += 1;
  return text.charCodeAt(at) === CLOSE ? at + 1 : at;
}

function numberEnd(text: string, from: number): number {
  const to = runOf(text, from, (code) => isWordPart(code) || code === DOT);
  const isSigned = /[+-]/.test(text.charAt(to)) && isDigit(text.charCodeAt(to + 1));
  // The sign of an exponent; 0xe is no exponent.
  const isExponent = /^[\d._]*e$/i.test(text.slice(from - 1, to));
  return isSigned && isExponent ? runOf(text, to + 1, isWordPart) : to;
}

/** Behind a text in quotes, in which a doubled quote stands for one. */
function quotedEnd(text: string, from: number): number {
  const quote = text.charAt(from);
  for (let at = from + 1; ; at += 2) {
    at = text.indexOf(quote, at);
    if (at < 0) return text.length;
    if (text.charAt(at + 1) !== quote) return at + 1;
  }
}

function upTo(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at;
}

function past(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at + end.length;
}

function runOf(text: string, from: number, isPart: (code: number) => boolean): number {
  let at = from;
  while (at < text.length && isPart(text.charCodeAt(at))) at += 1;
  return at;
}

const [MINUS, SLASH, STAR, QUOTE, DOT, DOLLAR, OPEN, CLOSE, COLON] = [
  0x2d, 0x2f, 0x2a, 0x27, 0x2e, 0x24, 0x28, 0x29, 0x3a,
];

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isWordStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code >= 0x80;
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === DOLLAR;
}
