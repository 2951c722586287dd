import { expect, test } from 'vitest';
import { besideBounds, startBounds } from './window-bounds.ts';

const LAPTOP = { x: 0, y: 25, width: 1512, height: 920 };
const MONITOR = { x: 1512, y: 0, width: 2560, height: 1400 };
const SMALL = { x: 0, y: 0, width: 1024, height: 560 };

test('a first window is 1440 by 900 in the middle of the primary screen', () => {
  expect(startBounds(undefined, [LAPTOP, MONITOR])).toEqual({ x: 36, y: 35, width: 1440, height: 900 });
});

test('a window opens where the last one was, on whatever screen', () => {
  const last = { x: 1900, y: 300, width: 1300, height: 800 };
  expect(startBounds(last, [LAPTOP, MONITOR])).toEqual(last);
});

test('a window whose screen is gone comes back to the primary one with its size', () => {
  const last = { x: 1900, y: 300, width: 1300, height: 800 };
  expect(startBounds(last, [LAPTOP])).toEqual({ x: 106, y: 85, width: 1300, height: 800 });
});

test.each([
  ['its title bar is above the screen', { x: 100, y: -20, width: 1200, height: 700 }],
  ['its title bar is below the screen', { x: 100, y: 930, width: 1200, height: 700 }],
  ['too little of it is left at the right', { x: 1400, y: 100, width: 1200, height: 700 }],
  ['too little of it is left at the left', { x: -1100, y: 100, width: 1200, height: 700 }],
])('a window that cannot be dragged, since %s, is moved', (_why, last) => {
  expect(startBounds(last, [LAPTOP])).toEqual({ x: 156, y: 135, width: 1200, height: 700 });
});

test('a window partly beyond the edge stays there when it can be dragged', () => {
  const last = { x: 1300, y: 100, width: 1200, height: 700 };
  expect(startBounds(last, [LAPTOP])).toEqual(last);
});

test('a window is made as small as its screen, but never smaller than the layout holds', () => {
  const last = { x: 0, y: 0, width: 1440, height: 900 };
  expect(startBounds(last, [SMALL])).toEqual({ x: 0, y: 0, width: 1024, height: 600 });
  expect(startBounds(undefined, [SMALL])).toEqual({ x: 0, y: 0, width: 1024, height: 600 });
});

test('a second window lies a little beside the first', () => {
  expect(besideBounds({ x: 10, y: 20, width: 1000, height: 700 })).toEqual({
    x: 38,
    y: 48,
    width: 1000,
    height: 700,
  });
});
