import { children, type JsonChild, type TextSpan } from '../../../../src-preload/contract/json-text/index.ts';

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
