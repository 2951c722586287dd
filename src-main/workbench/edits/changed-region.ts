import type { JsonPathKeys } from '../../../src-preload/contract/edits.ts';
import { spanBetween, type TextSpan } from '../../../src-preload/contract/json-text/index.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  decodeKey,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipString,
  skipValue,
  startOf,
} from '../../../src-preload/contract/json-text/scan.ts';

/** The object or array that holds everything that differs between two versions of a document. */
export interface ChangedRegion {
  /** By the last key of each name, as elsewhere; with duplicate keys it may lead to another twin. */
  readonly path: JsonPathKeys;
  readonly before: TextSpan;
  readonly after: TextSpan;
}

/** Finds the smallest one in one pass over the text; null: the documents differ as a whole. */
export function changedRegion(before: string, after: string): ChangedRegion | null {
  const edit = spanBetween(before, after);
  const open = containersAround(before, edit.from);
  const growth = after.length - before.length;
  for (let depth = open.length - 1; depth >= 0; depth -= 1) {
    const from = open[depth]?.from ?? 0;
    const to = skipValue(before, from);
    // Its end belongs to what both have in common.
    if (to <= edit.to || skipValue(after, from) !== to + growth) continue;
    return {
      path: open.slice(0, depth).map((parent) => stepOf(before, parent)),
      before: { from, to },
      after: { from, to: to + growth },
    };
  }
  return null;
}

interface OpenContainer {
  readonly from: number;
  readonly isObject: boolean;
  position: number;
  isKeyNext: boolean;
  keyFrom: number;
  keyTo: number;
}

/** The containers that are open just before an offset, the document first. */
function containersAround(text: string, offset: number): readonly OpenContainer[] {
  const open: OpenContainer[] = [];
  let at = startOf(text);
  while (at < offset) {
    const code = text.charCodeAt(at);
    const top = open.at(-1);
    if (code === QUOTE) {
      const end = skipString(text, at);
      if (end > offset) break;
      if (top?.isKeyNext === true) Object.assign(top, { keyFrom: at, keyTo: end, isKeyNext: false });
      at = end;
      continue;
    }
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      const isObject = code === OPEN_OBJECT;
      open.push({ from: at, isObject, position: 0, isKeyNext: isObject, keyFrom: at, keyTo: at });
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) open.pop();
    else if (code === COMMA && top !== undefined) {
      top.position += 1;
      top.isKeyNext = top.isObject;
    }
    at += 1;
  }
  return open;
}

function stepOf(text: string, { isObject, position, keyFrom, keyTo }: OpenContainer): string | number {
  return isObject ? decodeKey(text, keyFrom, keyTo) : position;
}
