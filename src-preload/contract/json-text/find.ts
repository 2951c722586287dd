import type { JsonPath, OrdinalPath } from './path.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  decodeKey,
  isBlank,
  OPEN_ARRAY,
  OPEN_OBJECT,
  rootSpan,
  skipBlanks,
  skipString,
  skipValue,
  startOf,
  type TextSpan,
} from './scan.ts';

/** Where a value is, and the containers on the way to it, the document first. */
export interface FoundValue extends TextSpan {
  readonly steps: readonly FoundStep[];
}

/** One container on the way: where it begins, and which of its children leads on. */
export interface FoundStep {
  readonly from: number;
  readonly isObject: boolean;
  readonly position: number;
  /** The span of the child's key with its quotes; -1 in an array. */
  readonly keyFrom: number;
  readonly keyTo: number;
}

/** The span of the value at a path; null if the text has none there. */
export function valueSpan(text: string, path: JsonPath): TextSpan | null {
  const found = findValue(text, path);
  return found === null ? null : { from: found.from, to: found.to };
}

/** The same path by positions; null if the text has no such value. */
export function toOrdinalPath(text: string, path: JsonPath): OrdinalPath | null {
  return findValue(text, path)?.steps.map((step) => step.position) ?? null;
}

/** The same path by keys; only a twin that a later one hides keeps its position. Null if there is no such value. */
export function toJsonPath(text: string, path: OrdinalPath): JsonPath | null {
  const found = findValue(text, path);
  if (found === null) return null;
  const keyed: (string | number)[] = found.steps.map((step) =>
    step.isObject ? decodeKey(text, step.keyFrom, step.keyTo) : step.position,
  );
  for (;;) {
    const hidden = firstDifference(text, keyed, path);
    if (hidden < 0) return keyed;
    keyed[hidden] = path[hidden] ?? 0;
  }
}

/** The one pass behind all of these: what is off the path is skipped, a later twin takes the place of an earlier one. */
export function findValue(text: string, path: JsonPath): FoundValue | null {
  if (path.length === 0) return { ...rootSpan(text), steps: [] };
  const isByPosition = path.every((segment) => typeof segment === 'number');
  const open: OpenContainer[] = [];
  let found: FoundValue | null = null;
  let at = enter(text, skipBlanks(text, startOf(text)), open);
  let container = open.at(-1);
  while (container !== undefined && at < text.length) {
    const code = text.charCodeAt(at);
    if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
      open.pop();
      container = open.at(-1);
      at += 1;
    } else if (code === COMMA) {
      container.position += 1;
      container.keyFrom = -1;
      at += 1;
    } else if (code === COLON || isBlank(code)) {
      at += 1;
    } else if (container.isObject && container.keyFrom < 0) {
      container.keyFrom = at;
      at = skipString(text, at);
      container.keyTo = at;
    } else if (!isOnPath(text, container, path[open.length - 1])) {
      at = skipValue(text, at);
    } else if (open.length < path.length) {
      found = null;
      at = enter(text, at, open);
      container = open.at(-1);
    } else {
      const to = skipValue(text, at);
      found = { from: at, to, steps: open.map((step) => ({ ...step })) };
      if (isByPosition) return found;
      at = to;
    }
  }
  return found;
}

interface OpenContainer {
  from: number;
  isObject: boolean;
  position: number;
  keyFrom: number;
  keyTo: number;
}

/** Opens the container at an offset, and steps over a value that is none. */
function enter(text: string, at: number, open: OpenContainer[]): number {
  const code = text.charCodeAt(at);
  if (code !== OPEN_OBJECT && code !== OPEN_ARRAY) return skipValue(text, at);
  open.push({ from: at, isObject: code === OPEN_OBJECT, position: 0, keyFrom: -1, keyTo: -1 });
  return at + 1;
}

function isOnPath(text: string, container: OpenContainer, segment: string | number | undefined): boolean {
  if (typeof segment === 'number') return container.position === segment;
  return container.isObject && decodeKey(text, container.keyFrom, container.keyTo) === segment;
}

/** The depth where a path by keys leads to another child than the path by positions; -1 if nowhere. */
function firstDifference(text: string, keyed: JsonPath, path: OrdinalPath): number {
  const positions = toOrdinalPath(text, keyed);
  // A hidden twin may lack what its namesake has below it: then the depth is looked for from above.
  if (positions !== null) return path.findIndex((position, depth) => positions[depth] !== position);
  return keyed.findIndex((_, depth) => {
    const above = toOrdinalPath(text, keyed.slice(0, depth + 1));
    return above?.[depth] !== path[depth];
  });
}
