import type { Driver, JoinedRows, JoinOptions, RowIteration } from '../types.ts';

/** A name that nobody writes by chance: users' statements could call the function, too, and would get nothing of it. */
export const COLLECT = 'cairn collect row';

interface Collected {
  readonly size: number;
  readonly separator: string;
  text: string;
  rows: number;
}

/** What a function of SQL collects: the texts of rows, for whoever has begun with it. */
export class RowCollector {
  readonly #collections = new Map<number, Collected>();
  #lastKey = 0;

  /** The function: takes the text of a row, and is true when there are enough. */
  readonly collect = (key: unknown, text: unknown): number => {
    const collected = this.#collections.get(Number(key));
    if (collected === undefined) return 0;
    add(collected, text);
    return collected.text.length >= collected.size ? 1 : 0;
  };

  begin(collected: Collected): number {
    this.#lastKey += 1;
    this.#collections.set(this.#lastKey, collected);
    return this.#lastKey;
  }

  end(key: number): void {
    this.#collections.delete(key);
  }
}

/**
 * Does the work of `joinSync`. An iterator costs more for a row than SQLite takes to write its text, and a function of SQL a
 * third of that: where the handle has one, it collects the texts, and lets the row through with which they are enough.
 */
export function* joinedRows(
  driver: Driver,
  collector: RowCollector | undefined,
  select: string,
  { parameters, values, skipped, ...options }: JoinOptions,
): Generator<JoinedRows, void, void> {
  const collected: Collected = { ...options, text: '', rows: 0 };
  const key = collector?.begin(collected) ?? 0;
  const result = collector === undefined ? 'x FROM joined' : `1 FROM joined WHERE "${COLLECT}"(${key}, x)`;
  // The limit keeps the rows in their order: what stands in a WHERE may be asked before they are sorted else.
  const sql = `WITH joined(x) AS (SELECT * FROM (\n${select}\n) LIMIT -1 OFFSET ${skipped}) SELECT ${result}`;
  let failure: unknown;
  let rows: RowIteration['rows'] | undefined;
  try {
    rows = driver.prepareSync(sql, parameters).iterate(values).rows;
    for (const [text] of rows) {
      if (collector === undefined) add(collected, text);
      if (collected.text.length >= collected.size) yield taken(collected);
    }
  } catch (error) {
    failure = error;
  } finally {
    rows?.return?.();
    collector?.end(key);
  }
  if (collected.rows > 0) yield taken(collected);
  if (failure !== undefined) throw failure;
}

function add(collected: Collected, text: unknown): void {
  if (collected.rows > 0) collected.text += collected.separator;
  collected.text += text;
  collected.rows += 1;
}

function taken(collected: Collected): JoinedRows {
  const { text, rows } = collected;
  collected.text = '';
  collected.rows = 0;
  return { text, rows };
}
