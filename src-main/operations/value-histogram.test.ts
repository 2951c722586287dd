import { expect, it } from 'vitest';
import { ValueHistogram } from './value-histogram.ts';

function barsOf(values: readonly number[], isWhole = false) {
  const histogram = new ValueHistogram();
  for (const value of values) histogram.add(value);
  return histogram.bars(isWhole);
}

/** What a reader of the bars would count. */
function countedAgain(values: readonly number[], bars: NonNullable<ReturnType<typeof barsOf>>): number[] {
  return bars.counts.map((_, at) => {
    const from = bars.from + at * bars.width;
    return values.filter((value) => value >= from && value < from + bars.width).length;
  });
}

const waves = Array.from({ length: 5000 }, (_, at) => Math.sin(at) * 40 + (at % 7) / 10);

it.each([
  ['spread over a range', waves],
  ['growing from small to large', Array.from({ length: 400 }, (_, at) => 1.07 ** at)],
  ['first large, then small', [1e9, 1, 2, 3]],
  ['negative', [-1, -2.5, -300, -0.001]],
  ['of all sizes', [1e-300, 1e300, -1e300, 0, 5e-324]],
  ['equal', [7, 7, 7]],
])('counts values that are %s exactly, in at most 20 bars', (_, values) => {
  const bars = barsOf(values);
  if (bars === null) throw new Error('There are values.');
  expect(bars.counts.length).toBeLessThanOrEqual(20);
  expect(bars.counts).toEqual(countedAgain(values, bars));
  expect([bars.min, bars.max]).toEqual([Math.min(...values), Math.max(...values)]);
  // The range is not wasted: the first and the last bar hold the ends.
  expect(bars.counts[0]).toBeGreaterThan(0);
  expect(bars.counts.at(-1)).toBeGreaterThan(0);
});

it('gives whole numbers bars that hold each of them', () => {
  expect(barsOf([1, 2, 2, 5], true)).toEqual({ min: 1, max: 5, from: 1, width: 1, counts: [1, 2, 0, 0, 1] });
  expect(barsOf([], true)).toBeNull();
});

it('takes the counts of another one, whatever its width', () => {
  const [fine, wide] = [new ValueHistogram(), new ValueHistogram()];
  const small = [1, 1.5, 2];
  const large = [1000, 5000, 9000];
  for (const value of small) fine.add(value);
  for (const value of large) wide.add(value);
  for (const [one, other] of [
    [fine, wide],
    [new ValueHistogram(), fine],
  ] as const) {
    one.take(other);
    const bars = one.bars(false);
    expect(bars?.counts.reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(bars && countedAgain([...small, ...large], bars)).toEqual(bars?.counts);
  }
});
