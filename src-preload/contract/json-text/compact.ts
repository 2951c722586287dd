import { BACKSLASH, isBlank, QUOTE, skipBlanks, skipString } from './scan.ts';

/** JSON text without the blanks between its tokens; every token as it is written. */
export function compactJson(text: string): string {
  let result = '';
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = skipString(text, at);
    else if (isBlank(code)) {
      result += text.slice(from, at);
      at = skipBlanks(text, at);
      from = at;
    } else at += 1;
  }
  return from === 0 ? text : result + text.slice(from);
}

/** Whether two values are written alike, blanks between tokens apart: `1.10` is not `1.1`, `"\u00e9"` not `"é"`. */
export function isSameJson(one: string, other: string): boolean {
  if (one === other) return true;
  let at = 0;
  let otherAt = 0;
  for (let isInString = false; ; at += 1, otherAt += 1) {
    if (!isInString) {
      at = skipBlanks(one, at);
      otherAt = skipBlanks(other, otherAt);
    }
    const code = one.charCodeAt(at);
    if (at >= one.length || otherAt >= other.length) return at >= one.length && otherAt >= other.length;
    if (code !== other.charCodeAt(otherAt)) return false;
    if (code === QUOTE) isInString = !isInString;
    if (code !== BACKSLASH) continue;
    at += 1;
    otherAt += 1;
    if (one.charCodeAt(at) !== other.charCodeAt(otherAt)) return false;
  }
}
