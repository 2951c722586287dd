/**
 * The way to a value. A string is a member's key: of twins the last, which is the one that JSON.parse keeps (SQLite's
 * own paths reach the first). A number is a position: of an item in an array, or of a member in an object, which
 * reaches the twins that a key cannot.
 */
export type JsonPath = readonly (string | number)[];

/** A path by positions only: names every value of a text, duplicate keys or not. */
export type OrdinalPath = readonly number[];

const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
const SEGMENT = /\.?([\p{L}_$][\p{L}\p{N}_$]*)|\[(0|[1-9]\d{0,14})\]|\[("(?:[^"\\]|\\.)*")\]/uy;

/** A path for people: `items[1].qty`, keys that are no identifiers as `["a.b"]`; the document itself is empty text. */
export function pathText(path: JsonPath): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (!IDENTIFIER.test(segment)) text += `[${JSON.stringify(segment)}]`;
    else text += text === '' ? segment : `.${segment}`;
  }
  return text;
}

/** Reads what `pathText` wrote or somebody typed; null if it is no path. */
export function parsePathText(text: string): JsonPath | null {
  const path: (string | number)[] = [];
  let at = 0;
  while (at < text.length) {
    SEGMENT.lastIndex = at;
    const match = SEGMENT.exec(text);
    if (match === null) return null;
    const [whole, name, index, quoted] = match;
    if (name !== undefined && whole.startsWith('.') !== at > 0) return null;
    const segment = name ?? (index === undefined ? parseKey(quoted ?? '') : Number(index));
    if (segment === null) return null;
    path.push(segment);
    at += whole.length;
  }
  return path;
}

function parseKey(quoted: string): string | null {
  try {
    return JSON.parse(quoted) as string; // the pattern lets only strings through
  } catch {
    return null;
  }
}
