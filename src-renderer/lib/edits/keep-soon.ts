/** Milliseconds after the last key. */
const AFTER_LAST = 300;
/** Whoever types without a pause is not forgotten: so many pauses after the first key. */
const MOST_PAUSES = 5;

const waiting = new Set<KeepSoon>();
let isListening = false;

/** Keeps what is typed: soon after the last key, and at once where the page may be gone next. */
export class KeepSoon {
  readonly #keep: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since: number | null = null;

  constructor(keep: () => void) {
    this.#keep = keep;
  }

  /** Something was typed. `wait` in milliseconds after the last key. */
  later(wait = AFTER_LAST): void {
    const now = performance.now();
    this.#since ??= now;
    clearTimeout(this.#timer);
    const most = Math.max(0, this.#since + wait * MOST_PAUSES - now);
    this.#timer = setTimeout(() => this.now(), Math.min(wait, most));
    waiting.add(this);
    listen();
  }

  /** Keeps at once what was typed last, if it is not kept yet. */
  now(): void {
    if (this.#since === null) return;
    this.cancel();
    this.#keep();
  }

  /** Nothing is to be kept any more. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#since = null;
    waiting.delete(this);
  }
}

/** Keeps everything that waits to be kept. */
export function keepAllNow(): void {
  for (const one of [...waiting]) one.now();
}

function listen(): void {
  if (isListening || typeof window === 'undefined') return;
  isListening = true;
  window.addEventListener('blur', keepAllNow);
  window.addEventListener('pagehide', keepAllNow);
  document.addEventListener('visibilitychange', keepAllNow);
}
