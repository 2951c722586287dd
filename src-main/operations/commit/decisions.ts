import type { JsonPath } from '../../../src-preload/contract/json-text/index.ts';
import type { CommitDecision } from './commit-input.ts';

/** What the user has decided about conflicts, found by place. */
export class Decisions {
  readonly #takes = new Map<string, 'mine' | 'theirs'>();

  constructor(decisions: readonly CommitDecision[]) {
    for (const { change, column, path, take } of decisions)
      this.#takes.set(keyOf(change, column, path), take);
  }

  /** About the row as a whole. */
  ofRow(change: number): 'mine' | 'theirs' | undefined {
    return this.#takes.size === 0 ? undefined : this.#takes.get(keyOf(change, null, null));
  }

  /** About one value: said of itself, of its column, or of its row. */
  of(change: number, column: string, path: JsonPath | null): 'mine' | 'theirs' | undefined {
    if (this.#takes.size === 0) return undefined;
    const own = path === null ? undefined : this.#takes.get(keyOf(change, column, path));
    return own ?? this.#takes.get(keyOf(change, column, null)) ?? this.ofRow(change);
  }
}

function keyOf(change: number, column: string | null, path: JsonPath | null): string {
  return JSON.stringify([change, column, path]);
}
