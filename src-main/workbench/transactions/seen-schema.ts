/** The number given last, of all transactions of this engine: what is remembered of a schema is of no other. */
let lastNumber = 0;

/** Which schema a transaction sees: 0 is the committed one, each other has a number of its own. */
export class SeenSchema {
  /** Nodes of the timeline that have changed it. */
  #nodes: readonly string[] = [];
  #number = 0;

  get number(): number {
    return this.#number;
  }

  /** A node of the timeline has changed the schema. */
  change(node: string): void {
    this.#nodes = [...this.#nodes, node];
    this.#renumber();
  }

  /** Everything after this node was taken back; ids of nodes are numbers that grow. */
  undoAfter(node: string): void {
    const left = this.#nodes.filter((id) => Number(id) <= Number(node));
    if (left.length === this.#nodes.length) return;
    this.#nodes = left;
    this.#renumber();
  }

  #renumber(): void {
    if (this.#nodes.length > 0) lastNumber += 1;
    this.#number = this.#nodes.length === 0 ? 0 : lastNumber;
  }
}
