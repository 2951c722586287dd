/**
 * The scanner of JSON text: where values begin and end, so that one can be replaced and every other character of
 * the document stays. It trusts its input: `isJson` comes first, and on other text it ends with some answer, not a
 * right one. Nothing recurses: the depth of a document does not matter.
 *
 * Offsets are UTF-16 code units, as in `String.prototype.slice` and in CodeMirror.
 */
export interface TextSpan {
  readonly from: number;
  /** Behind the last character. */
  readonly to: number;
}

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** A member of an object or an item of an array; `from` and `to` are those of its value. */
export interface JsonChild extends TextSpan {
  /** The key as JSON.parse would read it; null for an item. */
  readonly key: string | null;
  /** Where the key's text with its quotes begins; of an item, where the value does. */
  readonly keyFrom: number;
  readonly keyTo: number;
  readonly kind: JsonKind;
}

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BYTE_ORDER_MARK = 0xfeff;

/** The document's value, without the blanks and the byte order mark around it. */
export function rootSpan(text: string): TextSpan {
  const from = skipBlanks(text, startOf(text));
  return { from, to: skipValue(text, from) };
}

/** Where JSON begins in a text: behind its byte order mark, if it has one. */
export function startOf(text: string): number {
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
}

/** What the value is that begins at an offset. */
export function kindOf(text: string, at: number): JsonKind {
  switch (text.charCodeAt(at)) {
    case OPEN_OBJECT:
      return 'object';
    case OPEN_ARRAY:
      return 'array';
    case QUOTE:
      return 'string';
    case 0x74: // t
    case 0x66: // f
      return 'boolean';
    case 0x6e: // n
      return 'null';
    default:
      return 'number';
  }
}

/** The members or items of a container, in the text's order, twins included; none for any other value. */
export function children(text: string, span: TextSpan): readonly JsonChild[] {
  const found: JsonChild[] = [];
  const kind = kindOf(text, span.from);
  if (kind !== 'object' && kind !== 'array') return found;
  let at = skipBlanks(text, span.from + 1);
  while (at < span.to - 1) {
    const keyFrom = at;
    const keyTo = kind === 'object' ? skipString(text, at) : at;
    const from = kind === 'object' ? skipBlanks(text, skipBlanks(text, keyTo) + 1) : at;
    const to = skipValue(text, from);
    const key = kind === 'object' ? decodeKey(text, keyFrom, keyTo) : null;
    found.push({ key, keyFrom, keyTo, from, to, kind: kindOf(text, from) });
    at = skipBlanks(text, skipBlanks(text, to) + 1);
  }
  return found;
}

/** A key's text with its quotes, as JSON.parse reads it. */
export function decodeKey(text: string, from: number, to: number): string {
  const inner = text.slice(from + 1, to - 1);
  return inner.includes('\\') ? (JSON.parse(`"${inner}"`) as string) : inner; // a JSON string parses to a string
}

/** Behind the value that begins at an offset. */
export function skipValue(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first === QUOTE) return skipString(text, from);
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return skipScalar(text, from);
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = skipString(text, at) - 1;
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth += 1;
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** Behind the string whose opening quote is at an offset. */
export function skipString(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1);
  while (quote >= 0 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote < 0 ? text.length : quote + 1;
}

/** The first offset from here on that holds no blank; the text's length if all do. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

/** JSON's own blanks: space, line feed, carriage return, tab. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function skipScalar(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === CLOSE_ARRAY || code === CLOSE_OBJECT || isBlank(code)) break;
    at += 1;
  }
  return at;
}

/** An odd number of backslashes before it escapes a quote. */
function isEscaped(text: string, quote: number): boolean {
  let at = quote - 1;
  while (text.charCodeAt(at) === BACKSLASH) at -= 1;
  return (quote - at) % 2 === 0;
}
