import type { Display, Rectangle } from 'electron';
import { StrictEmitter } from './strict.ts';

/** The one display that headless Chromium is given. */
export const PRIMARY_SCREEN = { width: 1920, height: 1080 } as const;

const bounds = { x: 0, y: 0, ...PRIMARY_SCREEN };

/** A display as far as windows are concerned; other facts of it throw. */
const display = {
  id: 1,
  label: 'stand-in',
  bounds,
  workArea: { ...bounds, height: bounds.height - 40 },
  size: PRIMARY_SCREEN,
  workAreaSize: { width: bounds.width, height: bounds.height - 40 },
  scaleFactor: 1,
  rotation: 0,
  internal: false,
} satisfies Partial<Display>;

class Screen extends StrictEmitter {
  getPrimaryDisplay() {
    return { ...display };
  }
  getAllDisplays() {
    return [{ ...display }];
  }
  getDisplayMatching(_rectangle: Rectangle) {
    return { ...display };
  }
  getDisplayNearestPoint(_point: { readonly x: number; readonly y: number }) {
    return { ...display };
  }
}

/** One display of {@link PRIMARY_SCREEN}, with a task bar of 40 pixels at its lower edge. */
export const screen = new Screen();
