import { compactJson, isSameJson } from './compact.ts';

/** Above this many comparisons the middle of two lists is taken for wholly changed. */
const MOST_COMPARISONS = 1_000_000;

/** Positions of an item that both lists hold. */
export type AlignedPair = readonly [before: number, after: number];

/**
 * The items that stay when one list becomes another, in order: the equal ones at the beginning and the end, and a
 * longest common subsequence of what is between, unless that is too long to look for.
 */
export function align(before: readonly string[], after: readonly string[]): readonly AlignedPair[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSameAt(before, start, after, start)) start += 1;
  let end = 0;
  while (end < shorter - start && isSameAt(before, before.length - end - 1, after, after.length - end - 1))
    end += 1;
  const pairs: AlignedPair[] = [];
  for (let at = 0; at < start; at += 1) pairs.push([at, at]);
  const middle = before.slice(start, before.length - end);
  for (const [one, other] of commonSubsequence(middle, after.slice(start, after.length - end))) {
    pairs.push([start + one, start + other]);
  }
  for (let at = end; at > 0; at -= 1) pairs.push([before.length - at, after.length - at]);
  return pairs;
}

function isSameAt(before: readonly string[], at: number, after: readonly string[], other: number): boolean {
  return isSameJson(before[at] ?? '', after[other] ?? '');
}

/** A number for each item, the same for items that are written alike. */
function numbered(items: readonly string[], numbers: Map<string, number>): readonly number[] {
  return items.map((item) => {
    const raw = compactJson(item);
    const number = numbers.get(raw) ?? numbers.size;
    numbers.set(raw, number);
    return number;
  });
}

function commonSubsequence(olds: readonly string[], news: readonly string[]): readonly AlignedPair[] {
  const comparisons = olds.length * news.length;
  if (comparisons <= 1 || comparisons > MOST_COMPARISONS) return []; // one pair has been compared already
  const numbers = new Map<string, number>();
  const before = numbered(olds, numbers);
  const after = numbered(news, numbers);
  const width = after.length + 1;
  // The longest common subsequence of the items from `row` and from `column` on.
  const longest = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      longest[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: AlignedPair[] = [];
  for (let row = 0, column = 0; row < before.length && column < after.length; ) {
    if (before[row] === after[column]) {
      pairs.push([row, column]);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}
