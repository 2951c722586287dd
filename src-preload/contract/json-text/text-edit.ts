import type { TextSpan } from './scan.ts';

/** A span of a text and what takes its place. */
export interface TextEdit extends TextSpan {
  readonly text: string;
}

/**
 * The text with all edits made; each speaks of the text as it was before any of them. Edits at the same place
 * follow each other in the given order.
 * @throws RangeError if two edits overlap or one lies outside of the text.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = edits.toSorted((one, other) => one.from - other.from || one.to - other.to);
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    if (edit.from < at || edit.to < edit.from || edit.to > text.length) {
      throw new RangeError(`The edit of ${edit.from} to ${edit.to} overlaps another or the end of the text.`);
    }
    result += text.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return result + text.slice(at);
}

/**
 * The one edit that makes one text of another, as short as it can be without splitting a surrogate pair; empty, at
 * the end, if the texts are the same.
 */
export function spanBetween(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (isSameBlock(before, after, start, start, shorter - start)) start += BLOCK;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  if (splitsPair(before, start) || splitsPair(after, start)) start -= 1;
  let end = 0;
  const [last, other] = [before.length - BLOCK, after.length - BLOCK];
  while (isSameBlock(before, after, last - end, other - end, shorter - start - end)) end += BLOCK;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end += 1;
  }
  if (splitsPair(before, before.length - end) || splitsPair(after, after.length - end)) end -= 1;
  return { from: start, to: before.length - end, text: after.slice(start, after.length - end) };
}

/** Characters that are compared at once: texts of megabytes are compared with every key that is typed. */
const BLOCK = 4096;

/** Whether a whole block, of `left` characters that are to be compared, is the same. */
function isSameBlock(before: string, after: string, at: number, other: number, left: number): boolean {
  return left >= BLOCK && before.slice(at, at + BLOCK) === after.slice(other, other + BLOCK);
}

/** Whether an offset lies between the halves of a surrogate pair. */
function splitsPair(text: string, at: number): boolean {
  return isBetween(text.charCodeAt(at - 1), 0xd800, 0xdbff) && isBetween(text.charCodeAt(at), 0xdc00, 0xdfff);
}

function isBetween(code: number, low: number, high: number): boolean {
  return code >= low && code <= high;
}
