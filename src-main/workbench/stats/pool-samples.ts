import type { PoolSample } from '../../../src-preload/contract/index.ts';
import type { ConnectionManager } from '../../engine/index.ts';

/** 5 minutes, one sample a second. */
const KEPT = 300;
const INTERVAL = 1000;

/** What the pool was doing in the last 5 minutes: of each open file, and of all together. */
export class PoolSamples {
  readonly #manager: ConnectionManager;
  readonly #paths: () => readonly string[];
  readonly #samples = new Map<string | undefined, PoolSample[]>();

  /** `paths`: the files that are open. The timer keeps no process alive. */
  constructor(manager: ConnectionManager, paths: () => readonly string[]) {
    this.#manager = manager;
    this.#paths = paths;
    setInterval(() => this.#take(), INTERVAL).unref();
  }

  /** Of one file, or of all, taken later than `after`; oldest first. */
  of(path: string | undefined, after = 0): PoolSample[] {
    return (this.#samples.get(path) ?? []).filter(({ at }) => at > after);
  }

  #take(): void {
    const paths = new Set<string | undefined>([undefined, ...this.#paths()]);
    for (const path of this.#samples.keys()) if (!paths.has(path)) this.#samples.delete(path);
    for (const path of paths) {
      const { leased, waiting } = this.#manager.getLoad(path);
      const samples = this.#samples.get(path) ?? [];
      this.#samples.set(path, samples);
      samples.push({ at: Date.now(), leased, waiting });
      if (samples.length > KEPT) samples.shift();
    }
  }
}
