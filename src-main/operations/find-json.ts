/** A value inside JSON that is neither object nor array. */
export interface JsonLeaf {
  /** Its place from the top, such as `flags[0]` or `owner["first name"]`. */
  readonly path: string;
  /** A string without its quotes and escapes; anything else as it stands. */
  readonly text: string;
}

const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** Whether a text is a JSON object or array. */
export function isJsonContainer(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** One step of the way to a leaf: the keys of an object, or the items of an array. */
interface Level {
  readonly isArray: boolean;
  readonly path: string;
  item: number;
  key: string;
}

/** The leaves of a valid JSON text in its order, numbers digit by digit; at any depth without recursion. */
export function* jsonLeaves(json: string): Generator<JsonLeaf, void, void> {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s[\]{},:"]+/gs;
  const levels: Level[] = [];
  let isKey = false;
  for (const [text] of json.matchAll(token)) {
    const level = levels.at(-1);
    switch (text) {
      case '{':
      case '[':
        levels.push({ isArray: text === '[', path: pathOf(level), item: 0, key: '' });
        isKey = text === '{';
        break;
      case '}':
      case ']':
        levels.pop();
        isKey = false;
        break;
      case ',':
        if (level !== undefined) level.item += 1;
        isKey = level !== undefined && !level.isArray;
        break;
      case ':':
        isKey = false;
        break;
      default: {
        const value = text.startsWith('"') ? stringOf(text) : text;
        if (isKey && level !== undefined) level.key = value;
        else yield { path: pathOf(level), text: value };
      }
    }
  }
}

function pathOf(level: Level | undefined): string {
  if (level === undefined) return '';
  if (level.isArray) return `${level.path}[${level.item}]`;
  if (!PLAIN_KEY.test(level.key)) return `${level.path}[${JSON.stringify(level.key)}]`;
  return level.path === '' ? level.key : `${level.path}.${level.key}`;
}

function stringOf(literal: string): string {
  // A string literal of valid JSON.
  return literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1);
}
