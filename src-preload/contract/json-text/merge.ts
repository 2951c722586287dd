import {
  type ArrayAnchor,
  type ArrayHashes,
  hashArray,
  locateGap,
  locateItem,
  wholeHash,
} from './array-anchor.ts';
import { isSameJson } from './compact.ts';
import type { JsonPatch } from './diff.ts';
import { children, type JsonChild, kindOf, rootSpan, type TextSpan } from './scan.ts';
import { memberText, spliceChildren } from './splice.ts';
import { applyEdits, type TextEdit } from './text-edit.ts';

export interface MergedJson {
  /** The current text with every patch that fits. */
  readonly text: string;
  /** The patches that are not in `text`, because somebody changed the same place. */
  readonly conflicts: readonly JsonPatch[];
}

/**
 * Makes the changes of `diffJson` in the document as it now is. A patch is made where the value is still the one
 * before it, passed over where it is the one after it already, and a conflict everywhere else: no change of either
 * side is lost, and none is made at a place that may be another one (see `locateItem`).
 */
export function mergePatches(current: string, patches: readonly JsonPatch[]): MergedJson {
  const merge: Merge = { text: current, edits: [], containers: new Map() };
  const conflicts = patches.filter((patch) => !applyPatch(merge, patch));
  const splices = [...merge.containers.values()].flatMap((container) => splicesOf(current, container));
  return { text: applyEdits(current, [...merge.edits, ...splices]), conflicts };
}

interface Merge {
  readonly text: string;
  /** Values that change; what comes and goes is kept by container. */
  readonly edits: TextEdit[];
  readonly containers: Map<number, Container>;
}

interface Container {
  readonly span: TextSpan;
  readonly siblings: readonly JsonChild[];
  hashes: ArrayHashes | null;
  readonly removed: Set<number>;
  /** By the position that they are inserted at. */
  readonly inserted: Map<number, string[]>;
  /** Which item of the version before an item was taken for. */
  readonly claimed: Map<number, number>;
}

/** False: the patch is a conflict. */
function applyPatch(merge: Merge, patch: JsonPatch): boolean {
  let span = rootSpan(merge.text);
  let arrays = 0;
  for (const [depth, segment] of patch.path.entries()) {
    const isLast = depth === patch.path.length - 1;
    const container = containerAt(merge, span);
    let position: number | null;
    if (typeof segment === 'string') {
      if (kindOf(merge.text, span.from) !== 'object') return patch.after === null;
      position = container.siblings.findLastIndex((member) => member.key === segment);
      if (position < 0)
        return patch.after === null || (isLast && insertMember(merge, container, patch, segment));
      if (isLast && patch.after === null && hasTwin(container, segment)) return false;
    } else {
      const anchor = patch.anchors[arrays];
      arrays += 1;
      if (anchor === undefined || kindOf(merge.text, span.from) !== 'array') return false;
      container.hashes ??= hashArray(merge.text, container.siblings);
      if (wholeHash(container.hashes) === anchor.result) return true;
      if (isLast && patch.before === null)
        return insertItem(container, container.hashes, patch, anchor, segment);
      position = claim(container, locateItem(container.hashes, anchor, segment), segment);
    }
    const child = position === null ? undefined : container.siblings[position];
    if (position === null || child === undefined) return false;
    if (isLast && patch.after === null) return remove(merge, container, position, child, patch);
    span = child;
  }
  return replace(merge, span, patch);
}

function replace(merge: Merge, span: TextSpan, patch: JsonPatch): boolean {
  const raw = merge.text.slice(span.from, span.to);
  if (patch.after !== null && isSameJson(raw, patch.after)) return true;
  if (patch.after === null || patch.before === null || !isSameJson(raw, patch.before)) return false;
  merge.edits.push({ from: span.from, to: span.to, text: patch.after });
  return true;
}

function remove(
  merge: Merge,
  container: Container,
  position: number,
  child: TextSpan,
  patch: JsonPatch,
): boolean {
  if (patch.before === null || !isSameJson(merge.text.slice(child.from, child.to), patch.before))
    return false;
  container.removed.add(position);
  return true;
}

/** A new member comes behind the one that it followed, and behind what this merge has put there before. */
function insertMember(merge: Merge, container: Container, patch: JsonPatch, key: string): boolean {
  if (patch.before !== null || patch.after === null) return false;
  const follows = patch.member?.follows;
  const behind = container.siblings.findLastIndex((member) => member.key === follows);
  const position = follows === null ? 0 : behind < 0 ? container.siblings.length : behind + 1;
  const rawKey = patch.member?.rawKey ?? JSON.stringify(key);
  const text = memberText(merge.text, container.siblings, position, rawKey, patch.after);
  addNew(container, position, text);
  return true;
}

function insertItem(
  container: Container,
  hashes: ArrayHashes,
  patch: JsonPatch,
  anchor: ArrayAnchor,
  index: number,
): boolean {
  const position = locateGap(hashes, anchor, index);
  if (position === null || patch.after === null) return false;
  addNew(container, position, patch.after);
  return true;
}

function addNew(container: Container, position: number, child: string): void {
  const others = container.inserted.get(position) ?? [];
  container.inserted.set(position, [...others, child]);
}

/** Two items of the version before are never taken for one: of equal items, some may be gone. */
function claim(container: Container, position: number | null, index: number): number | null {
  if (position === null || (container.claimed.get(position) ?? index) !== index) return null;
  container.claimed.set(position, index);
  return position;
}

function hasTwin(container: Container, key: string): boolean {
  return container.siblings.filter((member) => member.key === key).length > 1;
}

function containerAt(merge: Merge, span: TextSpan): Container {
  const known = merge.containers.get(span.from);
  if (known !== undefined) return known;
  const siblings = children(merge.text, span);
  const container = {
    span,
    siblings,
    hashes: null,
    removed: new Set<number>(),
    inserted: new Map<number, string[]>(),
    claimed: new Map<number, number>(),
  };
  merge.containers.set(span.from, container);
  return container;
}

/** What comes and goes side by side is one edit; so no two edits of a container touch the same comma. */
function splicesOf(text: string, container: Container): readonly TextEdit[] {
  const { span, siblings, removed, inserted } = container;
  if (removed.size === 0 && inserted.size === 0) return [];
  const edits: TextEdit[] = [];
  for (let start = 0; start <= siblings.length; start += 1) {
    const added = [...(inserted.get(start) ?? [])];
    let end = start;
    while (removed.has(end)) {
      end += 1;
      added.push(...(inserted.get(end) ?? []));
    }
    const edit = spliceChildren(text, span, siblings, { start, removed: end - start, inserted: added });
    if (edit !== null) edits.push(edit);
    start = end;
  }
  return edits;
}
