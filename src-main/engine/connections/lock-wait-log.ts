/** One wait for a lock on a file, of which SQLite said that it is busy. */
export interface LockWait {
  readonly file: string;
  /** Who waited; null: a request without a name. */
  readonly waiter: string | null;
  readonly milliseconds: number;
  /** Who had the lock, in words; null: not known. */
  readonly heldBy: string | null;
  /** False: it gave up. */
  readonly isServed: boolean;
}

/** Waits for locks since the process began; times are milliseconds. */
export interface LockWaitFigures {
  readonly count: number;
  readonly total: number;
  readonly longest: number;
}

const NONE: LockWaitFigures = { count: 0, total: 0, longest: 0 };

/** How often and how long locks were waited for, by file. */
export class LockWaitLog {
  readonly #byFile = new Map<string, LockWaitFigures>();

  add({ file, milliseconds }: LockWait): void {
    const { count, total, longest } = this.#byFile.get(file) ?? NONE;
    this.#byFile.set(file, {
      count: count + 1,
      total: total + milliseconds,
      longest: Math.max(longest, milliseconds),
    });
  }

  /** Of one file, or of all. */
  figures(file: string | undefined): LockWaitFigures {
    if (file !== undefined) return this.#byFile.get(file) ?? NONE;
    const all = [...this.#byFile.values()];
    return {
      count: all.reduce((sum, { count }) => sum + count, 0),
      total: all.reduce((sum, { total }) => sum + total, 0),
      longest: Math.max(0, ...all.map(({ longest }) => longest)),
    };
  }
}

/** A wait as a sentence for people. */
export function lockWaitWords({ waiter, milliseconds, heldBy, isServed }: LockWait): string {
  const who = waiter ?? 'A request';
  const time = `${Math.round(milliseconds).toLocaleString('en')} ms`;
  const lock = `a lock of ${heldBy ?? 'another connection'}`;
  return isServed ? `${who} waited ${time} for ${lock}.` : `${who} gave up after ${time}: ${lock}.`;
}
