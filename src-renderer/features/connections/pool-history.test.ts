import { expect, test } from 'vitest';
import type { PoolEvent, PoolSample } from '../../../src-preload/contract/stats.ts';
import { withNewer } from './pool-history.ts';

const sample = (at: number): PoolSample => ({ at, leased: at, waiting: 0 });
const event = (id: number): PoolEvent => ({
  ...{ id, at: id, file: null, connection: null },
  ...{ kind: 'opened', message: '' },
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_none, at) => from + at);

test('newer samples come last, newer events first, and the oldest of both go', () => {
  const known = { samples: range(1, 299).map(sample), events: range(1, 499).reverse().map(event) };
  const newer = { samples: [300, 301].map(sample), events: [501, 500].map(event) };
  const merged = withNewer(known, newer);
  expect(merged.samples.map(({ at }) => at)).toEqual(range(2, 301));
  expect(merged.events.map(({ id }) => id)).toEqual(range(2, 501).reverse());
});

test('nothing new leaves the same lists', () => {
  const known = { samples: [sample(1)], events: [event(1)] };
  const merged = withNewer(known, { samples: [], events: [] });
  expect(merged.samples).toBe(known.samples);
  expect(merged.events).toBe(known.events);
});
