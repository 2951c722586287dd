/** Milliseconds from a key event to what it changed. */
export interface KeyTimes {
  /** Until the document shows it. */
  readonly commit: number;
  /** Until the frame with it was handed over. */
  readonly painted: number;
}

declare global {
  interface Window {
    benchKey?: Promise<KeyTimes>;
  }
}

/**
 * Waits for the next key, and for the frame in which another cell of the grid has the cursor and its row is there.
 * The event's own time stamp is the one of the browser's process. Runs inside the page: nothing from outside is used.
 */
export function awaitKey(): void {
  window.benchKey = new Promise((resolve, reject) => {
    const grid = document.querySelector('[role="grid"]');
    if (grid === null) return reject(new Error('the page shows no grid'));
    const before = grid.getAttribute('aria-activedescendant');
    let pressed = 0;
    const note = (event: KeyboardEvent) => {
      pressed = event.timeStamp;
    };
    addEventListener('keydown', note, { capture: true, once: true });
    const isThere = () => {
      const id = document.querySelector('[role="grid"]')?.getAttribute('aria-activedescendant');
      const cell = id == null || id === before ? null : document.getElementById(id);
      return pressed > 0 && cell !== null && cell.getAttribute('aria-label') !== 'loading';
    };
    const observer = new MutationObserver(() => {
      if (!isThere()) return;
      observer.disconnect();
      const commit = performance.now() - pressed;
      requestAnimationFrame(() => {
        // A message that is posted while a frame is made comes when it was handed over.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve({ commit, painted: performance.now() - pressed });
        port2.postMessage(null);
      });
    });
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });
}
