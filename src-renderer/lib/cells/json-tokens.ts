import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipBlanks,
  skipString,
  skipValue,
} from '../../../src-preload/contract/json-text/scan.ts';

/** A piece of JSON text: the source is kept as it is, number text and twin keys included. */
export interface JsonToken {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'mark' | 'space';
  readonly text: string;
}

const PATTERN =
  /("(?:[^"\\]+|\\[\s\S])*"?)(\s*:)?|(-?\d[\d.eE+-]*)|(\b(?:true|false|null)\b)|([{}[\],:])|(\s+)|([\s\S])/g;

/** Cuts JSON text into pieces for highlighting. Any text is accepted; together the pieces are the text. */
export function jsonTokens(text: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  for (const match of text.matchAll(PATTERN)) {
    const [whole, string, colon, number, word, mark, space] = match;
    if (string !== undefined) {
      tokens.push({ kind: colon === undefined ? 'string' : 'key', text: string });
      if (colon !== undefined) tokens.push({ kind: 'mark', text: colon });
    } else if (number !== undefined) tokens.push({ kind: 'number', text: whole });
    else if (word !== undefined) tokens.push({ kind: 'word', text: whole });
    else if (space !== undefined) tokens.push({ kind: 'space', text: whole });
    else tokens.push({ kind: mark === undefined ? 'string' : 'mark', text: whole });
  }
  return tokens;
}

/**
 * Lays JSON text out with two spaces for each level, without reading a value: numbers keep their digits, twin keys
 * stay. `null` if the text is not JSON.
 */
export function layOutJson(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  let laidOut = '';
  let line = '\n';
  let isOpened = false;
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const end = pieceEnd(text, at, code);
    const isClosing = code === CLOSE_OBJECT || code === CLOSE_ARRAY;
    if (isClosing) line = line.slice(0, -INDENT.length);
    if (isClosing !== isOpened) laidOut += line;
    isOpened = code === OPEN_OBJECT || code === OPEN_ARRAY;
    if (isOpened) line += INDENT;
    if (code === COLON) laidOut += ': ';
    else if (code === COMMA) laidOut += `,${line}`;
    else laidOut += text.slice(at, end);
    at = skipBlanks(text, end);
  }
  return laidOut;
}

const INDENT = '  ';

/** Behind the mark, string, number or word that begins at an offset. */
function pieceEnd(text: string, at: number, code: number): number {
  if (code === QUOTE) return skipString(text, at);
  const isMark =
    code === COLON ||
    code === COMMA ||
    code === OPEN_OBJECT ||
    code === OPEN_ARRAY ||
    code === CLOSE_OBJECT ||
    code === CLOSE_ARRAY;
  return isMark ? at + 1 : skipValue(text, at);
}
