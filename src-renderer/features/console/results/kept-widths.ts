import type { ResultColumn } from '../../../../src-preload/contract/queries.ts';

type Widths = ReadonlyMap<number, number>;
type Named = readonly Pick<ResultColumn, 'name'>[];

/** Column lists whose widths are remembered; the oldest are forgotten. */
const MOST = 50;
const NONE: Widths = new Map();

/** The widths of columns that were set by hand: a result with the same columns has them again. */
export class KeptWidths {
  readonly #byNames = new Map<string, Widths>();

  of(columns: Named): Widths {
    return this.#byNames.get(keyOf(columns)) ?? NONE;
  }

  keep(columns: Named, widths: Widths): void {
    const key = keyOf(columns);
    this.#byNames.delete(key);
    this.#byNames.set(key, widths);
    const [oldest] = this.#byNames.keys();
    if (this.#byNames.size > MOST && oldest !== undefined) this.#byNames.delete(oldest);
  }
}

function keyOf(columns: Named): string {
  return JSON.stringify(columns.map(({ name }) => name));
}
