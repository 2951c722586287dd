import type { TimelineNode } from '../../../src-preload/contract/transactions.ts';
import { noSavepoint } from './transaction-errors.ts';

/** A node while it may still change. */
type Node = { -readonly [K in keyof TimelineNode]: TimelineNode[K] };

/** Characters of a statement that the timeline keeps. */
const MOST_SQL = 1000;
/** Nodes that are told; statements after these are run and captured, and stand together in the last one. */
const MOST_NODES = 10_000;

/** What was done in a transaction, in its order. Savepoints are SQLite's, under names of Cairn's own. */
export class Timeline {
  readonly #nodes: Node[] = [];
  #last = 0;

  get nodes(): TimelineNode[] {
    return this.#nodes.slice(-MOST_NODES).map((node) => ({ ...node }));
  }

  /** No statement is running. */
  get isQuiet(): boolean {
    return this.#nodes.every(({ milliseconds }) => milliseconds !== null);
  }

  /** Another text whenever what the transaction sees may be other than before. */
  get writes(): string {
    const undone = this.#nodes.filter(({ isUndone }) => isUndone).length;
    return `${this.#last} ${undone}${this.isQuiet ? '' : ' running'}`;
  }

  /** Adds a node that is being worked on. */
  add(kind: TimelineNode['kind'], sql: string, name: string | null = null): Node {
    this.#last += 1;
    const node: Node = {
      id: String(this.#last),
      kind,
      sql: sql.trim().slice(0, MOST_SQL),
      name,
      at: Date.now(),
      milliseconds: null,
      rows: null,
      counts: null,
      error: null,
      isUndone: false,
      isReleased: false,
    };
    this.#nodes.push(node);
    return node;
  }

  /** A savepoint that can be returned to, or the beginning. Throws QUERY_INVALID. */
  savepoint(id: string): TimelineNode {
    const node = this.#nodes.find((one) => one.id === id);
    if (node === undefined || !isSavepoint(node)) throw noSavepoint(node?.name ?? id);
    return node;
  }

  /** The newest savepoint of this name, as SQLite finds it. Throws QUERY_INVALID. */
  named(name: string): TimelineNode {
    const wanted = name.toLowerCase();
    const node = this.#nodes.findLast((one) => isSavepoint(one) && one.name?.toLowerCase() === wanted);
    if (node === undefined) throw noSavepoint(name);
    return node;
  }

  /** Everything after a savepoint was taken back. */
  undoAfter(id: string): void {
    for (const node of this.#after(id)) node.isUndone = true;
  }

  /** A savepoint is gone, and with it those inside of it. */
  release(id: string): void {
    for (const node of [...this.#nodes.filter((one) => one.id === id), ...this.#after(id)]) {
      if (isSavepoint(node)) node.isReleased = true;
    }
  }

  /** Whether what a node did is still part of the transaction. */
  holds(id: string): boolean {
    return this.#nodes.some((node) => node.id === id && !node.isUndone && node.error === null);
  }

  #after(id: string): readonly Node[] {
    return this.#nodes.slice(this.#nodes.findIndex((node) => node.id === id) + 1);
  }
}

function isSavepoint({ kind, isUndone, isReleased, error }: TimelineNode): boolean {
  return (kind === 'savepoint' || kind === 'begin') && !isUndone && !isReleased && error === null;
}
