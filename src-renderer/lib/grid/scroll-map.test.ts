import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_SPACER,
  makeScrollMap,
  maxOffset,
  offsetFor,
  offsetToReveal,
  scrollTopFor,
  visibleRows,
} from './scroll-map.ts';

const maps = fc
  .record({
    rowCount: fc.oneof(fc.nat(2000), fc.integer({ min: 200_000, max: 2_000_000_000 })),
    rowHeight: fc.constantFrom(28, 32),
    viewport: fc.integer({ min: 28, max: 3000 }),
  })
  .map(({ rowCount, rowHeight, viewport }) => makeScrollMap(rowCount, rowHeight, viewport));

describe('scroll map', () => {
  it('never makes a spacer taller than a browser lays out', () => {
    fc.assert(fc.property(maps, (map) => map.spacerHeight <= MAX_SPACER && MAX_SPACER < 8_000_000));
  });

  it('meets both ends exactly', () => {
    fc.assert(
      fc.property(maps, (map) => {
        const bottom = Math.max(0, map.spacerHeight - map.viewport);
        expect(offsetFor(map, 0)).toBe(0);
        expect(scrollTopFor(map, 0)).toBe(0);
        expect(offsetFor(map, bottom)).toBeCloseTo(maxOffset(map), 6);
        expect(scrollTopFor(map, maxOffset(map))).toBeCloseTo(bottom, 6);
        if (map.rowCount === 0) return;
        expect(visibleRows(map, 0).first).toBe(0);
        expect(visibleRows(map, maxOffset(map)).last).toBe(map.rowCount - 1);
      }),
    );
  });

  it('finds its way back from a place of the scrollbar', () => {
    fc.assert(
      fc.property(maps, fc.double({ min: 0, max: 1, noNaN: true }), (map, share) => {
        const offset = share * maxOffset(map);
        const top = scrollTopFor(map, offset);
        const pixel = map.isExact ? 1e-6 : maxOffset(map) / (map.spacerHeight - map.viewport);
        expect(Math.abs(offsetFor(map, top) - offset)).toBeLessThanOrEqual(pixel);
      }),
    );
  });

  it('moves one pixel for one pixel where it can', () => {
    const map = makeScrollMap(1000, 28, 600);
    expect(map.isExact).toBe(true);
    expect(offsetFor(map, 12_345)).toBe(12_345);
  });

  it('reveals any row wholly, and moves nothing for a row that is seen', () => {
    fc.assert(
      fc.property(
        maps.filter((map) => map.rowCount > 0 && map.viewport >= 2 * map.rowHeight),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('nearest', 'middle', 'top'),
        (map, from, to, place) => {
          const offset = from * maxOffset(map);
          const row = Math.min(map.rowCount - 1, Math.floor(to * map.rowCount));
          const next = offsetToReveal(map, offset, row, place);
          expect(row * map.rowHeight).toBeGreaterThanOrEqual(next - 1e-3);
          expect((row + 1) * map.rowHeight).toBeLessThanOrEqual(next + map.viewport + 1e-3);
          if (place !== 'top') expect(offsetToReveal(map, next, row, place)).toBe(next);
        },
      ),
    );
  });
});
