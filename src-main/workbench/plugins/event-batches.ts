import type { HookEvent } from '../../../src-preload/contract/plugins.ts';
import { MOST_KEPT_HOOKS } from '../../../src-preload/contract/plugins.ts';

/** Milliseconds between two batches. */
const PAUSE = 250;

/** Events that are told together, at most four times a second. */
export class EventBatches {
  readonly #tell: (events: HookEvent[], skipped: number) => void;
  #waiting: HookEvent[] = [];
  #skipped = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (events: HookEvent[], skipped: number) => void) {
    this.#tell = tell;
  }

  add(event: HookEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length >= 2 * MOST_KEPT_HOOKS) {
      this.#skipped += this.#waiting.length - MOST_KEPT_HOOKS;
      this.#waiting = this.#waiting.slice(-MOST_KEPT_HOOKS);
    }
    this.#timer ??= setTimeout(() => this.#flush(), PAUSE).unref();
  }

  /** Tells nothing any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
  }

  #flush(): void {
    this.#timer = undefined;
    const events = this.#waiting.slice(-MOST_KEPT_HOOKS);
    const skipped = this.#skipped + this.#waiting.length - events.length;
    this.#waiting = [];
    this.#skipped = 0;
    if (events.length > 0) this.#tell(events, skipped);
  }
}
