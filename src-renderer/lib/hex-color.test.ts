import { expect, test } from 'vitest';
import { hexColor } from './hex-color.ts';

test.each([
  ['rgb(241, 242, 244)', '#f1f2f4'],
  ['rgba(20, 22, 25, 0.5)', '#141619'],
  ['rgb(0 7 255 / 1)', '#0007ff'],
  ['rgb(12.6, 300, 0)', '#0dff00'],
  ['', '#000000'],
])('%s is %s', (computed, hex) => {
  expect(hexColor(computed)).toBe(hex);
});
