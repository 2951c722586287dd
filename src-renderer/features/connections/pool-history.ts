import type { PoolEvent, PoolSample } from '../../../src-preload/contract/stats.ts';

/** What the pool was doing. */
export interface History {
  /** Oldest first, one a second. */
  readonly samples: readonly PoolSample[];
  /** Newest first. */
  readonly events: readonly PoolEvent[];
}

const MOST_SAMPLES = 300;
const MOST_EVENTS = 500;

/** What is known with what has come since; lists to which nothing came stay the same lists, so that nothing is drawn anew. */
export function withNewer(known: History, newer: History): History {
  return {
    samples:
      newer.samples.length === 0 ? known.samples : [...known.samples, ...newer.samples].slice(-MOST_SAMPLES),
    events:
      newer.events.length === 0 ? known.events : [...newer.events, ...known.events].slice(0, MOST_EVENTS),
  };
}
