import { children, type JsonChild, type TextSpan } from '../../../../src-preload/contract/json-text/index.ts';
import { skipBlanks } from '../../../../src-preload/contract/json-text/scan.ts';

/** Shorter ones are read again sooner than they are looked up. */
const LONG = 20_000;
const MOST_CACHED = 8;

interface Cached {
  readonly raw: string;
  readonly from: number;
  readonly members: readonly JsonChild[];
}

const cached: Cached[] = [];

/**
 * The members of a container. Those of a long one are remembered: while something before it is typed they only move.
 */
export function membersOf(text: string, span: TextSpan): readonly JsonChild[] {
  if (span.to - span.from < LONG) return children(text, span);
  const raw = text.slice(span.from, span.to);
  const index = cached.findIndex((one) => one.raw.length === raw.length && one.raw === raw);
  const found = cached[index];
  if (found !== undefined && found.from === span.from) return found.members;
  const members = found === undefined ? children(text, span) : moved(found, span.from - found.from);
  if (index >= 0) cached.splice(index, 1);
  cached.unshift({ raw, from: span.from, members });
  cached.length = Math.min(cached.length, MOST_CACHED);
  return members;
}

/** What `rootSpan` says of a text that is JSON, without a pass over it: the value ends where the blanks behind it begin. */
export function documentSpan(text: string): TextSpan {
  return { from: skipBlanks(text, text.charCodeAt(0) === 0xfeff ? 1 : 0), to: text.trimEnd().length };
}

function moved({ members }: Cached, by: number): readonly JsonChild[] {
  return members.map(({ key, keyFrom, keyTo, from, to, kind }) => ({
    key,
    keyFrom: keyFrom + by,
    keyTo: keyTo + by,
    from: from + by,
    to: to + by,
    kind,
  }));
}
