import { expect, test } from 'vitest';
import type { HookEvent } from '../../../src-preload/contract/plugins.ts';
import { emptyFeed, released, shownOf, withEvents } from './hook-feed.ts';

const call = (id: number): HookEvent => ({
  ...{ id, at: id, plugin: 'cache', hook: 'onBeforeQuery', operation: 't.query', trace: null },
  ...{ time: 0.1, outcome: 'done', message: null },
});
const calls = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => call(from + at));
const ids = (events: readonly HookEvent[]) => events.map(({ id }) => id);

test('calls are shown as they come, the newest first; while the list is held they wait', () => {
  const first = withEvents(emptyFeed, calls(1, 3), false);
  expect(ids(shownOf(first).shown)).toEqual([3, 2, 1]);
  const held = withEvents(first, calls(4, 15), true);
  expect(shownOf(held)).toMatchObject({ waiting: 12 });
  expect(ids(shownOf(held).shown)).toEqual([3, 2, 1]);
  expect(shownOf(released(held))).toMatchObject({ waiting: 0 });
  expect(shownOf(released(held)).shown).toHaveLength(15);
});

test('what was read and what was told overlaps without twins, whichever comes first', () => {
  const told = withEvents(emptyFeed, calls(4, 6), false);
  expect(ids(shownOf(withEvents(told, calls(1, 5), false)).shown)).toEqual([6, 5, 4, 3, 2, 1]);
});

test('at most 500 are kept, the newest', () => {
  const feed = withEvents(withEvents(emptyFeed, calls(1, 400), false), calls(401, 800), false);
  expect(feed.events).toHaveLength(500);
  expect(shownOf(feed).shown[0]?.id).toBe(800);
});
