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
  const parts: string[] = [];
  let depth = 0;
  let isOpened = false;
  const newLine = () => parts.push('\n', '  '.repeat(depth));
  for (const { kind, text: piece } of jsonTokens(text)) {
    if (kind === 'space') continue;
    const mark = kind === 'mark' ? piece.trim() : '';
    if (mark === '}' || mark === ']') {
      depth -= 1;
      if (!isOpened) newLine();
      parts.push(mark);
      isOpened = false;
      continue;
    }
    if (isOpened) newLine();
    isOpened = mark === '{' || mark === '[';
    if (isOpened) depth += 1;
    if (mark === ',') {
      parts.push(mark);
      newLine();
    } else parts.push(mark === ':' ? ': ' : piece);
  }
  return parts.join('');
}
