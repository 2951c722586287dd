import { type AlignedPair, align } from './align.ts';
import { type ArrayAnchor, anchorAt, hashArray, wholeHash } from './array-anchor.ts';
import { compactJson, isSameJson } from './compact.ts';
import type { JsonPath } from './path.ts';
import { children, type JsonChild, kindOf, rootSpan, type TextSpan } from './scan.ts';

/**
 * One change between two versions of a document, in raw JSON text; null where there is no value. Every position in
 * the path is one in the version before: inserted items have the index of the item that they are inserted before,
 * several at one place follow each other in the order of the patches.
 */
export interface JsonPatch {
  readonly path: JsonPath;
  readonly before: string | null;
  readonly after: string | null;
  /** One for each array on the way, the outermost first. */
  readonly anchors: readonly ArrayAnchor[];
  /** Only of a member that is new. */
  readonly member?: NewMember;
}

export interface NewMember {
  /** The key with its quotes, as it is written. */
  readonly rawKey: string;
  /** The nearest member before it that was there already; null if there is none. */
  readonly follows: string | null;
}

/** What differs further down is one patch of the value there: each level costs a pass over all below it. */
const DEEPEST_LEVEL = 200;

/**
 * The changes from one version of a document to another: objects by key, arrays by index, values by their text
 * without the blanks between tokens. What keys cannot say (another order, duplicate keys that change, a key written
 * in another way) is one patch of the whole object. Nothing but blanks is left out: merging the patches into
 * `before` gives `after`, with the blanks of `before` where nothing changed.
 */
export function diffJson(before: string, after: string): readonly JsonPatch[] {
  const patches: JsonPatch[] = [];
  compare({ before, after, patches }, rootSpan(before), rootSpan(after), { path: [], anchors: [] });
  return patches;
}

interface Diff {
  readonly before: string;
  readonly after: string;
  readonly patches: JsonPatch[];
}

interface Place {
  readonly path: JsonPath;
  readonly anchors: readonly ArrayAnchor[];
}

function compare(diff: Diff, old: TextSpan, now: TextSpan, place: Place): void {
  const before = diff.before.slice(old.from, old.to);
  const after = diff.after.slice(now.from, now.to);
  if (before === after) return;
  const kind = kindOf(before, 0);
  if (kind === kindOf(after, 0) && place.path.length < DEEPEST_LEVEL) {
    if (kind === 'array')
      return compareArrays(diff, children(diff.before, old), children(diff.after, now), place);
    if (kind === 'object') {
      const members = children(diff.before, old);
      const others = children(diff.after, now);
      if (hasSameShape(diff, members, others)) return compareObjects(diff, members, others, place);
    }
  }
  if (!isSameJson(before, after)) diff.patches.push({ ...place, before, after });
}

function compareObjects(
  diff: Diff,
  members: readonly JsonChild[],
  others: readonly JsonChild[],
  place: Place,
): void {
  const old = byKey(members);
  const now = byKey(others);
  for (const [key, member] of old) {
    const other = now.get(key);
    const at = { ...place, path: [...place.path, key] };
    if (other !== undefined) compare(diff, member, other, at);
    else diff.patches.push({ ...at, before: diff.before.slice(member.from, member.to), after: null });
  }
  let follows: string | null = null;
  for (const [key, other] of now) {
    if (old.has(key)) {
      follows = key;
      continue;
    }
    diff.patches.push({
      path: [...place.path, key],
      before: null,
      after: diff.after.slice(other.from, other.to),
      anchors: place.anchors,
      member: { rawKey: diff.after.slice(other.keyFrom, other.keyTo), follows },
    });
  }
}

/** Whether keys say all of the difference between two objects. */
function hasSameShape(diff: Diff, members: readonly JsonChild[], others: readonly JsonChild[]): boolean {
  const old = byKey(members);
  const now = byKey(others);
  const rawKeys = (text: string, some: readonly JsonChild[]) =>
    some.map((one) => text.slice(one.keyFrom, one.keyTo));
  const hidden = (text: string, some: readonly JsonChild[], visible: ReadonlyMap<string, JsonChild>) =>
    some
      .filter((one) => visible.get(one.key ?? '') !== one)
      .map((one) => compactJson(text.slice(one.from, one.to)));
  if (old.size < members.length || now.size < others.length) {
    return (
      isSameList(rawKeys(diff.before, members), rawKeys(diff.after, others)) &&
      isSameList(hidden(diff.before, members, old), hidden(diff.after, others, now))
    );
  }
  return isSameList(
    rawKeys(
      diff.before,
      members.filter((member) => now.has(member.key ?? '')),
    ),
    rawKeys(
      diff.after,
      others.filter((other) => old.has(other.key ?? '')),
    ),
  );
}

function compareArrays(
  diff: Diff,
  items: readonly JsonChild[],
  others: readonly JsonChild[],
  place: Place,
): void {
  const pairs = align(rawValues(diff.before, items), rawValues(diff.after, others));
  if (pairs.length === items.length && pairs.length === others.length) return;
  const hashes = hashArray(diff.before, items);
  const result = wholeHash(hashArray(diff.after, others));
  const placeAt = (index: number): Place => ({
    path: [...place.path, index],
    anchors: [...place.anchors, anchorAt(hashes, index, result)],
  });
  let [old, now] = [0, 0];
  const end: AlignedPair = [items.length, others.length];
  for (const [nextOld, nextNow] of [...pairs, end]) {
    for (; old < nextOld; old += 1) {
      const item = items[old];
      const other = now < nextNow ? others[now] : undefined;
      if (item === undefined) continue;
      if (other !== undefined) compare(diff, item, other, placeAt(old));
      else diff.patches.push({ ...placeAt(old), before: diff.before.slice(item.from, item.to), after: null });
      now += other === undefined ? 0 : 1;
    }
    for (const other of others.slice(now, nextNow)) {
      diff.patches.push({ ...placeAt(nextOld), before: null, after: diff.after.slice(other.from, other.to) });
    }
    [old, now] = [nextOld + 1, nextNow + 1];
  }
}

function rawValues(text: string, items: readonly JsonChild[]): readonly string[] {
  return items.map((item) => text.slice(item.from, item.to));
}

function byKey(members: readonly JsonChild[]): ReadonlyMap<string, JsonChild> {
  return new Map(members.map((member) => [member.key ?? '', member]));
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}
