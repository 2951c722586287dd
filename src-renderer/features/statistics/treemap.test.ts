import fc from 'fast-check';
import { expect, test } from 'vitest';
import { treemapOf } from './treemap.ts';

const sizes = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 40 });

test('tiles have areas in the proportion of the sizes, fill the whole and do not overlap', () => {
  fc.assert(
    fc.property(sizes, fc.double({ min: 0.2, max: 6, noNaN: true }), (all, aspect) => {
      const sorted = all.toSorted((a, b) => b - a);
      const total = sorted.reduce((sum, size) => sum + size, 0);
      const tiles = treemapOf(sorted, (size) => size, aspect);
      expect(tiles.length).toBe(sorted.filter((size) => size > 0).length);
      for (const { item, x, y, width, height } of tiles) {
        expect(width * height).toBeCloseTo(item / total, 6);
        expect(Math.min(x, y)).toBeGreaterThan(-1e-6);
        expect(Math.max(x + width, y + height)).toBeLessThan(1 + 1e-6);
      }
      for (const [index, one] of tiles.entries())
        for (const other of tiles.slice(index + 1)) {
          const isApart =
            one.x + one.width <= other.x + 1e-6 ||
            other.x + other.width <= one.x + 1e-6 ||
            one.y + one.height <= other.y + 1e-6 ||
            other.y + other.height <= one.y + 1e-6;
          expect(isApart).toBe(true);
        }
    }),
  );
});
