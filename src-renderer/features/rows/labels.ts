import type { Client } from '../../../src-preload/client.ts';
import type { Cell } from '../../../src-preload/contract/cell.ts';

/** Readable labels of the rows that foreign keys point to. A new object whenever more are known. */
export interface Labels {
  /** The label of a value of a column; null if there is none or it is not known yet. */
  get(column: string, cell: Cell): string | null;
}

export const noLabels: Labels = { get: () => null };

const BATCH = 200;
const MAX_KNOWN = 20_000;

/** Asks for labels in batches and remembers them as long as its view lives. */
export class LabelStore implements Labels {
  readonly #client: Client;
  readonly #view: string;
  readonly #onChange: (labels: Labels) => void;
  readonly #known = new Map<string, string | null>();
  readonly #asked = new Set<string>();

  constructor(client: Client, view: string, onChange: (labels: Labels) => void) {
    this.#client = client;
    this.#view = view;
    this.#onChange = onChange;
  }

  get(column: string, cell: Cell): string | null {
    return this.#known.get(keyOf(column, cell)) ?? null;
  }

  /** Makes sure that the labels of these values are asked for. */
  want(column: string, cells: readonly Cell[]): void {
    const missing = new Map<string, Cell>();
    for (const cell of cells) {
      if (cell === null || (Array.isArray(cell) && cell[0] !== 1)) continue;
      const key = keyOf(column, cell);
      if (!this.#known.has(key) && !this.#asked.has(key)) missing.set(key, cell);
      if (missing.size >= BATCH) break;
    }
    if (missing.size > 0) void this.#ask(column, missing);
  }

  async #ask(column: string, missing: ReadonlyMap<string, Cell>): Promise<void> {
    for (const key of missing.keys()) this.#asked.add(key);
    try {
      const { labels } = await this.#client.rows.labels({
        view: this.#view,
        column,
        values: [...missing.values()],
      });
      if (this.#known.size > MAX_KNOWN) this.#known.clear();
      [...missing.keys()].forEach((key, index) => {
        this.#known.set(key, labels[index] ?? null);
      });
      this.#onChange({ get: (name, cell) => this.get(name, cell) });
    } catch {
      // Labels are an extra: without them the value stands alone.
    } finally {
      for (const key of missing.keys()) this.#asked.delete(key);
    }
  }
}

function keyOf(column: string, cell: Cell): string {
  return `${column}\0${typeof cell}\0${String(cell)}`;
}
