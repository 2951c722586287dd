import type { Client } from '../../../src-preload/client.ts';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { ViewInfo } from '../../../src-preload/contract/rows.ts';

/** A row by its number, and by its key and those of its neighbours as far as they were at hand. */
interface HeldRow {
  readonly row: number;
  readonly key: RowKey | null;
  readonly next: RowKey | null;
  readonly previous: RowKey | null;
}

/** A row by its key where that is known, else by the number that it had. */
export interface RowPlace {
  readonly row: number;
  readonly key: RowKey | null;
}

/** Where kept rows are now. */
export interface Settled {
  /** By how many rows what is seen has moved, and what is selected. */
  readonly moved: number;
  readonly shift: number;
  /** The rows that were held. */
  readonly firstRow: number;
  readonly cursorRow: number;
}

/**
 * What stays in place when rows are read anew: the first visible row and the one with the cursor. Both are known by
 * their keys, also while they are not at hand; a row that is gone is stood for by the one that took its place.
 */
export class KeptRows {
  readonly #keyOf: (row: number) => RowKey | undefined;
  #first: HeldRow = heldAt({ row: 0, key: null });
  #cursor: HeldRow = heldAt({ row: 0, key: null });
  /** Rows whose numbers of now are not known yet, with the numbers by which they are shown. */
  #unsettled: { readonly first: HeldRow; readonly cursor: HeldRow } | null = null;
  #turn = 0;

  /** `keyOf` gives keys of rows that were read since the last change only. */
  constructor(keyOf: (row: number) => RowKey | undefined) {
    this.#keyOf = keyOf;
  }

  get first(): RowPlace {
    return this.#first;
  }

  get cursor(): RowPlace {
    return this.#cursor;
  }

  see(row: number): void {
    this.#first = this.#look(this.#first, row);
  }

  setCursor(row: number): void {
    this.#cursor = this.#look(this.#cursor, row);
  }

  /** Begins with rows that were kept by another session. */
  restore(first: RowPlace, cursor: RowPlace): void {
    this.#first = heldAt(first);
    this.#cursor = heldAt(cursor);
    this.#unsettled = { first: this.#first, cursor: this.#cursor };
  }

  /** Remembers the rows of this moment. While they are not settled, those of before are the truth. */
  hold(): void {
    this.see(this.#first.row);
    this.setCursor(this.#cursor.row);
    this.#unsettled ??= { first: this.#first, cursor: this.#cursor };
  }

  /** Forgets what was held: other rows are wanted. */
  release(): void {
    this.#turn += 1;
    this.#unsettled = null;
  }

  /** Looks up where held rows are in a view. null: nothing is held, or a later call does it. */
  async settle(client: Client, info: ViewInfo, signal?: AbortSignal): Promise<Settled | null> {
    const held = this.#unsettled;
    if (held === null) return null;
    this.#turn += 1;
    const turn = this.#turn;
    const [first, cursor] = await Promise.all([
      rowOf(client, info, held.first, signal),
      rowOf(client, info, held.cursor, signal),
    ]);
    if (turn !== this.#turn) return null;
    this.#unsettled = null;
    const moved = first === null ? 0 : first - held.first.row;
    const shift = cursor === null ? moved : cursor - held.cursor.row;
    this.#first = { ...this.#first, row: this.#first.row + moved };
    this.#cursor = { ...this.#cursor, row: this.#cursor.row + shift };
    return { moved, shift, firstRow: held.first.row + moved, cursorRow: held.cursor.row + shift };
  }

  #look(before: HeldRow, row: number): HeldRow {
    // Between two numberings no number tells which row is meant.
    const key = this.#unsettled === null ? this.#keyOf(row) : undefined;
    if (key === undefined) return before.row === row ? before : heldAt({ row, key: null });
    return { row, key, next: this.#keyOf(row + 1) ?? null, previous: this.#keyOf(row - 1) ?? null };
  }
}

function heldAt({ row, key }: RowPlace): HeldRow {
  return { row, key, next: null, previous: null };
}

/** The number of the row of a key; null where the view has no such row, or no keys of this kind. */
export async function rowOfKey(
  client: Client,
  info: ViewInfo,
  key: RowKey | null,
  signal?: AbortSignal,
): Promise<number | null> {
  if (key === null || (key.length !== info.keyColumns.length && info.keyKind !== 'rowid')) return null;
  const options = signal === undefined ? {} : { signal };
  const { row } = await client.rows.locate({ view: info.view, key: [...key] }, options);
  return row;
}

async function rowOf(
  client: Client,
  info: ViewInfo,
  { key, next, previous }: HeldRow,
  signal?: AbortSignal,
): Promise<number | null> {
  for (const wanted of [key, next]) {
    const row = await rowOfKey(client, info, wanted, signal);
    if (row !== null) return row;
  }
  const before = await rowOfKey(client, info, previous, signal);
  return before === null ? null : before + 1;
}
