import type { TextSpan } from './scan.ts';
import { chainHash, valueHash } from './text-hash.ts';

/**
 * What stood around a place of an array, so that a merge can tell whether the place is still the same when the array
 * has changed since: an index alone would hit the wrong item. Hashes leave out the
 * blanks between tokens.
 */
export interface ArrayAnchor {
  readonly length: number;
  /** Of the item itself; of an inserted one, the item that it is inserted before. Null: there is none. */
  readonly item: number | null;
  readonly previous: number | null;
  /** Of all the items before it, and of all those behind it. */
  readonly before: number;
  readonly behind: number;
  /** Of the whole array as the change leaves it: an array like this has the change already. */
  readonly result: number;
}

/** The hashes of an array: of each item, and of the items up to and from each place. */
export interface ArrayHashes {
  readonly items: readonly number[];
  /** `before[n]` is of the first n items, `behind[n]` of the last n. */
  readonly before: Float64Array;
  readonly behind: Float64Array;
}

export function hashArray(text: string, items: readonly TextSpan[]): ArrayHashes {
  const hashes = items.map((item) => valueHash(text, item.from, item.to));
  return { items: hashes, before: chain(hashes), behind: chain(hashes.toReversed()) };
}

export function anchorAt(hashes: ArrayHashes, position: number, result: number): ArrayAnchor {
  const length = hashes.items.length;
  return {
    length,
    item: hashes.items[position] ?? null,
    previous: hashes.items[position - 1] ?? null,
    before: hashes.before[position] ?? 0,
    behind: hashes.behind[Math.max(0, length - position - 1)] ?? 0,
    result,
  };
}

/** The hash of all the items in their order. */
export function wholeHash(hashes: ArrayHashes): number {
  return hashes.before[hashes.items.length] ?? 0;
}

/**
 * Where the item of an anchor is in an array as it is now. It is the same item if it is unchanged and stands behind
 * the same items, before the same items, or at the same index of as many items; or if all but itself is unchanged.
 * Null: nobody can tell.
 */
export function locateItem(now: ArrayHashes, anchor: ArrayAnchor, index: number): number | null {
  const length = now.items.length;
  const fromEnd = length - anchor.length + index;
  const isBefore = now.before[index] === anchor.before;
  const isBehind = now.behind[anchor.length - index - 1] === anchor.behind;
  if (isBefore && isBehind && length === anchor.length) return index;
  if (now.items[index] === anchor.item && (isBefore || length === anchor.length)) return index;
  if (isBehind && now.items[fromEnd] === anchor.item) return fromEnd;
  return null;
}

/**
 * Where an item is to be inserted in an array as it is now: between the same two neighbours (or ends), if the place
 * can be told as in `locateItem`. Null otherwise.
 */
export function locateGap(now: ArrayHashes, anchor: ArrayAnchor, index: number): number | null {
  const isBefore = now.before[index] === anchor.before;
  const isBehind = now.behind[Math.max(0, anchor.length - index - 1)] === anchor.behind;
  const fromEnd = now.items.length - anchor.length + index;
  if (isGap(now, anchor, index) && (isBefore || now.items.length === anchor.length)) return index;
  if (isGap(now, anchor, fromEnd) && isBehind) return fromEnd;
  return null;
}

function isGap(now: ArrayHashes, anchor: ArrayAnchor, index: number): boolean {
  if (index < 0 || index > now.items.length) return false;
  return (now.items[index] ?? null) === anchor.item && (now.items[index - 1] ?? null) === anchor.previous;
}

/** At n the hash of the first n members; of none it is 0. */
function chain(hashes: readonly number[]): Float64Array {
  const links = new Float64Array(hashes.length + 1);
  for (let count = 1; count < links.length; count += 1) {
    links[count] = chainHash(links[count - 1] ?? 0, hashes[count - 1] ?? 0);
  }
  return links;
}
