import type { HookName } from './plugin.ts';

/** How often a hook of a plugin was asked, and how it went. Times are milliseconds. */
export interface HookFigures {
  readonly plugin: string;
  readonly hook: HookName;
  readonly calls: number;
  readonly failures: number;
  /** Of the failures, those that took too long. */
  readonly timeouts: number;
  readonly total: number;
  readonly longest: number;
  readonly lastError: string | undefined;
}

/** Counts the calls of all hooks. */
export class HookCounter {
  readonly #figures = new Map<string, { -readonly [K in keyof HookFigures]: HookFigures[K] }>();

  count(plugin: string, hook: HookName, time: number): void {
    const figures = this.#of(plugin, hook);
    figures.calls += 1;
    figures.total += time;
    figures.longest = Math.max(figures.longest, time);
  }

  fail(plugin: string, hook: HookName, error: Error, isTimeout: boolean): void {
    const figures = this.#of(plugin, hook);
    figures.failures += 1;
    if (isTimeout) figures.timeouts += 1;
    figures.lastError = error.message;
  }

  forget(plugin: string): void {
    for (const [key, figures] of this.#figures) if (figures.plugin === plugin) this.#figures.delete(key);
  }

  list(): readonly HookFigures[] {
    return [...this.#figures.values()].map((figures) => ({ ...figures }));
  }

  #of(plugin: string, hook: HookName) {
    const key = `${hook} ${plugin}`;
    let figures = this.#figures.get(key);
    if (figures === undefined) {
      figures = {
        ...{ plugin, hook, calls: 0, failures: 0, timeouts: 0, total: 0, longest: 0 },
        lastError: undefined,
      };
      this.#figures.set(key, figures);
    }
    return figures;
  }
}
