/** What the page itself tells of its frames. Runs inside the page: it may use nothing from outside. */
export interface LongFrame {
  readonly duration: number;
  /** Milliseconds of the longest script of the app in it. */
  readonly script: number;
}

interface ScriptTiming {
  readonly sourceURL: string;
  readonly duration: number;
}

declare global {
  interface Window {
    benchFrames?: { own: LongFrame[]; all: number };
  }
}

/**
 * Begins to keep the long animation frames in which a script of the app ran.
 * Source: https://w3c.github.io/long-animation-frames/
 */
export function watchFrames(): void {
  const kept = { own: [] as LongFrame[], all: 0 };
  window.benchFrames = kept;
  if (!PerformanceObserver.supportedEntryTypes.includes('long-animation-frame')) {
    throw new Error('this browser does not tell of long animation frames');
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      kept.all += 1;
      const { scripts } = entry as PerformanceEntry & { readonly scripts: readonly ScriptTiming[] };
      const own = scripts.filter(({ sourceURL }) => sourceURL.startsWith(location.origin));
      if (own.length > 0) {
        kept.own.push({
          duration: entry.duration,
          script: Math.max(...own.map(({ duration }) => duration)),
        });
      }
    }
  }).observe({ type: 'long-animation-frame' });
}

/** Moves the grid's scrollbar through a part of its range as a dragging hand does, one step a frame. */
export async function dragScrollbar([from, to, milliseconds]: readonly [
  number,
  number,
  number,
]): Promise<void> {
  const grid = document.querySelector('[role="grid"]');
  if (grid === null) throw new Error('the page shows no grid');
  const range = grid.scrollHeight - grid.clientHeight;
  const started = performance.now();
  for (let share = 0; share < 1; ) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    share = Math.min(1, (performance.now() - started) / milliseconds);
    grid.scrollTop = range * (from + (to - from) * share);
  }
}

/** Rows that are fully drawn: row number, 0-based, and the text of the first column. */
export function shownRows(): readonly (readonly [number, string])[] {
  const cells = document.querySelectorAll<HTMLElement>('[data-row] [role="gridcell"][data-place="0"]');
  return [...cells]
    .filter((cell) => cell.getAttribute('aria-label') !== 'loading')
    .map(
      (cell) =>
        [Number(cell.closest<HTMLElement>('[data-row]')?.dataset.row), cell.textContent ?? ''] as const,
    );
}
