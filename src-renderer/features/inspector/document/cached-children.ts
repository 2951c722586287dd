import {
  children,
  type JsonChild,
  type JsonPath,
  kindOf,
  spanBetween,
  type TextEdit,
  type TextSpan,
} from '../../../../src-preload/contract/json-text/index.ts';
import { skipBlanks, skipValue } from '../../../../src-preload/contract/json-text/scan.ts';

/** Shorter ones are read again sooner than they are looked up. */
const LONG = 256;
/** The draft, the stored document, and what they were before. */
const MOST_TEXTS = 3;
/** Larger changes are read again as a whole. */
const MOST_CHANGED = 100_000;
const PLAIN = /^[^"\\{}[\],:]*$/;
const BRACKETED: ReadonlySet<JsonChild['kind']> = new Set(['string', 'object', 'array']);

/** What is known of the containers of a text, by where they begin. */
interface KnownText {
  readonly text: string;
  readonly containers: Map<number, KnownContainer>;
  /** What the text was made of: containers that nobody has asked for yet are taken over from it. */
  readonly origin: Origin | null;
}

interface Origin {
  readonly containers: ReadonlyMap<number, KnownContainer>;
  readonly edit: TextEdit;
  /** Nothing in it begins or ends a value: where it stands inside of one, that one only grows or shrinks. */
  readonly isPlain: boolean;
}

interface KnownContainer extends TextSpan {
  readonly members: readonly JsonChild[];
}

let known: readonly KnownText[] = [];

/**
 * The members of a container. Those of a long one are remembered: while something is typed in it or before it they move,
 * and nothing of the text but what was typed is read again.
 */
export function membersOf(text: string, span: TextSpan): readonly JsonChild[] {
  if (span.to - span.from < LONG) return children(text, span);
  const { containers, origin } = knownText(text);
  let found = containers.get(span.from);
  if (found === undefined || found.to !== span.to) {
    const members = (origin === null ? null : takenOver(text, span, origin)) ?? children(text, span);
    found = { from: span.from, to: span.to, members };
    containers.set(span.from, found);
  }
  return found.members;
}

/** The value at a path, as `valueSpan` finds it; what is known of the text is not read again. */
export function spanAt(text: string, path: JsonPath): TextSpan | null {
  let span = documentSpan(text);
  for (const step of path) {
    const members = membersOf(text, span);
    const found = typeof step === 'number' ? members[step] : members.findLast(({ key }) => key === step);
    if (found === undefined) return null;
    span = found;
  }
  return { from: span.from, to: span.to };
}

/** What `rootSpan` says of a text that is JSON, without a pass over it: the value ends where the blanks behind it begin. */
export function documentSpan(text: string): TextSpan {
  return { from: skipBlanks(text, text.charCodeAt(0) === 0xfeff ? 1 : 0), to: text.trimEnd().length };
}

function knownText(text: string): KnownText {
  const [last] = known;
  if (last?.text === text) return last;
  const found = known.find((one) => one.text === text) ?? {
    text,
    containers: new Map(),
    origin: originOf(text),
  };
  known = [found, ...known.filter((one) => one !== found)].slice(0, MOST_TEXTS);
  return found;
}

/** The text that is known and nearest to this one, with the one edit between them. */
function originOf(text: string): Origin | null {
  let nearest: Origin | null = null;
  let least = MOST_CHANGED;
  for (const { text: before, containers } of known) {
    if (Math.abs(before.length - text.length) > least) continue;
    const edit = spanBetween(before, text);
    const size = edit.to - edit.from + edit.text.length;
    if (size >= least) continue;
    least = size;
    const isPlain = PLAIN.test(edit.text) && PLAIN.test(before.slice(edit.from, edit.to));
    nearest = { containers, edit, isPlain };
  }
  return nearest;
}

/** The members of a container as they were, moved by the edit; null where the edit may have changed what they are. */
function takenOver(
  text: string,
  span: TextSpan,
  { containers, edit, isPlain }: Origin,
): readonly JsonChild[] | null {
  const by = edit.text.length - (edit.to - edit.from);
  const isBehind = span.from >= edit.from + edit.text.length;
  const before = containers.get(isBehind ? span.from - by : span.from);
  if (before === undefined) return null;
  if (isBehind && before.from >= edit.to) {
    return before.to + by === span.to ? before.members.map((member) => moved(member, by)) : null;
  }
  if (before.to <= edit.from) return before.to === span.to ? before.members : null;
  if (before.to + by !== span.to) return null;
  const at = before.members.findIndex(({ from, to }) => from <= edit.from && edit.to <= to);
  const member = before.members[at];
  if (member === undefined) return null;
  const isInside = isPlain && member.from < edit.from && edit.to < member.to && BRACKETED.has(member.kind);
  if (!isInside && skipValue(text, member.from) !== member.to + by) return null;
  return before.members.map((one, index) => {
    if (index < at) return one;
    return index > at ? moved(one, by) : { ...one, to: one.to + by, kind: kindOf(text, one.from) };
  });
}

function moved({ key, keyFrom, keyTo, from, to, kind }: JsonChild, by: number): JsonChild {
  return { key, keyFrom: keyFrom + by, keyTo: keyTo + by, from: from + by, to: to + by, kind };
}
