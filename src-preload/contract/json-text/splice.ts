import { type JsonChild, QUOTE, skipBlanks, skipString, type TextSpan } from './scan.ts';
import type { TextEdit } from './text-edit.ts';

/** Children that go and texts that come, at one place of a container. */
export interface Splice {
  readonly start: number;
  readonly removed: number;
  /** Items as they are to stand; members with their key and colon (see `memberText`). */
  readonly inserted: readonly string[];
}

/**
 * The edit that makes a splice: commas are kept right, and what comes is set as its neighbours are, on the same line
 * or on lines of its own with their indentation and line ends.
 */
export function spliceChildren(
  text: string,
  container: TextSpan,
  siblings: readonly JsonChild[],
  splice: Splice,
): TextEdit | null {
  const { start, removed, inserted } = splice;
  const first = siblings[start];
  const previous = siblings[start - 1];
  const next = siblings[start + removed];
  if (inserted.length === 0) {
    return removed === 0
      ? null
      : { ...removal(container, first, previous, next, siblings[start + removed - 1]), text: '' };
  }
  const separator = separatorOf(text, container, siblings, start);
  const joined = inserted.join(separator);
  const last = siblings[start + removed - 1];
  if (removed > 0 && first !== undefined && last !== undefined) {
    return { from: first.keyFrom, to: last.to, text: joined };
  }
  if (previous !== undefined) return { from: previous.to, to: previous.to, text: separator + joined };
  if (next !== undefined) return { from: next.keyFrom, to: next.keyFrom, text: joined + separator };
  return intoEmpty(text, container, joined);
}

/** A member's text: its key, and the colon with the blanks around it that the neighbours have. */
export function memberText(
  text: string,
  siblings: readonly JsonChild[],
  position: number,
  rawKey: string,
  raw: string,
): string {
  const neighbour = siblings[position] ?? siblings[position - 1];
  const colon = neighbour === undefined ? `:${usualGap(text)}` : text.slice(neighbour.keyTo, neighbour.from);
  return rawKey + colon + raw;
}

/** What goes with children that go: the comma before them, or the one behind them if they come first. */
function removal(
  container: TextSpan,
  first: JsonChild | undefined,
  previous: JsonChild | undefined,
  next: JsonChild | undefined,
  last: JsonChild | undefined,
): TextSpan {
  if (previous !== undefined && last !== undefined) return { from: previous.to, to: last.to };
  if (next !== undefined && first !== undefined) return { from: first.keyFrom, to: next.keyFrom };
  return { from: container.from + 1, to: container.to - 1 };
}

/** The comma with the blanks around it that stands between the two siblings nearest to a place. */
function separatorOf(
  text: string,
  container: TextSpan,
  siblings: readonly JsonChild[],
  start: number,
): string {
  const right = Math.min(Math.max(start, 1), siblings.length - 1);
  const one = siblings[right - 1];
  const other = siblings[right];
  if (right >= 1 && one !== undefined && other !== undefined) return text.slice(one.to, other.keyFrom);
  const single = siblings[0];
  const lead = single === undefined ? '' : text.slice(container.from + 1, single.keyFrom);
  return single === undefined && isBroken(text, container)
    ? `,${lineInside(text, container)}`
    : `,${lead === '' ? usualGap(text) : lead}`;
}

/** The first child of a container; on a line of its own if the brackets stand on two. */
function intoEmpty(text: string, container: TextSpan, joined: string): TextEdit {
  const at = container.from + 1;
  if (!isBroken(text, container)) return { from: at, to: at, text: joined };
  return { from: at, to: at, text: lineInside(text, container) + joined };
}

/** Whether an empty container's brackets stand on two lines. */
function isBroken(text: string, container: TextSpan): boolean {
  return text.slice(container.from + 1, container.to - 1).includes('\n');
}

/** A line end, and the indentation of an empty container's closing bracket with one level more. */
function lineInside(text: string, container: TextSpan): string {
  const inner = text.slice(container.from + 1, container.to - 1);
  const lineEnd = inner.includes('\r\n') ? '\r\n' : '\n';
  const level = /\n([\t ]+)/.exec(text.slice(0, container.from))?.[1] ?? '  ';
  return lineEnd + inner.slice(inner.lastIndexOf('\n') + 1) + level;
}

/** The blank that this text has behind its first colon or comma, if any: what a container without siblings follows. */
function usualGap(text: string): string {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = skipString(text, at) - 1;
    else if (text[at] === ':' || text[at] === ',') return skipBlanks(text, at + 1) > at + 1 ? ' ' : '';
  }
  return '';
}
