import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeepSoon, keepAllNow } from './keep-soon.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what is typed is kept once, soon after the last key', () => {
  const keep = vi.fn();
  const soon = new KeepSoon(keep);
  soon.later();
  vi.advanceTimersByTime(200);
  soon.later();
  vi.advanceTimersByTime(299);
  expect(keep).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(keep).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(5000);
  expect(keep).toHaveBeenCalledTimes(1);
});

test('whoever types without a pause is kept all the same', () => {
  const keep = vi.fn();
  const soon = new KeepSoon(keep);
  for (let key = 0; key < 20; key += 1) {
    soon.later();
    vi.advanceTimersByTime(100);
  }
  expect(keep).toHaveBeenCalledTimes(1);
});

test('where the page may go everything is kept at once, and nothing twice', () => {
  const [one, other, ended] = [vi.fn(), vi.fn(), vi.fn()];
  new KeepSoon(one).later();
  new KeepSoon(other).later();
  const over = new KeepSoon(ended);
  over.later();
  over.cancel();
  keepAllNow();
  keepAllNow();
  vi.advanceTimersByTime(5000);
  expect(one).toHaveBeenCalledTimes(1);
  expect(other).toHaveBeenCalledTimes(1);
  expect(ended).not.toHaveBeenCalled();
});
