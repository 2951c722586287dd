import type { HookEvent } from '../../../src-preload/contract/plugins.ts';

/** As many as the engine keeps. */
const MOST_EVENTS = 500;

/** The calls of hooks that are known, and up to which of them they are shown. */
export interface HookFeed {
  /** The oldest first. */
  readonly events: readonly HookEvent[];
  /** Id of the newest one that is shown. */
  readonly shownTo: number;
}

export const emptyFeed: HookFeed = { events: [], shownTo: 0 };

/** The feed with more calls; while it is held they wait. */
export function withEvents(
  { events, shownTo }: HookFeed,
  more: readonly HookEvent[],
  isHeld: boolean,
): HookFeed {
  const known = new Map([...events, ...more].map((event) => [event.id, event]));
  const all = [...known.values()].toSorted((one, other) => one.id - other.id).slice(-MOST_EVENTS);
  return { events: all, shownTo: isHeld ? shownTo : Math.max(shownTo, all.at(-1)?.id ?? 0) };
}

/** The feed with all that waits. */
export function released(feed: HookFeed): HookFeed {
  return { ...feed, shownTo: feed.events.at(-1)?.id ?? feed.shownTo };
}

/** The calls that are shown, the newest first, and how many wait. */
export function shownOf({ events, shownTo }: HookFeed): {
  readonly shown: readonly HookEvent[];
  readonly waiting: number;
} {
  const shown = events.filter(({ id }) => id <= shownTo);
  return { shown: shown.toReversed(), waiting: events.length - shown.length };
}
