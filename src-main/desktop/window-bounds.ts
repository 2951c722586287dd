/** A place on the screens, in device-independent pixels. The same as Electron's `Rectangle`. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Smaller, the layout does not hold. */
export const SMALLEST_WINDOW = { width: 960, height: 600 } as const;
const FIRST_WINDOW = { width: 1440, height: 900 } as const;

/** So much of the window must be on a screen, at its top, for it to be found and dragged. */
const GRIP = { width: 160, height: 40 } as const;
const CASCADE = 28;

/**
 * Where a window opens: where the last one was, if its title bar can be reached on a screen that is there now;
 * else in the middle of the first screen, as large as fits.
 *
 * @param workAreas of the screens without bars and docks, the primary one first; at least one.
 */
export function startBounds(remembered: Bounds | undefined, workAreas: readonly Bounds[]): Bounds {
  const [primary] = workAreas;
  const area = workAreas.find((each) => remembered !== undefined && canBeGrasped(remembered, each));
  if (remembered !== undefined && area !== undefined) {
    return {
      ...remembered,
      width: clamp(remembered.width, SMALLEST_WINDOW.width, area.width),
      height: clamp(remembered.height, SMALLEST_WINDOW.height, area.height),
    };
  }
  if (primary === undefined) return { x: 0, y: 0, ...FIRST_WINDOW };
  const wanted = remembered ?? FIRST_WINDOW;
  const width = clamp(wanted.width, SMALLEST_WINDOW.width, primary.width);
  const height = clamp(wanted.height, SMALLEST_WINDOW.height, primary.height);
  return {
    x: primary.x + Math.max(0, Math.round((primary.width - width) / 2)),
    y: primary.y + Math.max(0, Math.round((primary.height - height) / 2)),
    width,
    height,
  };
}

/** A little below and beside a window, for the next one; its size is kept. */
export function besideBounds({ x, y, width, height }: Bounds): Bounds {
  return { x: x + CASCADE, y: y + CASCADE, width, height };
}

function canBeGrasped(window: Bounds, area: Bounds): boolean {
  const left = Math.max(window.x, area.x);
  const right = Math.min(window.x + window.width, area.x + area.width);
  const isAcross = right - left >= GRIP.width;
  return isAcross && window.y >= area.y && window.y + GRIP.height <= area.y + area.height;
}

function clamp(wanted: number, least: number, most: number): number {
  return Math.max(least, Math.min(wanted, most));
}
