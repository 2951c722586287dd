import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { JsonPath } from '../../../src-preload/contract/json-text/index.ts';
import type { CommitDecision, ConflictLine } from './commit-input.ts';

/** What the user has decided about conflicts, found by place. */
export class Decisions {
  readonly #takes = new Map<string, 'mine' | 'theirs'>();
  readonly #ofChange: ReadonlyMap<number, readonly CommitDecision[]>;

  constructor(decisions: readonly CommitDecision[]) {
    this.#ofChange = Map.groupBy(decisions, ({ change }) => change);
    for (const { change, column, path, take } of decisions)
      this.#takes.set(keyOf(change, column, path), take);
  }

  /**
   * Those about a change that still hold. `look` tells what the file has now; it is asked only where a decision says
   * what it had.
   */
  stillOf(change: number, look: () => readonly ConflictLine[]): Decisions {
    const own = this.#ofChange.get(change) ?? [];
    if (own.every(({ seen }) => seen === undefined)) return this;
    const lines = look();
    return new Decisions(own.filter((decision) => isStillSo(decision, lines)));
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

function isStillSo({ column, path, seen }: CommitDecision, lines: readonly ConflictLine[]): boolean {
  if (seen === undefined) return true;
  const own = JSON.stringify(path);
  const about =
    column === null
      ? lines
      : lines.filter((line) => line.column === column && JSON.stringify(line.path) === own);
  const now = about.map(({ theirs }) => theirs);
  return now.length === seen.length && now.every((cell, at) => isSameShown(cell, seen[at] ?? null));
}

/** Whether two cells look the same, to the last digit. */
function isSameShown(one: Cell, other: Cell): boolean {
  return shownText(one) === shownText(other);
}

function shownText(cell: Cell): string {
  return JSON.stringify(cell, (_, value: unknown) => {
    // Safe integers cross as numbers, others as bigint.
    if (typeof value === 'bigint') return { integer: String(value) };
    if (Number.isInteger(value)) return { integer: String(value) };
    return value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('hex') } : value;
  });
}

function keyOf(change: number, column: string | null, path: JsonPath | null): string {
  return JSON.stringify([change, column, path]);
}
