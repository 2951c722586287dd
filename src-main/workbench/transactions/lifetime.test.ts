import { afterEach, expect, test, vi } from 'vitest';
import { limitsInForce, putLimits } from '../limits.ts';
import { Lifetime } from './lifetime.ts';
import { openTransactions } from './testing/open-transactions.ts';

const usual = limitsInForce();
const MINUTE = 60_000;

afterEach(() => {
  vi.useRealTimers();
  putLimits(usual);
});

test('A transaction warns a minute ahead and ends; prolonging begins the time anew', () => {
  vi.useFakeTimers();
  const told: string[] = [];
  const lifetime = new Lifetime({ onWarning: () => told.push('warning'), onEnd: (why) => told.push(why) });
  expect(lifetime.endsAt - Date.now()).toBe(10 * MINUTE);
  expect(lifetime.endsAt - lifetime.warnsAt).toBe(MINUTE);
  vi.advanceTimersByTime(9 * MINUTE - 1);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(['warning']);
  lifetime.prolong();
  vi.advanceTimersByTime(9 * MINUTE);
  expect(told).toEqual(['warning', 'warning']);
  vi.advanceTimersByTime(MINUTE);
  expect(told.at(-1)).toContain('open for 10 minutes');
  lifetime.end();
  vi.advanceTimersByTime(60 * MINUTE);
  expect(told).toHaveLength(3);
});

test('An orphan is kept for a minute, unless somebody takes it over', () => {
  vi.useFakeTimers();
  const told: string[] = [];
  const lifetime = new Lifetime({ onWarning: () => {}, onEnd: (why) => told.push(why) });
  lifetime.orphan();
  expect(lifetime.isOrphan).toBe(true);
  vi.advanceTimersByTime(MINUTE - 1);
  lifetime.adopt();
  vi.advanceTimersByTime(MINUTE);
  expect([lifetime.isOrphan, told]).toEqual([false, []]);
  lifetime.orphan();
  vi.advanceTimersByTime(MINUTE);
  expect(told[0]).toContain('did not come back');
});

test('A transaction whose time is over is rolled back by itself, and that is said', async () => {
  const under = await openTransactions('CREATE TABLE t (v)');
  putLimits({ ...usual, transactionMinutes: 0.003 });
  await under.begin();
  await under.run('INSERT INTO t VALUES (1)');
  await expect
    .poll(() => under.events.findLast(({ name }) => name === 'transactions.changed')?.value, {
      timeout: 10_000,
    })
    .toMatchObject({ state: null, reason: expect.stringContaining('rolled back by itself') });
  expect(under.open.of(under.file)).toBeUndefined();
  expect(under.rows('SELECT count(*) FROM t')).toEqual([[0]]);
});
